"""A made-up class with known marks, for `course demo` and for tests."""
