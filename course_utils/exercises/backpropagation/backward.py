"""Lesson 04: the whole way back, for a network of any depth."""

from collections.abc import Sequence

from course_utils.checking.answer_tables import right_answers, wrong_answers
from course_utils.checking.compare import Tolerance, find_fault, same
from course_utils.checking.detectors import every, stops
from course_utils.checking.exercise import Array, Exercise, Group, Pairs, Trial
from course_utils.checking.part_names import Layers
from course_utils.exercises.backpropagation.inputs import network_pass
from course_utils.reference import backpropagation as key


def _updating(
    Y_hat: Array, Y: Array, cache: Pairs, parameters: Pairs, activations: list[str], rate: float
) -> Pairs:
    """Step down in every layer before delta has passed through it."""
    delta, gradients = key.output_delta(Y_hat, Y), []
    for layer in reversed(range(len(parameters))):
        dW, db = key.parameter_gradients(delta, cache[layer][0])
        gradients.append((dW, db))
        if layer:
            W = parameters[layer][0] - rate * dW
            delta = key.hidden_delta(W, delta, cache[layer - 1][1], activations[layer - 1])
    return gradients[::-1]


def _is_updating(trials: Sequence[Trial]) -> bool:
    """Whether some learning rate explains every trial; no formula is known without its value."""
    rates = [_rate_of(trial) for trial in trials]
    return None not in rates and sum(rate != 0.0 for rate in rates) > 1


def _rate_of(trial: Trial) -> float | None:
    """Find the learning rate with which `_updating` gives this trial's value; None if there is none."""
    Y_hat, Y, cache, parameters, activations = trial.arguments
    got, right = trial.value, trial.expected.value
    if trial.outcome.failure or find_fault(got, right, Tolerance(), values=False):
        return None
    if len(parameters) == 1:  # there is no way back, so nothing to see of an update
        return 0.0 if same(got, right, Tolerance()) else None
    # In the layer before the last, the fault is the rate times what dW would carry back in the
    # place of W.
    delta = key.output_delta(Y_hat, Y)
    carried = key.hidden_delta(right[-1][0], delta, cache[-2][1], activations[-2])
    unit, _ = key.parameter_gradients(carried, cache[-2][0])
    rate = float(((right[-2][0] - got[-2][0]) * unit).sum() / ((unit * unit).sum() or 1.0))
    again = _updating(Y_hat, Y, cache, parameters, activations, rate)
    return rate if abs(rate) > 1e-6 and same(got, again, Tolerance()) else None


def _is_of_another_layer(trial: Trial) -> bool:
    """Whether `hidden_delta`, which transposes W itself, is given what does not fit together."""
    line = trial.outcome.failure.line if trial.outcome.failure else ""
    product = "matmul" in trial.error or "aligned" in trial.error
    calls = [one for one in line.splitlines() if "hidden_delta(" in one and ".T" not in one]
    return product and (not line.strip() or bool(calls))


BACKWARD = Exercise(
    reference=key.backward,
    returns=Layers(("dW", "db")),
    groups=(
        Group(
            "networks of three layers",
            [
                # The first ends as the source text's network does: 3, 2, 1.
                network_pass([5, 3, 2, 1], ["tanh", "sigmoid", "sigmoid"], 7),
                network_pass([3, 6, 4, 1], ["sigmoid", "tanh", "sigmoid"], 8),
                network_pass([4, 7, 3, 1], ["relu", "tanh", "sigmoid"], 9),
            ],
            weight=3,
            count=1,
        ),
        Group(
            "other depths",
            [
                network_pass([4, 3, 1], ["tanh", "sigmoid"], 6),
                network_pass(
                    [3, 6, 5, 4, 2, 1], ["tanh", "relu", "identity", "tanh", "sigmoid"], 8
                ),
                network_pass([5, 4, 3, 2, 1], ["sigmoid", "tanh", "sigmoid", "sigmoid"], 7),
            ],
            weight=1.5,
            count=1,
            hint="Your answer is right for three layers. Is their number written into it?",
        ),
        Group("no hidden layer: logistic regression", network_pass([4, 1], ["sigmoid"], 7), 0.5),
        Group("hidden layers of one unit", network_pass([3, 1, 1], ["tanh", "sigmoid"], 5), 0.5),
    ),
    preconditions=(
        "set(Y.flat) <= {0, 1} and len(Y) == 1",
        "0 <= Y_hat.min() <= Y_hat.max() <= 1",
        "len(cache) == len(parameters) == len(activations)",
    ),
    equivalent={"below layer 1 nothing is used": ("layer >= 0", "layer > -1", "np.exp(layer)")},
    mistakes=wrong_answers(
        """
## 1/m is applied at every layer
# The last layer is right, and each layer before it is m times smaller than it should be. delta
# carries no mean: divide by m only where dW and db are formed.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> hidden_delta(W, delta, Z_prev, activations[layer - 1]) / Y.shape[1]
## updated weights are used on the way back
# A layer's weights are changed before delta has passed through them. All gradients belong to the
# same weights: first all of them, then the step.
delta, gradients = output_delta(Y_hat, Y), []
for l in reversed(range(len(parameters))):
    dW, db = parameter_gradients(delta, cache[l][0])
    gradients.append((dW, db))
    W, b = parameters[l]
    parameters[l] = W, b = W - 0.1 * dW, b - 0.1 * db
    if l > 0:
        delta = hidden_delta(W, delta, cache[l - 1][1], activations[l - 1])
return gradients[::-1]
## the output layer's gradient only
# The last layer is done; the loop over the layers before it is missing, or returns too early.
gradients[::-1] -> gradients[:1]
## every layer but the last is left at zero
# The last layer is done, the others have no gradient: carry delta back and fill them in.
*others, last = _right(Y_hat, Y, cache, parameters, activations)
return [(0 * dW, 0 * db) for dW, db in others] + [last]
## this layer's own output instead of what came into it
# dW joins delta with A_prev, what came into the layer: `cache[layer][0]`. You have taken the
# layer's own A, which stands in the cache of the layer after.
A = [A_prev for A_prev, _ in cache[1:]] + [Y_hat]
own = [(A[l], Z) for l, (_, Z) in enumerate(cache)]
return _right(Y_hat, Y, own, parameters, activations)
## 1/m is left out
# J is the mean over the m examples, and your gradients are m times too large.
gradients = _right(Y_hat, Y, cache, parameters, activations)
return [(dW * Y.shape[1], db * Y.shape[1]) for dW, db in gradients]
## 1/m is applied twice
# Your gradients are m times too small in every layer: divide by m once.
gradients = _right(Y_hat, Y, cache, parameters, activations)
return [(dW / Y.shape[1], db / Y.shape[1]) for dW, db in gradients]
## the output's delta is multiplied by a (1 - a)
# With a sigmoid and cross-entropy, delta at the output is Y_hat - Y as it stands: the slope a (1
# - a) has canceled.
output_delta(Y_hat, Y) -> (Y_hat - Y) * Y_hat * (1 - Y_hat)
## the output's delta is dL/da
# The way back starts with dL/dz at the output, Y_hat - Y, not with dL/da.
output_delta(Y_hat, Y) -> cross_entropy_derivative(Y_hat, Y)
## g' is left out
# Between two layers delta passes through the weights and through the activation function: its
# slope at Z is missing.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> W.T @ delta
## g' at A instead of Z
# g' is taken at the layer's output A. It wants the pre-activations: `cache[layer - 1][1]`.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> hidden_delta(W, delta, A_prev, activations[layer - 1])
## the activation of the wrong layer
# Going from layer l to l - 1, delta passes through g of layer l - 1. You have used the name of
# the layer after it.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> hidden_delta(W, delta, Z_prev, activations[layer])
## the pre-activations of the wrong layer
# Going from layer l to l - 1, the weights are layer l's, but the slope is taken at the
# pre-activations of layer l - 1.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> W.T @ delta * activation_functions(activations[layer - 1])[1](cache[layer][1])
## W is not transposed
# Going backwards along the same weights, rows and columns change places: W.T @ delta.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> hidden_delta(W.T, delta, Z_prev, activations[layer - 1])
## delta and the weights are of different layers
# Going from layer l to l - 1, delta of layer l passes through W of layer l. Is it W of another
# layer? Or has delta stayed that of a later layer: does each round of the loop give it a new value,
# and does the loop begin with the last layer, `reversed(range(...))`?
parameters[layer][0], cache -> parameters[layer - 1][0], cache
## delta is carried back too early
# In each round a layer's dW and db come first, from its own delta. Then delta is carried back.
delta, gradients = output_delta(Y_hat, Y), []
for l in reversed(range(len(parameters))):
    if l > 0:
        delta = hidden_delta(parameters[l][0], delta, cache[l - 1][1], activations[l - 1])
    gradients.append(parameter_gradients(delta, cache[l][0]))
return gradients[::-1]
## one long list instead of pairs
# `extend` and `+=` put dW and db into the list one by one. `append` keeps a layer's pair together.
[one for pair in _right(Y_hat, Y, cache, parameters, activations) for one in pair]
## the slope of ReLU in every layer
# Each layer has its own activation function: its name is in `activations`.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> hidden_delta(W, delta, Z_prev, "relu")
## the squared error's delta
# 2 (a - y) a (1 - a) belongs to the squared error. With cross-entropy the slope has canceled.
output_delta(Y_hat, Y) -> 2 * (Y_hat - Y) * Y_hat * (1 - Y_hat)
## the output's delta at every layer
# delta is never carried back: each layer needs its own, computed from the one after it.
hidden_delta(W, delta, Z_prev, activations[layer - 1]) -> delta
## the first layer is left out
# The list is one pair short: layer 1 has a gradient too. Only carrying delta further back ends
# there.
gradients[::-1] -> gradients[-2::-1]
## db stands before dW
# Each pair is (dW, db), as each pair of `parameters` is (W, b).
gradients[::-1] -> [(db, dW) for dW, db in gradients[::-1]]
## the number of layers is written into the code
# Right for three layers and no others. Loop over `range(len(parameters))`, backwards.
delta_3 = output_delta(Y_hat, Y)
delta_2 = hidden_delta(parameters[2][0], delta_3, cache[1][1], activations[1])
delta_1 = hidden_delta(parameters[1][0], delta_2, cache[0][1], activations[0])
deltas = delta_1, delta_2, delta_3
return [parameter_gradients(delta, cache[l][0]) for l, delta in enumerate(deltas)]
## one number for the biases of a layer
# `np.sum(dZ)` without an axis adds up all units of the layer. Each unit has its own bias:
# `np.sum(dZ, axis=1, keepdims=True)`.
gradients = _right(Y_hat, Y, cache, parameters, activations)
return [(dW, float(db.sum())) for dW, db in gradients]
## the output's error at every layer, times each layer's slope
# Each layer starts from the error of the output. delta has to be carried back through the
# weights, layer by layer: W.T @ delta of the layer after, times the slope.
m = Y.shape[1]
gradients = []
for l, (A_prev, Z) in enumerate(cache):
    delta = Y_hat - Y
    if l < len(parameters) - 1:
        delta = delta * activation_functions(activations[l])[1](Z)
    gradients.append((delta @ A_prev.T / m, delta.mean(axis=1, keepdims=True)))
return gradients
## the weights of a layer in place of its input
# dW joins delta with what came into the layer, A_prev from the cache. You have multiplied by W.
gradients, delta = [], Y_hat - Y
for l in reversed(range(len(parameters))):
    W = parameters[l][0]
    gradients.insert(0, (delta.mean(axis=1, keepdims=True) * W, delta.mean(axis=1, keepdims=True)))
    if l > 0:
        delta = hidden_delta(W, delta, cache[l - 1][1], activations[l - 1])
return gradients
""",
        detectors={
            "updated weights are used on the way back": _is_updating,
            "delta and the weights are of different layers": stops(_is_of_another_layer),
            "one long list instead of pairs": every(
                lambda trial: (
                    isinstance(trial.value, list)
                    and len(trial.value) == 2 * len(trial.arguments[3])
                )
            ),
        },
    ),
    alternatives=right_answers("""
## recursion
def back(delta, l):
    here = parameter_gradients(delta, cache[l][0])
    if l == 0:
        return [here]
    before = hidden_delta(parameters[l][0], delta, cache[l - 1][1], activations[l - 1])
    return [*back(before, l - 1), here]

return back(output_delta(Y_hat, Y), len(parameters) - 1)
## slopes through A, the mean taken at the output
gradients = [None] * len(parameters)
delta = (Y_hat - Y) / Y.shape[1]
for i in range(len(parameters) - 1, -1, -1):
    A_prev = cache[i][0]
    gradients[i] = [np.dot(delta, A_prev.T), delta.sum(axis=1).reshape(-1, 1)]
    if i:
        slopes = {'tanh': 1 - A_prev ** 2, 'sigmoid': A_prev * (1 - A_prev), 'relu': np.where(A_prev > 0, 1.0, 0.0), 'identity': 1.0}
        delta = parameters[i][0].T.dot(delta) * slopes[activations[i - 1]]
return gradients
## one example at a time
m = Y.shape[1]
total = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in parameters]
for i in range(m):
    here = slice(i, i + 1)
    one = [(A[:, here], Z[:, here]) for A, Z in cache]
    parts = _right(Y_hat[:, here], Y[:, here], one, parameters, activations)
    total = [(W + dW / m, b + db / m) for (W, b), (dW, db) in zip(total, parts)]
return tuple(total)
"""),
)
