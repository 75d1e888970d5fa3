"""Lesson 08's interactive pictures: the playground."""

from course_utils.widgets.capstone.playing import playground

__all__ = ["playground"]
