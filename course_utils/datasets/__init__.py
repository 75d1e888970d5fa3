"""Data for the lessons: two small real sets, toy sets in the plane, and how to split them.

``load_breast_cancer`` has one example a *row*, as lesson 01 has, and so have the two sets of blobs.
``load_digits`` and the other toy sets have one example a *column*, as later lessons have.
"""

from course_utils.datasets.real import BreastCancer, Digits, load_breast_cancer, load_digits
from course_utils.datasets.reported import (
    ReportedDigits,
    ReportedFit,
    scikit_learn_digits,
    scikit_learn_fit,
)
from course_utils.datasets.splitting import Split, split
from course_utils.datasets.toy import (
    circles,
    moons,
    overlapping_blobs,
    separable_blobs,
    spiral,
    xor,
)

__all__ = [
    "BreastCancer",
    "Digits",
    "ReportedDigits",
    "ReportedFit",
    "Split",
    "circles",
    "load_breast_cancer",
    "load_digits",
    "moons",
    "overlapping_blobs",
    "scikit_learn_digits",
    "scikit_learn_fit",
    "separable_blobs",
    "spiral",
    "split",
    "xor",
]
