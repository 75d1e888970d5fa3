"""Grading a class, in rooms: notebook, sandbox, gradebook, run, collecting; ARCHITECTURE.md shows the way."""
