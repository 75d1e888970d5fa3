"""Hypothesis draws the same examples in every run, and never judges a test by its time."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")
