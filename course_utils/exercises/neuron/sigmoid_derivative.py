"""Lesson 02: the derivative of the sigmoid."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group
from course_utils.exercises.neuron.inputs import far_and_near, farthest, sums
from course_utils.reference import neuron as key

SIGMOID_DERIVATIVE = Exercise(
    reference=key.sigmoid_derivative,
    groups=(
        Group("a matrix of ordinary numbers", sums, weight=2),
        Group("a vector, from 0 to far out", far_and_near),
        Group(
            "numbers up to 1000",
            farthest,
            weight=0,
            hint="For z = -1000 it gives nan, since `np.exp(1000)` overflows. That costs no points; "
            "written with your `sigmoid`, it would be right there too.",
        ),
    ),
    mistakes=wrong_answers("""
## z (1 - z): z is taken for sigmoid(z)
# In s (1 - s) the s stands for sigmoid(z). Your function is given z, so compute s = sigmoid(z)
# first.
z * (1 - z)
## s (1 - z): z is taken for sigmoid(z) in one factor
# Both factors are in s = sigmoid(z): s (1 - s).
sigmoid(z) * (1 - z)
## the sigmoid is applied twice
# You compute s = sigmoid(z) and then put s into the sigmoid once more. Once is enough.
_right(sigmoid(z))
## sigmoid of 1 - z instead of 1 - sigmoid of z
# In s (1 - s) the second factor is 1 - sigmoid(z): first the sigmoid, then the subtraction.
sigmoid(z) * sigmoid(1 - z)
## the sigmoid of z (1 - z)
# First s = sigmoid(z), then the product s (1 - s). You multiply first.
sigmoid(z * (1 - z))
## parentheses missing around 1 - s
# `s * 1 - s` is s - s, which is 0. The difference comes first: what makes Python take it first?
np.zeros(z.shape)
## a factor z too many
# s (1 - s) is the whole slope: the inner function is z itself, whose derivative is 1.
z * sigmoid(z) * (1 - sigmoid(z))
## the square covers exp(-z) only
# In the denominator all of 1 + exp(-z) is squared: `(1 + np.exp(-z)) ** 2`.
np.exp(-z) / (1 + np.exp(-z) ** 2)
## the rule of tanh
# 1 - a^2 is the derivative of tanh. For the sigmoid it is s (1 - s).
1 - sigmoid(z) ** 2
## the factor s is missing
# What you return is 1 - s, which tends to 1 on the left, where the curve is flat. The derivative
# has two factors, s and 1 - s. (As a quotient: the denominator is squared.)
1 - sigmoid(z)
## the factor 1 - s is missing
# You return s itself, which tends to 1 on the right, where the curve is flat. The derivative has
# two factors, s and 1 - s.
sigmoid(z)
## the inner derivative is missing
# The outer power gives -1 / (1 + exp(-z))^2; by the chain rule that is multiplied by the
# derivative of the denominator, -exp(-z).
-(sigmoid(z) ** 2)
## the derivative of tanh itself
# These are the slopes of tanh, four times as steep at 0. This exercise is about the sigmoid.
1 - np.tanh(z) ** 2
## differences between neighbors in the array
# `np.gradient` compares entries that happen to stand side by side. Each z has a slope of its
# own, found by the formula.
np.gradient(sigmoid(z))
## a matrix product instead of `*`, with a transpose to make it fit
# The transpose makes the shapes fit, but `@` sums over the entries of a row. Each entry's s is
# multiplied by its own 1 - s: `*`.
sigmoid(z) @ (1 - sigmoid(z)).T
## `1 / 1 + exp(-z)` in place of the sigmoid
# `1 / 1 + np.exp(-z)` divides 1 by 1 first. Put 1 + exp(-z) into parentheses.
s = 1 / 1 + np.exp(-z)
return s * (1 - s)
"""),
    alternatives=right_answers("""
## through s
sigmoid(z) * (1 - sigmoid(z))
## the quotient rule
np.exp(-z) / (1 + np.exp(-z)) ** 2
## s minus s squared
sigmoid(z) - sigmoid(z) ** 2
## a loop
def one(v):
    s = 1 / (1 + math.exp(-v))
    return s * (1 - s)
return np.array([one(v) for v in z.ravel()]).reshape(z.shape)
## through tanh
(1 - np.tanh(z / 2) ** 2) / 4
"""),
)
