"""Notebooks: the course's own, the student's version, and what was handed in."""
