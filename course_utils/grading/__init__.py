"""Grading a class: the sandbox, one submission, the pool, nbgrader's gradebook."""
