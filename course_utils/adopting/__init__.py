"""A first draft of a lesson from a solved nbgrader notebook with asserts."""
