"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "cross_entropy_derivative": [
        """\
def cross_entropy_derivative(a, y):
    return np.where(y == 1, -1 / a, 1 / (1 - a))
""",
    ],
    "activation_jacobian": [
        """\
def activation_jacobian(z, activation):
    g = activation_functions(activation)[1](np.asarray(z).ravel())
    return np.eye(len(g)) * g
""",
    ],
    "hidden_delta": [
        """\
def hidden_delta(W_next, delta_next, Z, activation):
    return delta_next.T.dot(W_next).T * activation_functions(activation)[1](Z)
""",
    ],
    "parameter_gradients": [
        """\
def parameter_gradients(delta, A_prev):
    m = A_prev.shape[1]
    return np.einsum('im,jm->ij', delta, A_prev) / m, np.mean(delta, axis=1).reshape(-1, 1)
""",
    ],
    "backward": [
        """\
def backward(Y_hat, Y, cache, parameters, activations):
    gradients = []
    delta = output_delta(Y_hat, Y)
    for i in reversed(range(len(parameters))):
        gradients.append(parameter_gradients(delta, cache[i][0]))
        delta = hidden_delta(parameters[i][0], delta, cache[i - 1][1], activations[i - 1])
    return gradients[::-1]
""",
        """\
def backward(Y_hat, Y, cache, parameters, activations):
    m, L, g = Y.shape[1], len(parameters), {}
    dZ = Y_hat - Y
    for l in range(L, 0, -1):
        A_prev = cache[l - 1][0]
        g["dW%d" % l] = 1 / m * np.dot(dZ, A_prev.T)
        g["db%d" % l] = 1 / m * dZ.sum(1).reshape(-1, 1)
        if l > 1:
            dA = parameters[l - 1][0].T.dot(dZ)
            dZ = np.multiply(dA, activation_functions(activations[l - 2])[1](cache[l - 2][1]))
    return [(g["dW%d" % l], g["db%d" % l]) for l in range(1, L + 1)]
""",
    ],
    "relative_error": [
        """\
def relative_error(gradient, numeric):
    a, b = gradient.ravel(), numeric.ravel()
    d = math.sqrt(a @ a) + math.sqrt(b @ b)
    if d == 0:
        return 0.0
    return math.sqrt((a - b) @ (a - b)) / d
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "cross_entropy_derivative": [
        (  # only class 1, with an epsilon
            """\
def cross_entropy_derivative(a, y):
    return -y / (a + 1e-12)
""",
            "only the term of class 1",
        ),
    ],
    "output_delta": [
        (  # the chain of dAL and g', nan at 0 and 1
            """\
def output_delta(a, y):
    da = -(np.divide(y, a) - np.divide(1 - y, 1 - a))
    return da * a * (1 - a)
""",
            "the product of both factors is not simplified: 0/0 where a is 0 or 1",
        ),
        (  # divided by len(y), which is 1 for a (1, m) array
            """\
def output_delta(a, y):
    return (a - y) / len(y)
""",
            "divided by `len(a)`",
        ),
    ],
    "hidden_delta": [
        (  # identity forgotten
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    dA = np.dot(W_next.T, delta_next)
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
    elif activation == "sigmoid":
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    elif activation == "tanh":
        dZ = dA * (1 - np.tanh(Z) ** 2)
    else:
        raise ValueError("unknown activation")
    return dZ
""",
            "what is known is refused",
        ),
        (  # dot for every product (with 1 - dot(A.T, A))
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    g, _ = activation_functions(activation)
    A = g(Z)
    return np.dot(np.dot(W_next.T, delta_next), (1 - np.dot(A.T, A)))
""",
            "a matrix product for every product",
        ),
        (  # np.multiply for W^T delta
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    _, g_prime = activation_functions(activation)
    return np.multiply(W_next.T, delta_next) * g_prime(Z)
""",
            "`*` where the matrix product is meant",
        ),
        (  # an extra factor Z
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    _, g_prime = activation_functions(activation)
    return np.dot(W_next.T, delta_next) * Z * g_prime(Z)
""",
            "a factor Z too many",
        ),
        (  # a(1-a) whatever the activation
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    A = activation_functions(activation)[0](Z)
    return np.dot(W_next.T, delta_next) * A * (1 - A)
""",
            "the slope of the sigmoid from A, whatever the activation",
        ),
        (  # delta_next itself times g', W left out
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    _, g_prime = activation_functions(activation)
    return delta_next * g_prime(Z)
""",
            "W_next is left out",
        ),
        (  # dZ[Z < 0] = 0 only: slope 1 at 0 for ReLU, else nothing
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    dA = W_next.T @ delta_next
    if activation == "relu":
        dA[Z < 0] = 0
        return dA
    return dA * activation_functions(activation)[1](Z)
""",
            "slope 1 at Z = 0 for ReLU",
        ),
    ],
    "parameter_gradients": [
        (  # db from the rows of dW
            """\
def parameter_gradients(delta, A_prev):
    m = delta.shape[1]
    dW = np.dot(delta, A_prev.T) / m
    return dW, np.sum(dW, axis=1, keepdims=True)
""",
            "db from dW",
        ),
        (  # m taken from the weights' shape
            """\
def parameter_gradients(delta, A_prev):
    m = A_prev.shape[0]
    return 1. / m * delta.dot(A_prev.T), 1. / m * np.sum(delta, axis=1, keepdims=True)
""",
            "divided by the number of inputs, not of examples",
        ),
        (  # a factor 2 (planted in Coursera's gradient check)
            """\
def parameter_gradients(delta, A_prev):
    m = delta.shape[1]
    return 1. / m * np.dot(delta, A_prev.T) * 2, 1. / m * np.sum(delta, axis=1, keepdims=True)
""",
            "a factor 2 in dW",
        ),
        (  # integer division
            """\
def parameter_gradients(delta, A_prev):
    m = delta.shape[1]
    return (1 // m) * np.dot(delta, A_prev.T), (1 // m) * np.sum(delta, axis=1, keepdims=True)
""",
            "integer division",
        ),
        (  # row-convention product A.T @ delta, with @
            """\
def parameter_gradients(delta, A_prev):
    m = delta.shape[1]
    return A_prev.T @ delta / m, np.sum(delta, axis=1, keepdims=True) / m
""",
            "the sizes in a matrix product do not fit",
        ),
    ],
    "backward": [
        (  # deeplearning.ai dictionary
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    grads = {}
    L = len(cache)
    delta = output_delta(Y_hat, Y)
    for i in reversed(range(L)):
        grads["dW" + str(i + 1)], grads["db" + str(i + 1)] = parameter_gradients(delta, cache[i][0])
        if i > 0:
            delta = hidden_delta(parameters[i][0], delta, cache[i - 1][1], activations[i - 1])
    return grads
""",
            "a dictionary instead of a list or a tuple",
        ),
        (  # delta stays the output's
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    gradients = []
    delta = output_delta(Y_hat, Y)
    for i in reversed(range(len(parameters))):
        gradients.append(parameter_gradients(delta, cache[i][0]))
        if i > 0:
            delta_prev = hidden_delta(parameters[i][0], delta, cache[i - 1][1], activations[i - 1])
    return gradients[::-1]
""",
            "delta and the weights are of different layers",
        ),
        (  # db = 1/m np.sum(dZ): a number per layer
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    m = Y.shape[1]
    grads, dZ = [], Y_hat - Y
    for l in reversed(range(len(parameters))):
        grads.insert(0, (1 / m * dZ.dot(cache[l][0].T), 1 / m * np.sum(dZ)))
        if l:
            dZ = parameters[l][0].T.dot(dZ) * activation_functions(activations[l - 1])[1](cache[l - 1][1])
    return grads
""",
            "one number for the biases of a layer",
        ),
        (  # output delta times sigmoid'
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    m = Y.shape[1]
    grads, dZ = [], (Y_hat - Y) * Y_hat * (1 - Y_hat)
    for l in reversed(range(len(parameters))):
        grads.insert(0, (dZ @ cache[l][0].T / m, dZ.sum(axis=1, keepdims=True) / m))
        if l:
            dZ = hidden_delta(parameters[l][0], dZ, cache[l - 1][1], activations[l - 1])
    return grads
""",
            "the output's delta is multiplied by a (1 - a)",
        ),
        (  # the output error at every layer
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    m = Y.shape[1]
    error = Y_hat - Y
    grads = []
    for l in reversed(range(len(parameters))):
        dZ = error if l == len(parameters) - 1 else error * activation_functions(activations[l])[1](cache[l][1])
        grads.insert(0, (dZ @ cache[l][0].T / m, dZ.sum(axis=1, keepdims=True) / m))
    return grads
""",
            "the output's error at every layer, times each layer's slope",
        ),
        (  # the weights of the layer in place of its input
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    m = Y.shape[1]
    grads, dZ = [], Y_hat - Y
    for l in reversed(range(len(parameters))):
        W = parameters[l][0]
        grads.insert(0, (dZ.mean(axis=1, keepdims=True) * W, dZ.sum(axis=1, keepdims=True) / m))
        if l:
            dZ = hidden_delta(W, dZ, cache[l - 1][1], activations[l - 1])
    return grads
""",
            "the weights of a layer in place of its input",
        ),
    ],
    "numerical_gradient": [
        (  # epsilon from the other course
            """\
def numerical_gradient(f, theta, h=1e-5):
    g = np.zeros(len(theta))
    for i in range(len(theta)):
        plus = theta.copy()
        plus[i] += epsilon
        minus = theta.copy()
        minus[i] -= epsilon
        g[i] = (f(plus) - f(minus)) / (2 * epsilon)
    return g
""",
            "a name that is not defined",
        ),
        (  # x + h twice: 0 everywhere
            """\
def numerical_gradient(f, theta, h=1e-5):
    grad = np.zeros_like(theta)
    for idx in range(theta.size):
        tmp = theta[idx]
        theta[idx] = tmp + h
        f1 = f(theta)
        theta[idx] = tmp + h
        f2 = f(theta)
        grad[idx] = (f1 - f2) / (2 * h)
        theta[idx] = tmp
    return grad
""",
            "f is called twice at the same point",
        ),
        (  # f called with the entry, not the vector
            """\
def numerical_gradient(f, theta, h=1e-5):
    grad = np.zeros_like(theta)
    for idx in range(theta.size):
        tmp = theta[idx]
        theta[idx] = tmp + h
        f1 = f(theta[idx])
        theta[idx] = tmp - h
        f2 = f(theta[idx])
        grad[idx] = (f1 - f2) / (2 * h)
        theta[idx] = tmp
    return grad
""",
            "f is called with one entry instead of the vector",
        ),
        (  # all entries at once
            """\
def numerical_gradient(f, theta, h=1e-5):
    return (f(theta + h) - f(theta - h)) / (2.0 * h)
""",
            "all entries are moved at once",
        ),
        (  # plus and minus are one array (no np.copy)
            """\
def numerical_gradient(f, theta, h=1e-5):
    g = np.zeros(theta.size)
    for i in range(theta.size):
        plus = theta
        plus[i] = plus[i] + h
        J_plus = f(plus)
        minus = theta
        minus[i] = minus[i] - h
        J_minus = f(minus)
        g[i] = (J_plus - J_minus) / (2 * h)
    return g
""",
            "the second point is theta itself",
        ),
    ],
    "relative_error": [
        (  # small ones counted as zero
            """\
def relative_error(gradient, numeric):
    d = np.linalg.norm(gradient) + np.linalg.norm(numeric)
    if d < 1e-6:
        return 0.0
    return np.linalg.norm(gradient - numeric) / d
""",
            "tiny gradients are taken for zero",
        ),
        (  # a list of errors, one per entry
            """\
def relative_error(gradient, numeric):
    out = []
    for a, b in zip(gradient.ravel(), numeric.ravel()):
        out.append(abs(a - b) / a)
    return out
""",
            "a list with an error per entry",
        ),
        (  # Coursera's formula without a guard: nan at zero
            """\
def relative_error(gradient, numeric):
    numerator = np.linalg.norm(gradient - numeric)
    denominator = np.linalg.norm(gradient) + np.linalg.norm(numeric)
    return numerator / denominator
""",
            "nan where both are zero",
        ),
    ],
    "activation_jacobian": [
        (  # KeyError for an unknown name
            """\
def activation_jacobian(z, activation):
    slopes = {
        "identity": np.ones_like,
        "sigmoid": reference.sigmoid_derivative,
        "tanh": reference.tanh_derivative,
        "relu": reference.relu_derivative,
    }
    return np.diag(slopes[activation](z))
""",
            "a KeyError instead of a ValueError",
        ),
    ],
}

# The code, the lines where it goes wrong, and what is to be looked at there.
PLACED = {
    "numerical_gradient": [
        (  # list append of the last only
            """\
def numerical_gradient(f, theta, h=1e-5):
    for i in range(len(theta)):
        g = []
        e = np.zeros(len(theta))
        e[i] = h
        g.append((f(theta + e) - f(theta - e)) / (2 * h))
    return np.array(g)
""",
            (3,),
            "where this line stands: before the loop, once, or in it, in every round",
        ),
    ],
    "backward": [
        (  # reverse() returns None
            """\
def backward(Y_hat, Y, cache, parameters, activations):
    gradients = []
    delta = output_delta(Y_hat, Y)
    for i in reversed(range(len(parameters))):
        gradients.append(parameter_gradients(delta, cache[i][0]))
        if i > 0:
            delta = hidden_delta(parameters[i][0], delta, cache[i - 1][1], activations[i - 1])
    return gradients.reverse()
""",
            (8,),
            "`reverse`, which changes the list and returns nothing",
        ),
    ],
    "hidden_delta": [
        (  # in the sigmoid branch Z is taken for A
            """\
def hidden_delta(W_next, delta_next, Z, activation):
    dA = np.dot(W_next.T, delta_next)
    if activation == "sigmoid":
        dZ = dA * Z * (1 - Z)
    elif activation == "tanh":
        dZ = dA * (1 - np.tanh(Z) ** 2)
    elif activation == "relu":
        dZ = dA * np.where(Z > 0, 1, 0)
    elif activation == "identity":
        dZ = dA
    else:
        raise ValueError("unknown activation")
    return dZ
""",
            (4,),
            "a missing call of `sigmoid`",
        ),
    ],
}
