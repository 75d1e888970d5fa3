"""Lesson 07: the largest stable learning rate."""

import numpy as np

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng
from course_utils.reference import gradient_descent as key


def _coupled(rng: Rng) -> tuple:
    """Draw a Hessian whose eigenvalues stand in no order and on no diagonal."""
    n = int(rng.integers(3, 6))
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    H = (Q * np.geomspace(rng.uniform(0.2, 0.6), rng.uniform(4.0, 20.0), n)) @ Q.T
    return ((H + H.T) / 2,)


def _close_together(rng: Rng) -> tuple:
    """Draw a Hessian whose two largest eigenvalues are nearly alike: a few power iterations mix them."""
    Q, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    H = rng.uniform(4.0, 20.0) * (Q * np.array([1.0, 0.95, 0.3, 0.1])) @ Q.T
    return ((H + H.T) / 2,)


def _uncoupled(rng: Rng) -> tuple:
    """Draw a diagonal Hessian, its largest eigenvalue neither first nor last."""
    n = int(rng.integers(3, 6))
    small = rng.uniform(0.3, 2.0, size=n)
    small[int(rng.integers(1, n - 1))] = rng.uniform(4.0, 20.0)
    return (np.diag(small),)


LARGEST_STABLE_LEARNING_RATE = Exercise(
    reference=key.largest_stable_learning_rate,
    groups=(
        Group("curvatures that stand in no order", [_coupled, _close_together], weight=3, count=3),
        Group("directions that do not mix", _uncoupled),
        Group("one direction only", lambda rng: (rng.uniform(0.3, 6.0, size=(1, 1)),), weight=0.5),
    ),
    preconditions=("np.array_equal(H, H.T)", "(np.linalg.eigvalsh(H) > 0).all()"),
    mistakes=wrong_answers("""
## 1 over the largest eigenvalue
# Half of the right one. At 1/h the steep direction is solved in one step; from there to 2/h it
# alternates, and still converges.
1.0 / np.linalg.eigvalsh(H)[-1]
## the trace for the largest eigenvalue
# You divide by the sum of all curvatures. Each direction shrinks on its own: the steepest alone
# sets the limit.
2.0 / np.trace(H)
## the smallest eigenvalue
# You divide by the smallest curvature. The step has to be safe in every direction, so the
# largest decides; `eigvalsh` sorts in ascending order.
2.0 / np.linalg.eigvalsh(H)[0]
## the largest entry of the diagonal
# You divide by the largest entry of H, a curvature along one axis (`np.max(H)` finds the same
# one). The steepest direction is seldom an axis: ask for the eigenvalues.
2.0 / np.max(np.diag(H))
## a norm of all entries
# `np.linalg.norm(H)` sums the squares of all eigenvalues. Only the largest counts here.
2.0 / np.linalg.norm(H)
## the determinant
# The determinant is the product of all curvatures. Only the largest counts here.
2.0 / np.linalg.det(H)
## 2 times the largest eigenvalue
# The curvature goes into the denominator, 2 / h: a larger curvature needs a smaller step.
2.0 * np.linalg.eigvalsh(H)[-1]
## half the largest eigenvalue
# That is the reciprocal of the right answer: a larger curvature needs a smaller step.
np.linalg.eigvalsh(H)[-1] / 2.0
## the largest eigenvalue itself
# You have found the largest curvature. The learning rate has to stay below 2 divided by it.
np.linalg.eigvalsh(H)[-1]
## the eigenvectors
# `np.linalg.eigh` and `eig` return two things, the eigenvalues and then the eigenvectors: `[-1]`
# takes the second. `np.linalg.eigvalsh` returns the eigenvalues alone.
2.0 / np.linalg.eigh(H)[-1]
## one limit for each direction
# You return a limit for each eigenvalue. One learning rate serves all directions: which of the
# limits keeps all of them safe?
2.0 / np.linalg.eigvalsh(H)
## the first eigenvalue, in no order
# `np.linalg.eig` and `eigvals` return the eigenvalues in no particular order: take the largest
# of them, not the first.
2.0 / np.linalg.eigvals(H)[0]
## the last eigenvalue, in no order
# `np.linalg.eig` and `eigvals` return the eigenvalues in no particular order: take the largest
# of them, not the last.
2.0 / np.linalg.eigvals(H)[-1]
"""),
    alternatives=right_answers("""
## the smallest of all limits
min(2.0 / np.linalg.eigvalsh(H))
## eig, and the largest
2.0 / np.linalg.eig(H)[0].real.max()
## the spectral norm
2.0 / np.linalg.norm(H, 2)
## power iteration
v = np.random.default_rng(0).normal(size=len(H))
for _ in range(500):
    v = H @ v
    v /= np.linalg.norm(v)
return float(2 / (v @ H @ v))
"""),
)
