"""Builds the web site of the course: the book to read, and the course to do in the browser."""
