"""Lesson 02: the derivative of the hyperbolic tangent."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group
from course_utils.exercises.neuron.inputs import far_and_near, farthest, sums
from course_utils.reference import neuron as key

TANH_DERIVATIVE = Exercise(
    reference=key.tanh_derivative,
    groups=(
        Group("a matrix of ordinary numbers", sums, weight=2),
        Group("a vector, from 0 to far out", far_and_near),
        Group(
            "numbers up to 1000",
            farthest,
            weight=0.5,
            hint="For large z `np.exp` overflows to inf, and inf / inf is nan. `np.tanh` does not overflow.",
        ),
    ),
    mistakes=wrong_answers("""
## the square is missing
# 1 - tanh(z) reaches 2 on the left, where the curve is flat. It is 1 - tanh(z)^2.
1 - np.tanh(z)
## all of 1 - tanh(z) is squared
# The square belongs to tanh(z) alone: `1 - np.tanh(z) ** 2`.
(1 - np.tanh(z)) ** 2
## twice tanh(z) instead of its square
# `* 2` doubles. The square is `** 2`.
1 - 2 * np.tanh(z)
## tan instead of tanh
# `np.tan` is the tangent of an angle. The hyperbolic tangent is `np.tanh`.
1 - np.tan(z) ** 2
## tanh of 1 - z^2
# First a = tanh(z), then 1 - a^2.
np.tanh(1 - z**2)
## the rule of the sigmoid
# a (1 - a) is the sigmoid's derivative. With a = tanh(z) it is 1 - a^2.
np.tanh(z) * (1 - np.tanh(z))
## 1 - z^2: z is taken for tanh(z)
# In 1 - a^2 the a stands for tanh(z). Your function is given z, so compute a first.
1 - z**2
## tanh is applied twice
# You compute a = tanh(z) and then put a into tanh once more. Once is enough.
1 - np.tanh(np.tanh(z)) ** 2
## z is squared instead of tanh(z)
# `np.tanh(z**2)` squares first. The square belongs outside: `np.tanh(z) ** 2`.
1 - np.tanh(z**2)
## plus instead of minus
# 1 + a^2 grows towards 2 where tanh flattens out. It is 1 - a^2.
1 + np.tanh(z) ** 2
## tanh itself, not its slope
# These are the values a = tanh(z). The slope is computed from them.
np.tanh(z)
## 1 / cosh(z), not squared
# That way works too, but it is 1 / cosh(z)^2.
1 / np.cosh(z)
## the derivative of the sigmoid itself
# These are the slopes of the sigmoid, at most 1/4. The slope of tanh at 0 is 1.
sigmoid_derivative(z)
## the 1 is missing
# a^2 is 0 at z = 0, where tanh is steepest. It is 1 - a^2.
np.tanh(z) ** 2
## differences between neighbors in the array
# `np.gradient` compares entries that happen to stand side by side. Each z has a slope of its
# own, found by the formula.
np.gradient(np.tanh(z))
"""),
    alternatives=right_answers("""
## 1 / cosh^2
1 / np.cosh(z) ** 2
## two factors
(1 - np.tanh(z)) * (1 + np.tanh(z))
## a loop
np.array([1 - math.tanh(v) ** 2 for v in z.ravel()]).reshape(z.shape)
## through the sigmoid
4 * sigmoid_derivative(2 * z)
## np.square
1 - np.square(np.tanh(z))
"""),
)
