"""Grading a class: notebook, sandbox, gradebook, run and collecting. See ARCHITECTURE.md."""
