"""Grading: one submission, then all of a class on many processes, with the results on disk."""
