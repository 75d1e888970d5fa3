"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "distinct_units": [
        """\
def distinct_units(W):
    seen = []
    for r in W:
        if not any(np.allclose(r, s, rtol=0, atol=1e-12) for s in seen):
            seen.append(r)
    return len(seen)
""",
    ],
    "activation_moments": [
        """\
def activation_moments(X, parameters, activations):
    rows, A = [], X
    for (W, b), name in zip(parameters, activations):
        A = activation_functions(name)[0](W @ A + b)
        mu = A.sum() / A.size
        rows.append([mu, ((A - mu) ** 2).sum() / A.size])
    return np.array(rows)
""",
    ],
    "initialize": [
        """\
def initialize(layer_sizes, scheme, rng):
    return [(rng.standard_normal((o, i)) * weight_std(i, o, scheme), np.zeros((o, 1)))
            for i, o in zip(layer_sizes, layer_sizes[1:])]
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "initialize_constant": [
        (  # np.zeros(n, 1): shape not a tuple
            """\
def initialize_constant(layer_sizes, alpha):
    return [(alpha * np.ones((layer_sizes[l], layer_sizes[l - 1])), np.zeros(layer_sizes[l], 1)) for l in range(1, len(layer_sizes))]
""",
            "a shape is given in two arguments",
        ),
        (  # a dictionary W1, b1, ...
            """\
def initialize_constant(layer_sizes, alpha):
    parameters = {}
    for l in range(1, len(layer_sizes)):
        parameters["W" + str(l)] = np.full((layer_sizes[l], layer_sizes[l - 1]), float(alpha))
        parameters["b" + str(l)] = np.zeros((layer_sizes[l], 1))
    return parameters
""",
            "a dictionary instead of a list",
        ),
    ],
    "distinct_units": [
        (  # np.allclose with its usual rtol
            """\
def distinct_units(W):
    seen = []
    for r in W:
        if not any(np.allclose(r, s) for s in seen):
            seen.append(r)
    return len(seen)
""",
            "the tolerance is too wide",
        ),
    ],
    "weight_std": [
        (  # the variance returned
            """\
def weight_std(n_in, n_out, scheme):
    if scheme == "xavier":
        return 1 / n_in
    if scheme == "glorot":
        return 2 / (n_in + n_out)
    if scheme == "he":
        return 2 / n_in
    raise ValueError(scheme)
""",
            "the variance is returned for the deviation",
        ),
        (  # 3 / (in + out) in glorot
            """\
def weight_std(n_in, n_out, scheme):
    if scheme == "xavier":
        return np.sqrt(1 / n_in)
    if scheme == "glorot":
        return np.sqrt(3.0 / (n_in + n_out))
    if scheme == "he":
        return np.sqrt(2 / n_in)
    raise ValueError(scheme)
""",
            "3 / (n_in + n_out) for glorot",
        ),
        (  # Xavier as the glorot formula
            """\
def weight_std(n_in, n_out, scheme):
    if scheme in ("xavier", "glorot"):
        return math.sqrt(2.0 / (n_in + n_out))
    if scheme == "he":
        return math.sqrt(2.0 / n_in)
    raise ValueError(scheme)
""",
            "glorot's rule under the name of xavier",
        ),
        (  # integer division: 0
            """\
def weight_std(n_in, n_out, scheme):
    if scheme == "xavier":
        return np.sqrt(1 // n_in)
    if scheme == "glorot":
        return np.sqrt(2 // (n_in + n_out))
    if scheme == "he":
        return np.sqrt(2 // n_in)
    raise ValueError(scheme)
""",
            "integer division",
        ),
    ],
    "initialize": [
        (  # times 0.01 whatever the scheme
            """\
def initialize(layer_sizes, scheme, rng):
    if scheme not in ("xavier", "glorot", "he"):
        raise ValueError(scheme)
    return [(rng.standard_normal((o, i)) * 0.01, np.zeros((o, 1))) for i, o in zip(layer_sizes, layer_sizes[1:])]
""",
            "the same small factor in every layer",
        ),
        (  # W transposed
            """\
def initialize(layer_sizes, scheme, rng):
    return [(rng.standard_normal((i, o)) * weight_std(i, o, scheme), np.zeros((o, 1))) for i, o in zip(layer_sizes, layer_sizes[1:])]
""",
            "W is transposed",
        ),
    ],
}
