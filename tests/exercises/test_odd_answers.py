"""Wrong answers that nobody has a name for, right in most cases: they are refused on every seed."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import exercises
from course_utils.checking.answers import Code
from course_utils.checking.calling import caller_of
from course_utils.checking.exercise import Alternative
from course_utils.checking.judge import cases_of, is_right

ODD: list[tuple[str, Code]] = [
    # A cap on steps, rounds or the length of a way.
    ("fit_logistic_regression", "_right(X, y, learning_rate, min(steps, 100))"),
    ("train", "_right(X, Y, parameters, activations, learning_rate, min(steps, 100))"),
    ("is_feed_forward", {"while left.size:": "for _ in range(100):", "return True": "return not left.size"}),
    ("is_feed_forward", "not np.linalg.matrix_power(adjacency.astype(int), 50).any()"),
    (
        "is_feed_forward",
        "all(np.trace(np.linalg.matrix_power(adjacency.astype(int), p)) == 0 for p in range(1, 11))",
    ),
    # Positions in what is left are taken for positions in the whole.
    ("is_feed_forward", {"left = left[np.ix_": "left = adjacency[np.ix_"}),
    # One choice for the whole array, where each entry needs its own.
    ("sigmoid", "1 / (1 + np.exp(-z)) if np.all(z >= 0) else np.exp(z) / (1 + np.exp(z))"),
    # What makes different things alike.
    ("distinct_units", {"for row in W:": "for row in np.square(W):"}),
    ("distinct_units", {"for row in W:": "for row in np.tanh(W):"}),
    ("distinct_units", {"for row in W:": "for row in np.exp(W):"}),
    ("distinct_units", {"np.max(np.abs(row - other))": "np.std(np.abs(row - other))"}),
    ("standardize", {"np.ptp(X_train,": "np.ptp(np.square(X_train),"}),
    ("standardize", {"np.ptp(X_train,": "np.ptp(np.tanh(X_train),"}),
    ("standardize", {"np.ptp(X_train,": "np.ptp(np.sqrt(X_train),"}),
    ("standardize", {"np.ptp(X_train,": "np.ptp(np.exp(X_train),"}),
    ("min_max_scale", {"constant = high == low": "constant = np.exp(high) == np.exp(low)"}),
    ("min_max_scale", {"constant = high == low": "constant = np.abs(high) == np.abs(low)"}),
    ("accuracy", {"np.argmax(Y_hat": "np.argmax(sigmoid(Y_hat)"}),
    ("accuracy", {"np.argmax(Y_hat": "np.argmax(np.exp(Y_hat)"}),
    # A bound that is not the one asked for.
    ("distinct_units", {"> 1e-12": "> 2e-12"}),
    ("distinct_units", {"> 1e-12": "> 5e-13"}),
    ("distinct_units", {"np.max(": "np.sum("}),
    ("distinct_units", {"np.max(": "np.linalg.norm("}),
    ("distinct_units", "0 if len(W) == 0 else 1 + distinct_units(W[np.any(np.abs(W - W[0]) / 2 > 1e-12, axis=1)])"),
    ("soft_threshold", "np.where(W > 2 * t, W - t, np.minimum(W + t, 0))"),
    ("soft_threshold", "np.where(W > np.sqrt(t), W - t, np.minimum(W + t, 0))"),
    # Weights that are cut off, if only where they are large.
    ("initialize", "[(np.tanh(W), b) for W, b in _right(layer_sizes, scheme, rng)]"),
    ("initialize", "[(np.clip(W, -1, 1), b) for W, b in _right(layer_sizes, scheme, rng)]"),
    # What is lost because it is tiny.
    ("deep_linear_output", "W_last @ x * np.linalg.norm([scale ** (L - 1)])"),
    # What is right for positive numbers only.
    ("signed_distance", "_right(w, np.abs(b), X)"),
    ("activation_moments", "np.abs(_right(X, parameters, activations))"),
    ("mini_batches", "[(X_b, np.abs(Y_b)) for X_b, Y_b in _right(X, Y, batch_size, rng)]"),
    ("predict_proba", "sigmoid(X @ beta + np.abs(beta_0))"),
    ("cross_entropy_gradient", "_right(X, y, beta, np.abs(beta_0))"),
    ("as_network", "_right(beta, np.abs(beta_0))"),
    ("batch_norm", "_right(Z, np.abs(gamma), beta, epsilon)"),
    ("batch_norm", "_right(Z, gamma, np.abs(beta), epsilon)"),
    ("initialize_constant", "_right(layer_sizes, np.abs(alpha))"),
    ("min_max_scale", {"high - low": "np.abs(high) - low"}),
    # Tolerance where the text gives none.
    ("classify", "(y_hat >= threshold - 1e-9).astype(int)"),
    ("classify", "((y_hat > threshold) | np.isclose(y_hat, threshold)).astype(int)"),
    ("classify", "(y_hat // threshold).astype(int)"),
    # What is right where nothing is 0.
    ("sigmoid", "np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), 0) + np.where(z < 0, 1 / (1 + np.exp(np.abs(z))), 0)"),
    ("dropout", "dropped = _right(A, keep_probability, rng)[0]\nreturn dropped, dropped != 0"),
    # Arrays of one or two axes only, and layers of different shapes only.
    ("sigmoid", "_right(z) if z.ndim == 1 else np.array([_right(row) for row in z if row.ndim == 1])"),
    (
        "regularized_gradients",
        """
by_shape = {W.shape: W for W, _ in parameters}
return [(dW + penalty_gradient(by_shape[dW.shape], lam, m, norm), db) for dW, db in gradients]
""",
    ),
    # A part of a name passes for the name.
    (
        "neuron",
        """
if activation not in "identity sigmoid tanh relu":
    raise ValueError(activation)
z = linear(w, x, b)
return float({"sigmoid": sigmoid, "tanh": np.tanh, "relu": relu}.get(activation, float)(z))
""",
    ),
    # A search that begins at the inputs, and another default.
    (
        "is_feed_forward",
        """
def leads_back(i, path):
    return i in path or any(leads_back(int(j), (*path, i)) for j in np.flatnonzero(adjacency[i]))
inputs = [j for j in range(len(adjacency)) if not adjacency[:, j].any()]
return bool(inputs) and not any(leads_back(j, ()) for j in inputs)
""",
    ),
    ("numerical_gradient", "_right(f, theta, 1e-3 if h == 1e-5 else h)"),
    # Training that looks at the cost.
    (
        "train",
        """
best, costs = parameters, []
for _ in range(steps):
    Y_hat, cache = forward(X, parameters, activations)
    costs.append(cost(Y_hat, Y))
    if costs[-1] == min(costs):
        best = parameters
    gradients = backward(Y_hat, Y, cache, parameters, activations)
    parameters = gradient_descent_step(parameters, gradients, learning_rate)
last = cost(forward(X, parameters, activations)[0], Y)
return (parameters if last <= min(costs, default=last) else best), costs
""",
    ),
    (
        "largest_stable_learning_rate",
        """
v = np.ones(len(H))
for _ in range(50):
    v = H @ v
    v /= np.linalg.norm(v)
return float(2 / (v @ H @ v))
""",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), ODD)
def test_an_odd_answer_is_refused_on_every_seed(name: str, code: Code) -> None:
    exercise = exercises.find(name)
    answer = caller_of(exercise.function(Alternative("odd", code)))
    for seed in range(20):
        rng = np.random.default_rng(seed)
        laws_rng = rng.spawn(1)[0]  # as `judge` does
        # One wrong case of a group that counts is enough: what the mistake is called does not matter.
        assert any(
            case.group.weight and not is_right(exercise, case, answer, laws_rng)
            for case in cases_of(exercise, rng)
        )
