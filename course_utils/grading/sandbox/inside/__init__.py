"""What runs behind the walls, beside the student's code: it knows no reference, seed or mark."""
