"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "linear": [
        """\
def linear(w, x, b):
    return np.array(np.inner(x, w) + b)
""",
    ],
    "relu": [
        """\
def relu(z):
    return np.where(z > 0, z, 0)
""",
    ],
    "sigmoid_derivative": [
        """\
def sigmoid_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2
""",
    ],
    "tanh_derivative": [
        """\
def tanh_derivative(z):
    return 1 - np.power(np.tanh(z), 2)
""",
    ],
    "relu_derivative": [
        """\
def relu_derivative(z):
    return 1. * (z > 0)
""",
    ],
    "neuron": [
        """\
def neuron(w, x, b, activation):
    z = np.dot(w, x) + b
    if activation == "identity":
        return z
    elif activation == "sigmoid":
        return 1 / (1 + np.exp(-z))
    elif activation == "tanh":
        return np.tanh(z)
    elif activation == "relu":
        return max(0, z)
    else:
        raise ValueError("activation?")
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "linear": [
        (  # the bias is added before the sum
            """\
def linear(w, x, b):
    return np.sum(w * x + b)
""",
            "the bias is added to every product",
        ),
        (  # (1,1) array: w^T x of columns
            """\
def linear(w, x, b):
    return np.dot(w.reshape(1, -1), x.reshape(-1, 1)) + b
""",
            "a matrix instead of a number",
        ),
    ],
    "relu": [
        (  # the flat array comes back
            """\
def relu(z):
    values = z.flatten()
    for i in range(len(values)):
        if values[i] < 0:
            values[i] = 0
    return values
""",
            "the array is flat",
        ),
        (  # step function named relu
            """\
def relu(z):
    return np.where(z > 0, 1.0, 0.0)
""",
            "1 instead of z where z is positive",
        ),
    ],
    "sigmoid_derivative": [
        (  # parentheses missing in both sigmoids
            """\
def sigmoid_derivative(z):
    return (1/1+np.exp(-z))*(1-(1/1+np.exp(-z)))
""",
            "`1 / 1 + exp(-z)` in place of the sigmoid",
        ),
        (  # exp(-z) and the square misplaced: exp(-z)/(1+exp(-z)**2)
            """\
def sigmoid_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z) ** 2)
""",
            "the square covers exp(-z) only",
        ),
        (  # matrix product
            """\
def sigmoid_derivative(z):
    s = sigmoid(z)
    return np.dot(s, (1 - s).T)
""",
            "a matrix product instead of `*`, with a transpose to make it fit",
        ),
    ],
    "tanh_derivative": [
        (  # right formula, a list of rows
            """\
def tanh_derivative(z):
    return [1 - np.tanh(x) ** 2 for x in z]
""",
            "a list of rows instead of an array",
        ),
    ],
    "relu_derivative": [
        (  # np.zeros(x) instead of zeros_like
            """\
def relu_derivative(z):
    grad = np.zeros(z)
    grad[z >= 0] = 1
    return grad
""",
            "an array is given where a whole number is needed",
        ),
        (  # 1 if z > 0 else 0 on an array
            """\
def relu_derivative(z):
    return 1 if z > 0 else 0
""",
            "one True or False is needed, and an array gives many",
        ),
        (  # threshold at one half
            """\
def relu_derivative(z):
    return np.where(z > 0.5, 1.0, 0.0)
""",
            "a threshold above 0",
        ),
    ],
    "neuron": [
        (  # second if starts a new chain: the error is raised for identity and sigmoid
            """\
def neuron(w, x, b, activation):
    z = linear(w, x, b)
    if activation == "identity":
        a = z
    if activation == "sigmoid":
        a = sigmoid(z)
    if activation == "tanh":
        a = np.tanh(z)
    elif activation == "relu":
        a = relu(z)
    else:
        raise ValueError("unknown activation")
    return a
""",
            "what is known is refused",
        ),
        (  # linear misspelt as an activation name
            """\
def neuron(w, x, b, activation):
    z = linear(w, x, b)
    if activation == "linear":
        return z
    elif activation == "sigmoid":
        return sigmoid(z)
    elif activation == "tanh":
        return np.tanh(z)
    elif activation == "relu":
        return relu(z)
    raise ValueError("unknown")
""",
            "what is known is refused",
        ),
        (  # raises Exception
            """\
def neuron(w, x, b, activation):
    z = linear(w, x, b)
    if activation == "identity":
        return z
    elif activation == "sigmoid":
        return sigmoid(z)
    elif activation == "tanh":
        return np.tanh(z)
    elif activation == "relu":
        return relu(z)
    else:
        raise Exception("Unknown activation: " + activation)
""",
            "another kind of error than a ValueError",
        ),
        (  # a tuple (a, cache) is returned
            """\
def neuron(w, x, b, activation):
    z = np.dot(w, x) + b
    g, _ = activation_functions(activation)
    return g(z), z
""",
            "something is returned beside the answer",
        ),
    ],
    "signed_distance": [
        (  # bias not divided
            """\
def signed_distance(w, b, X):
    return np.dot(w / np.linalg.norm(w), X) + b
""",
            "the bias is not divided",
        ),
    ],
}
