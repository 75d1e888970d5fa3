"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "sigmoid": [
        """\
def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))
""",
        """\
def sigmoid(z):
    out = np.empty_like(z, dtype=float)
    pos = z >= 0
    out[pos] = 1 / (1 + np.exp(-z[pos]))
    e = np.exp(z[~pos])
    out[~pos] = e / (1 + e)
    return out
""",
    ],
    "predict_proba": [
        """\
def predict_proba(X, beta, beta_0):
    return sigmoid(np.einsum('ij,j->i', X, beta) + beta_0)
""",
    ],
    "cross_entropy_from_logits": [
        """\
def cross_entropy_from_logits(y, z):
    return np.sum(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
""",
    ],
    "classify": [
        """\
def classify(y_hat, threshold=0.5):
    flat = np.zeros(y_hat.size, dtype=int)
    for i, p in enumerate(y_hat.ravel()):
        if p >= threshold:
            flat[i] = 1
    return flat.reshape(y_hat.shape)
""",
    ],
    "as_network": [
        """\
def as_network(beta, beta_0):
    return beta.reshape(1, -1), np.array(beta_0).reshape(1, 1)
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "sigmoid": [
        (  # writes in place with an integer-like mask, -abs forgotten for the positive part
            """\
def sigmoid(z):
    out = np.exp(z)
    out = out / (out + 1)
    out[z > 700] = 1
    return out
""",
            "`np.exp(z)` overflows for large z, and is put right afterwards",
        ),
        (  # branches of where exchanged
            """\
def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e / (1 + e), 1 / (1 + e))
""",
            "the sign of the exponent is flipped",
        ),
        (  # np.where evaluates both branches, overflow warning
            """\
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
""",
            "`np.exp` overflows: `np.where` computes both of its cases for every entry",
        ),
        (  # the sign in the exponent is missing
            """\
def sigmoid(z):
    z = np.clip(z, -500, 500)
    ex = np.exp(z)
    return 1 / (1 + ex)
""",
            "the sign of the exponent is flipped",
        ),
        (  # overflow for very negative z
            """\
def sigmoid(z):
    return 1.0 / (1 + np.exp(-1 * z))
""",
            "`np.exp(-z)` overflows for very negative z",
        ),
        (  # a factor 0.5 in the exponent as well as 1/1
            """\
def sigmoid(z):
    return 1 / (1 + np.exp(-0.5 * z))
""",
            "a factor in the exponent",
        ),
        (  # derivative flag style returns the derivative
            """\
def sigmoid(z, deriv=True):
    s = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    if deriv:
        return s * (1 - s)
    return s
""",
            "the derivative of the sigmoid",
        ),
    ],
    "predict_proba": [
        (  # linear activation returned, sigmoid forgotten
            """\
def predict_proba(X, beta, beta_0):
    return X.dot(beta) + beta_0
""",
            "the sigmoid is left out",
        ),
        (  # X transposed, with np.dot
            """\
def predict_proba(X, beta, beta_0):
    return sigmoid(np.dot(X.T, beta) + beta_0)
""",
            "the sizes of the product do not meet",
        ),
    ],
    "cross_entropy": [
        (  # epsilon added inside the logs
            """\
def cross_entropy(y, y_hat):
    eps = 1e-12
    return -np.sum(y * np.log(y_hat + eps) + (1 - y) * np.log(1 - y_hat + eps))
""",
            "a small number is added instead of clipping",
        ),
        (  # 1e-8 added inside the logarithms instead of clipping
            """\
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-8) + (1 - y) * np.log(1 - y_hat + 1e-8))
""",
            "a small number is added instead of clipping",
        ),
        (  # nan dropped by nansum, infinity stays
            """\
def cross_entropy(y, y_hat):
    logprobs = np.multiply(-np.log(y_hat), y) + np.multiply(-np.log(1 - y_hat), 1 - y)
    return np.nansum(logprobs)
""",
            "nan is skipped, infinity stays",
        ),
        (  # rounded to four digits
            """\
def cross_entropy(y, y_hat):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return round(float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))), 4)
""",
            "rounded",
        ),
        (  # minus reaches the first term only
            """\
def cross_entropy(y, y_hat):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.sum(y * np.log(p)) + np.sum((1 - y) * np.log(1 - p))
""",
            "the minus sign reaches only the first of the two terms",
        ),
    ],
    "cross_entropy_from_logits": [
        (  # branch on the sign of y z with the label 0/1 taken for -1/1
            """\
def cross_entropy_from_logits(y, z):
    return np.sum(np.logaddexp(0, -y * z))
""",
            "labels 0 and 1 are taken for -1 and 1",
        ),
    ],
    "cross_entropy_gradient": [
        (  # argument order of predict_proba wrong
            """\
def cross_entropy_gradient(X, y, beta, beta_0):
    y_hat = predict_proba(beta, X, beta_0)
    return X.T @ (y_hat - y), np.sum(y_hat - y)
""",
            "the sizes in a matrix product do not fit",
        ),
        (  # divided by m as the course elsewhere does
            """\
def cross_entropy_gradient(X, y, beta, beta_0):
    m = X.shape[0]
    err = sigmoid(np.dot(X, beta) + beta_0) - y
    return 1 / m * np.dot(X.T, err), 1 / m * np.sum(err)
""",
            "divided by n, though the sum is asked for",
        ),
    ],
    "classify": [
        (  # changed in place, 0.5 left as it is
            """\
def classify(y_hat, threshold=0.5):
    y_hat[y_hat > 0.5] = 1
    y_hat[y_hat < 0.5] = 0
    return y_hat
""",
            "written into y_hat, which stays an array of floats",
        ),
        (  # np.round
            """\
def classify(y_hat, threshold=0.5):
    return np.round(y_hat).astype(int)
""",
            "`np.round` instead of a threshold",
        ),
    ],
    "fit_logistic_regression": [
        (  # with a factor 2 (gradient of the mean squared error)
            """\
def fit_logistic_regression(X, y, learning_rate, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        err = sigmoid(X @ w + b) - y
        w = w - learning_rate * 2 / len(y) * (X.T @ err)
        b = b - learning_rate * 2 / len(y) * err.sum()
    return w, b
""",
            "a factor 2 in the gradient",
        ),
    ],
    "as_network": [
        (  # only W
            """\
def as_network(beta, beta_0):
    W = beta.reshape(1, -1)
    b = np.array([[beta_0]])
    return W
""",
            "one part alone is returned",
        ),
    ],
}

# The code, the lines where it goes wrong, and what is to be looked at there.
PLACED = {
    "predict_proba": [
        (  # loop bounds exchanged
            """\
def predict_proba(X, beta, beta_0):
    p, n = X.shape
    y_hat = np.zeros(n)
    for i in range(n):
        y_hat[i] = sigmoid(np.dot(X[i], beta) + beta_0)
    return y_hat
""",
            (2,),
            "the order of `p, n`",
        ),
        (  # z is not reset for each row
            """\
def predict_proba(X, beta, beta_0):
    probs = np.zeros(len(X))
    z = beta_0
    for i in range(len(X)):
        for j in range(len(beta)):
            z = z + X[i][j] * beta[j]
        probs[i] = sigmoid(z)
    return probs
""",
            (3,),
            "where this line stands: before the loop, once, or in it, in every round",
        ),
    ],
    "cross_entropy_gradient": [
        (  # the loop overwrites instead of adding
            """\
def cross_entropy_gradient(X, y, beta, beta_0):
    d_beta = np.zeros(len(beta))
    d_beta_0 = 0
    y_hat = predict_proba(X, beta, beta_0)
    for i in range(len(y)):
        d_beta = X[i] * (y_hat[i] - y[i])
        d_beta_0 = y_hat[i] - y[i]
    return d_beta, d_beta_0
""",
            (6, 7),
            "the `=`, which may have to be `+=`",
        ),
    ],
    "cross_entropy": [
        (  # precedence: 1 - y * log
            """\
def cross_entropy(y, y_hat):
    p = np.clip(y_hat, 1e-12, 1 - 1e-12)
    return -np.sum(y * np.log(p) + 1 - y * np.log(1 - p))
""",
            (3,),
            "where the parentheses stand",
        ),
    ],
    "fit_logistic_regression": [
        (  # stops early when the gradient is small
            """\
def fit_logistic_regression(X, y, learning_rate, steps):
    n, p = X.shape
    beta = np.zeros(p)
    beta_0 = 0.0
    for step in range(steps):
        d_beta, d_beta_0 = cross_entropy_gradient(X, y, beta, beta_0)
        if np.linalg.norm(d_beta / n) < 0.1:
            break
        beta = beta - learning_rate * d_beta / n
        beta_0 = beta_0 - learning_rate * d_beta_0 / n
    return beta, beta_0
""",
            (7,),
            "the comparison `<`",
        ),
    ],
}
