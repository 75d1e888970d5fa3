"""Submissions from a learning platform's zip archive."""
