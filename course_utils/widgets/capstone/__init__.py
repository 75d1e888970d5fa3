"""Lesson 08's interactive pictures: digits while a network learns them, a reader, the playground."""

from course_utils.widgets.capstone.filming import digits_film
from course_utils.widgets.capstone.playing import playground
from course_utils.widgets.capstone.reading import digit_reader

__all__ = ["digit_reader", "digits_film", "playground"]
