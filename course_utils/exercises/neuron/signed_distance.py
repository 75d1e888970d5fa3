"""Lesson 02: how far points are from the line where the neuron is undecided."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.exercises.neuron.inputs import signed
from course_utils.reference import neuron as key


@drawn
def _points(rng: Rng, b_sign: float, *shapes: tuple[int, int]) -> tuple:
    """Draw w, b and X of one of `shapes`, one point per column, on both sides of the line."""
    n, m = shapes[rng.integers(len(shapes))]
    # No norm of 1, 0 or near: dividing by it must matter.
    w = signed(rng, 1.2, 2.5, n)
    b = b_sign * float(rng.uniform(0.6, 2.0))
    X = rng.normal(0, 1.5, (n, m))
    X[:, 0] += 4 * w
    X[:, m - 1] -= 4 * w
    return w, b, X


SIGNED_DISTANCE = Exercise(
    reference=key.signed_distance,
    groups=(
        Group("points in the plane", [_points(s, (2, 5), (2, 7)) for s in (1, -1)], weight=2),
        Group("points in more dimensions", [_points(s, (3, 5), (4, 6)) for s in (1, -1)], count=1),
        Group("a single point", [_points(s, (3, 1), (4, 1)) for s in (1, -1)], 0.5, count=1),
    ),
    mistakes=wrong_answers("""
## not divided by the length of w
# This is z, which doubles when w and b double, though the line stays where it is. Divide by the
# length of w.
w @ X + b
## multiplied by the length of w
# z grows with the length of w already, and a distance must not. Divide by the length.
(w @ X + b) * np.linalg.norm(w)
## divided by the squared length of w
# `w @ w` is the square of the length. Take its root, or `np.linalg.norm(w)`.
(w @ X + b) / (w @ w)
## divided by the sum of the weights
# A length is the root of the sum of squares: `np.linalg.norm(w)`.
(w @ X + b) / np.sum(w)
## divided by the number of weights
# It is the length of the vector w that z is too large by, the root of the sum of squares, and
# not `len(w)`, which counts its entries.
(w @ X + b) / len(w)
## divided by the length of all of X
# It is the length of w that z is too large by. The points do not come into it.
(w @ X + b) / np.linalg.norm(X)
## only the sign
# This says on which side each point lies. The exercise also wants to know how far away it is.
np.sign(w @ X + b)
## the bias is added to each weight before the length is taken
# `np.linalg.norm(w + b)` is the length of another vector. b has no part in the length of w.
(w @ X + b) / np.linalg.norm(w + b)
## one number for all points
# A norm of all the z is a single number. Divide each z by the length of w.
np.linalg.norm(w @ X + b)
## the absolute value
# Points on both sides come out positive. Keep the sign: it says on which side they are.
np.abs(w @ X + b) / np.linalg.norm(w)
## rows of X are taken for points
# X is (n, m), one point per column, and w is (n,): `w @ X` is (m,). `X @ w` would need points in
# rows.
(X @ w + b) / np.linalg.norm(w)
## the bias is left out
# Your distances are those from the parallel line through the origin. Add b before you divide.
w @ X / np.linalg.norm(w)
## only the bias is divided
# `w @ X + b / norm` divides b alone. Put the sum in parentheses.
w @ X + b / np.linalg.norm(w)
## the bias is not divided
# All of z is divided by the length, b too. (Is w divided by its length first? Then b is not.)
w @ X / np.linalg.norm(w) + b
## the bias is subtracted
# The line is w^T x + b = 0, with a plus.
(w @ X - b) / np.linalg.norm(w)
## divided by the sum of the weights' sizes
# A length is the root of the sum of squares, not the sum of absolute values.
(w @ X + b) / np.sum(np.abs(w))
## divided by the length of each point
# It is the length of w that z is too large by, not that of x.
(w @ X + b) / np.linalg.norm(X, axis=0)
## the bias is counted in the length
# b shifts the line and has no part in the length of w: the root of w_1^2 + ... + w_n^2.
(w @ X + b) / np.sqrt(w @ w + b**2)
## the products are not summed
# `*` keeps one number per input and point. Each point has one z: use `w @ X`.
(w[:, None] * X + b) / np.linalg.norm(w)
"""),
    alternatives=right_answers("""
## a loop over the points
norm = sum((v * v for v in w)) ** 0.5
return np.array([linear(w, x, b) / norm for x in X.T])
## X transposed
(X.T @ w + b) / np.sqrt(np.sum(w**2))
## a unit vector first
w / (n := np.hypot.reduce(w)) @ X + b / n
## einsum
(np.einsum("i,ij->j", w, X) + b) / np.sqrt(w @ w)
## np.dot
(np.dot(w, X) + b) / np.linalg.norm(w)
"""),
)
