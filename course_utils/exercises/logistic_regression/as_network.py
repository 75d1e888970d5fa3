"""Lesson 01: the fitted model as a layer."""

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.exercise import Exercise, Group, Rng, drawn
from course_utils.exercises.logistic_regression.inputs import sizes
from course_utils.reference import logistic_regression as key


@drawn
def _model(rng: Rng, sign: float) -> tuple:
    """Draw coefficients of both signs and an intercept of one."""
    beta = rng.normal(size=sizes(rng)[1] + 1)
    beta[1] = -sign * abs(beta[1])
    return beta, sign * float(rng.uniform(0.2, 1.5))


AS_NETWORK = Exercise(
    reference=key.as_network,
    returns=("W", "b"),
    groups=(Group("a model with several features", [_model(1.0), _model(-1.0)]),),
    mistakes=wrong_answers("""
## W is a column, shape (p, 1)
# A layer's weights have one row per neuron and one column per input: (1, p) here.
beta.reshape(-1, 1), np.array([[beta_0]])
## W is flat, shape (p,)
# `W @ X.T` would be flat too. A layer's weights are a matrix: `beta.reshape(1, -1)`.
beta, np.array([[beta_0]])
## a bias for each feature
# The neuron has a weight for each feature, but one bias: b has shape (1, 1).
beta.reshape(1, -1), np.full((1, len(beta)), beta_0)
## `.T` does nothing to a flat array
# W and b are both flat. Transposing an array of shape (p,) leaves it (p,); `reshape(1, -1)`
# makes a row of it.
beta.T, np.array([beta_0]).T
## b is a plain number
# W is right. A layer's bias is a matrix with one row per neuron: shape (1, 1) here,
# `np.array([[beta_0]])`.
beta.reshape(1, -1), beta_0
## b has shape (1,)
# W is right. b needs two dimensions, (1, 1): two pairs of square brackets.
beta.reshape(1, -1), np.array([beta_0])
## W and b are both wrong: a column, and a plain number
# A layer's weights have one row per neuron and one column per input, (1, p) here:
# `beta.reshape(1, -1)`. Its bias is a matrix too, (1, 1): `np.array([[beta_0]])`.
beta.reshape(-1, 1), beta_0
## W has three dimensions, shape (1, 1, p)
# beta is an array already, so one pair of square brackets makes a row of it: `np.array([beta])`.
np.array([[beta]]), np.array([[beta_0]])
## lists instead of arrays
# A layer multiplies with `@`, which wants arrays: `np.array([...])`, or `reshape`.
[beta], [[beta_0]]
## a number has no `reshape`
# beta_0 is a plain number. `np.array([[beta_0]])` makes a (1, 1) array of it.
(beta.reshape(1, -1), beta_0.reshape(1, 1))
## the intercept is left out
# b is zero in your layer. It is beta_0, as an array of shape (1, 1).
beta.reshape(1, -1), np.zeros((1, 1))
"""),
    alternatives=right_answers("""
## np.newaxis, and a list
[beta[np.newaxis, :], np.full((1, 1), beta_0)]
## atleast_2d
(np.atleast_2d(beta), np.atleast_2d(beta_0))
"""),
)
