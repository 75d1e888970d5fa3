"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "softmax": [
        """\
def softmax(Z):
    rows = Z.T
    e = np.exp(rows - rows.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).T
""",
    ],
    "one_hot": [
        """\
def one_hot(labels, classes):
    out = np.zeros((labels.size, classes))
    out[np.arange(labels.size), labels] = 1
    return out.T
""",
    ],
    "categorical_cross_entropy": [
        """\
def categorical_cross_entropy(Y_hat, Y):
    P = np.clip(Y_hat, 1e-12, None)
    return -np.mean(np.sum(Y * np.log(P), axis=0))
""",
    ],
    "accuracy": [
        """\
def accuracy(Y_hat, labels):
    return np.sum(np.argmax(Y_hat, 0) == labels) / labels.size
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "softmax": [
        (  # divided by the sum of everything, no shift
            """\
def softmax(Z):
    return np.exp(Z) / np.sum(np.exp(Z))
""",
            "divided by the sum of everything",
        ),
        (  # clipped at 600
            """\
def softmax(Z):
    e = np.exp(np.clip(Z, None, 600))
    return e / np.sum(e, axis=0)
""",
            "large logits are clipped",
        ),
        (  # in place: Z -= max
            """\
def softmax(Z):
    Z -= np.max(Z, axis=0, keepdims=True)
    e = np.exp(Z)
    return e / e.sum(axis=0, keepdims=True)
""",
            "an argument is changed in place",
        ),
        (  # a small number added below the line
            """\
def softmax(Z):
    e = np.exp(Z - Z.max(axis=0, keepdims=True))
    return e / (e.sum(axis=0, keepdims=True) + 1e-8)
""",
            "a small number is added to the denominator",
        ),
        (  # axis from a variable: number of classes
            """\
def softmax(Z):
    C, m = Z.shape
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=C, keepdims=True)
""",
            "an axis that the array does not have",
        ),
    ],
    "one_hot": [
        (  # ten classes whatever is asked
            """\
def one_hot(labels, classes):
    out = np.zeros((10, labels.size))
    out[labels, np.arange(labels.size)] = 1
    return out
""",
            "always ten classes",
        ),
        (  # indices in the wrong order of axes
            """\
def one_hot(labels, classes):
    Y = np.zeros((classes, labels.size))
    Y[np.arange(labels.size), labels] = 1
    return Y
""",
            "an index beyond its axis",
        ),
    ],
    "categorical_cross_entropy": [
        (  # 1e-15 added
            """\
def categorical_cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat + 1e-15)) / Y.shape[1]
""",
            "a small number is added instead of clipping",
        ),
        (  # not clipped: nan from 0 * log 0
            """\
def categorical_cross_entropy(Y_hat, Y):
    return -np.sum(Y * np.log(Y_hat)) / Y.shape[1]
""",
            "not clipped",
        ),
    ],
    "accuracy": [
        (  # argmax of both (labels taken for one-hot)
            """\
def accuracy(Y_hat, labels):
    return np.mean(np.argmax(Y_hat, axis=0) == np.argmax(labels, axis=0))
""",
            "the labels are taken for one-hot columns",
        ),
        (  # argmax over everything
            """\
def accuracy(Y_hat, labels):
    return np.mean(np.argmax(Y_hat) == labels)
""",
            "compared with something that is never a label",
        ),
    ],
}
