"""nbgrader's gradebook: lessons and marks in, a class's marks out."""
