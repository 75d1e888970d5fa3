"""Lesson 02: the derivative of ReLU, which has a kink."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group
from course_utils.exercises.neuron.inputs import cuts_small_numbers, small_and_zero, sums
from course_utils.reference import neuron as key

RELU_DERIVATIVE = Exercise(
    reference=key.relu_derivative,
    groups=(
        Group("a matrix of numbers of both signs", sums, weight=2),
        Group("a vector with zeros: the derivative there is taken as 0", small_and_zero, count=2),
    ),
    mistakes=wrong_answers(
        """
## 1 at z = 0
# At 0 ReLU has a kink and no derivative. The course takes 0 there: `>`, not `>=`.
np.where(z >= 0, 1.0, 0.0)
## a threshold above 0
# Small positive z get the slope 0. The slope is 1 for every positive z, however small.
np.where(z > 0.1, 1.0, 0.0)
## 1/2 at z = 0
# At 0 ReLU has a kink and no derivative. The course takes 0 there, not the middle.
np.heaviside(z, 0.5)
## nan at z = 0
# Dividing relu(z) by z gives 0 / 0 at the kink. Ask for the sign of z instead of dividing.
np.maximum(0, z) / z
## ReLU itself
# You return z where z is positive. The slope there is 1, however large z is.
np.maximum(0.0, z)
## True and False instead of 1 and 0
# A comparison gives booleans. Turn them into numbers: `.astype(float)`.
z > 0
## -1 where z is negative
# `np.sign` is the derivative of the absolute value. ReLU is flat on the left: 0.
np.sign(z)
## z itself where it is between 0 and 1
# `np.minimum(1, relu(z))` still slopes between 0 and 1. The slope of ReLU jumps from 0 to 1: ask
# whether z is positive.
np.clip(z, 0, 1)
## one number for the whole array
# `z.any()` and `max` give one answer for all. Each entry has a slope of its own: `np.where`
# chooses entry by entry.
1 if z.any() else 0
## 1 everywhere
# That is the identity's derivative. Where z is negative, ReLU is flat.
np.ones_like(z)
## 0 and 1 are swapped
# Your answer is 1 where ReLU is flat. The slope is 1 on the right and 0 on the left.
np.where(z > 0, 0.0, 1.0)
## negative entries are left as they are
# Positive entries become 1, but the others keep their values. They become 0.
out = z.copy()
out[out > 0] = 1
return out
## a little slope on the left
# 0.01 is the slope of the leaky ReLU, a cousin. Plain ReLU is flat on the left.
np.where(z > 0, 1.0, 0.01)
""",
        detectors={"a threshold above 0": cuts_small_numbers},
    ),
    alternatives=right_answers("""
## a comparison as numbers
(z > 0).astype(float)
## whole numbers
(z > 0).astype(int)
## np.where
np.where(z > 0, 1, 0)
## a mask
out = np.zeros(z.shape)
out[z > 0] = 1
return out
## the sign, cut off below
np.clip(np.sign(z), 0, 1)
## a loop
np.array([1.0 if v > 0 else 0.0 for v in z.ravel()]).reshape(z.shape)
"""),
)
