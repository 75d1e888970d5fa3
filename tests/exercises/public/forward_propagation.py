"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "is_feed_forward": [
        """\
def is_feed_forward(adjacency):
    visited, path = set(), set()
    def visit(v):
        if v in path:
            return True
        if v in visited:
            return False
        visited.add(v)
        path.add(v)
        found = any(visit(u) for u in np.flatnonzero(adjacency[v]))
        path.remove(v)
        return found
    return not any(visit(v) for v in range(len(adjacency)))
""",
    ],
    "parameter_shapes": [
        """\
def parameter_shapes(layer_sizes):
    shapes = []
    for l in range(1, len(layer_sizes)):
        shapes.append([(layer_sizes[l], layer_sizes[l - 1]), (layer_sizes[l], 1)])
    return shapes
""",
    ],
    "layer_forward": [
        """\
def layer_forward(A_prev, W, b, activation):
    g, _ = activation_functions(activation)
    Z = np.hstack([W, b]) @ np.vstack([A_prev, np.ones((1, A_prev.shape[1]))])
    return g(Z), Z
""",
    ],
    "cost": [
        """\
def cost(Y_hat, Y):
    m = Y.shape[1]
    A = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    J = (-1 / m) * (np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T))
    return np.squeeze(J)
""",
    ],
    "collapse_linear": [
        """\
def collapse_linear(parameters):
    def f(X):
        for W, b in parameters:
            X = np.dot(W, X) + b
        return X
    n = parameters[0][0].shape[1]
    b = f(np.zeros((n, 1)))
    return f(np.eye(n)) - b, b
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "parameter_shapes": [
        (  # weights and biases in two lists
            """\
def parameter_shapes(layer_sizes):
    W = []
    b = []
    for i in range(1, len(layer_sizes)):
        W.append((layer_sizes[i], layer_sizes[i - 1]))
        b.append((layer_sizes[i], 1))
    return W, b
""",
            "two lists instead of a list of pairs",
        ),
        (  # generator, not a list
            """\
def parameter_shapes(layer_sizes):
    return (((n, p), (n, 1)) for p, n in zip(layer_sizes, layer_sizes[1:]))
""",
            "a generator instead of a list",
        ),
        (  # W (n_prev, n): the row convention
            """\
def parameter_shapes(layer_sizes):
    return [((layer_sizes[l - 1], layer_sizes[l]), (layer_sizes[l], 1)) for l in range(1, len(layer_sizes))]
""",
            "the weights are transposed",
        ),
        (  # row convention throughout: W (n_prev, n), b (1, n)
            """\
def parameter_shapes(layer_sizes):
    return [((layer_sizes[i], layer_sizes[i + 1]), (1, layer_sizes[i + 1])) for i in range(len(layer_sizes) - 1)]
""",
            "one example per row: W of shape (n_prev, n), b of shape (1, n)",
        ),
    ],
    "layer_forward": [
        (  # ValueError returned
            """\
def layer_forward(A_prev, W, b, activation):
    if activation not in ACTIVATIONS:
        return ValueError("unknown activation")
    Z = np.dot(W, A_prev) + b
    return ACTIVATIONS[activation](Z), Z
""",
            "a name that is not defined",
        ),
        (  # row convention A_prev.dot(W) + b
            """\
def layer_forward(A_prev, W, b, activation):
    g, _ = activation_functions(activation)
    Z = A_prev.dot(W) + b
    return g(Z), Z
""",
            "the product is in the wrong order",
        ),
        (  # np.max(0, Z) inside
            """\
def layer_forward(A_prev, W, b, activation):
    Z = np.dot(W, A_prev) + b
    if activation == "relu":
        return np.max(0, Z), Z
    g, _ = activation_functions(activation)
    return g(Z), Z
""",
            "`np.max` instead of `np.maximum` for ReLU",
        ),
        (  # A_prev transposed, with np.dot
            """\
def layer_forward(A_prev, W, b, activation):
    g, _ = activation_functions(activation)
    Z = np.dot(W, A_prev.T) + b
    return g(Z), Z
""",
            "A_prev is transposed",
        ),
        (  # A_prev transposed, with @
            """\
def layer_forward(A_prev, W, b, activation):
    g, _ = activation_functions(activation)
    Z = (W @ A_prev.T) + b
    return g(Z), Z
""",
            "A_prev is transposed",
        ),
    ],
    "forward": [
        (  # cache as two lists
            """\
def forward(X, parameters, activations):
    A = X
    A_list, Z_list = [], []
    for (W, b), activation in zip(parameters, activations):
        A_list.append(A)
        A, Z = layer_forward(A, W, b, activation)
        Z_list.append(Z)
    cache = (A_list, Z_list)
    return A, cache
""",
            "two lists instead of a list of pairs",
        ),
        (  # X fed to every layer
            """\
def forward(X, parameters, activations):
    cache = []
    for (W, b), name in zip(parameters, activations):
        A, Z = layer_forward(X, W, b, name)
        cache.append((X, Z))
    return A, cache
""",
            "X is fed to every layer",
        ),
        (  # z1 stored twice
            """\
def forward(X, parameters, activations):
    A, cache, Z_first = X, [], None
    for (W, b), name in zip(parameters, activations):
        A_prev = A
        A, Z = layer_forward(A_prev, W, b, name)
        Z_first = Z if Z_first is None else Z_first
        cache.append((A_prev, Z_first))
    return A, cache
""",
            "the first layer's Z in every pair of the cache",
        ),
        (  # X fed to every layer, with np.dot
            """\
def forward(X, parameters, activations):
    cache = []
    for (W, b), name in zip(parameters, activations):
        Z = np.dot(W, X) + b
        A = activation_functions(name)[0](Z)
        cache.append((X, Z))
    return A, cache
""",
            "X is fed to every layer",
        ),
    ],
    "cost": [
        (  # -1/m reaches the first term only (no parentheses)
            """\
def cost(Y_hat, Y):
    m = Y.shape[1]
    A = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    J = -1 / m * np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)
    return float(np.squeeze(J))
""",
            "-1/m reaches the first term only",
        ),
        (  # nan/inf where Y_hat is 0 or 1
            """\
def cost(Y_hat, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(Y_hat), Y) + np.multiply(np.log(1 - Y_hat), 1 - Y)
    return -np.sum(logprobs) / m
""",
            "not clipped, so log(0) is taken",
        ),
        (  # nansum
            """\
def cost(Y_hat, Y):
    logprobs = np.multiply(-np.log(Y_hat), Y) + np.multiply(-np.log(1 - Y_hat), 1 - Y)
    return 1. / Y.shape[1] * np.nansum(logprobs)
""",
            "nan is skipped, infinity stays",
        ),
        (  # clipped at 1e-7
            """\
def cost(Y_hat, Y):
    eps = 1e-7
    A = np.clip(Y_hat, eps, 1 - eps)
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
""",
            "another limit than 1e-12",
        ),
        (  # second factor not transposed, with np.dot
            """\
def cost(Y_hat, Y):
    A = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -(np.dot(Y, np.log(A)) + np.dot(1 - Y, np.log(1 - A))) / Y.shape[1]
""",
            "a matrix product of two rows",
        ),
    ],
    "xor_parameters": [
        (  # Goodfellow's weights as printed: linear output 0/1, no sigmoid
            """\
def xor_parameters():
    W1 = np.array([[1., 1.], [1., 1.]]); b1 = np.array([[0.], [-1.]])
    W2 = np.array([[1., -2.]]); b2 = np.array([[0.]])
    return [(W1, b1), (W2, b2)]
""",
            "made for an output without a sigmoid",
        ),
    ],
    "collapse_linear": [
        (  # first layer counted twice
            """\
def collapse_linear(parameters):
    W, b = parameters[0]
    for W_next, b_next in parameters:
        W = W_next @ W
        b = W_next @ b + b_next
    return W, b
""",
            "the first layer counts twice",
        ),
    ],
}
