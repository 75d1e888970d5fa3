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
            "a dictionary instead of a list or a tuple",
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
        (  # capital letters
            """\
def weight_std(n_in, n_out, scheme):
    if scheme == "Xavier":
        return np.sqrt(1 / n_in)
    elif scheme == "Glorot":
        return np.sqrt(2 / (n_in + n_out))
    elif scheme == "He":
        return np.sqrt(2 / n_in)
    else:
        raise ValueError("unknown scheme")
""",
            "what is known is refused",
        ),
        (  # assert
            """\
def weight_std(n_in, n_out, scheme):
    assert scheme in ("xavier", "glorot", "he"), "unknown scheme"
    if scheme == "xavier":
        return np.sqrt(1 / n_in)
    if scheme == "glorot":
        return np.sqrt(2 / (n_in + n_out))
    return np.sqrt(2 / n_in)
""",
            "another kind of error than a ValueError",
        ),
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
        (  # randn is no method of rng
            """\
def initialize(layer_sizes, scheme, rng):
    parameters = []
    for n_prev, n in pairwise(layer_sizes):
        W = rng.randn(n, n_prev) * weight_std(n_prev, n, scheme)
        b = np.zeros((n, 1))
        parameters.append((W, b))
    return parameters
""",
            "the name after a dot does not exist",
        ),
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
