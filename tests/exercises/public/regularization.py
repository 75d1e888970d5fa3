"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "min_max_scale": [
        """\
def min_max_scale(X_train, X):
    rows = []
    for t, x in zip(X_train, X):
        if t.max() == t.min():
            rows.append(np.zeros(len(x)))
        else:
            rows.append((x - t.min()) / (t.max() - t.min()))
    return np.array(rows)
""",
    ],
    "l1_penalty": [
        """\
def l1_penalty(parameters, lam, m):
    flat = np.concatenate([W.ravel() for W, _ in parameters])
    return lam * np.linalg.norm(flat, 1) / m
""",
    ],
    "l2_penalty": [
        """\
def l2_penalty(parameters, lam, m):
    return lam / 2 / m * sum(np.linalg.norm(W) ** 2 for W, _ in parameters)
""",
    ],
    "regularized_gradients": [
        """\
def regularized_gradients(gradients, parameters, lam, norm, m):
    return list(map(lambda g, p: [g[0] + penalty_gradient(p[0], lam, m, norm), g[1]], gradients, parameters))
""",
    ],
    "soft_threshold": [
        """\
def soft_threshold(W, t):
    shrunk = np.maximum(np.abs(W) - t, 0)
    return np.sign(W - t) * shrunk
""",
        """\
def soft_threshold(W, t):
    return np.where(W > t, W - t, np.where(W < -t, W + t, 0.0))
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "min_max_scale": [
        (  # divided by the maximum
            """\
def min_max_scale(X_train, X):
    hi = np.max(X_train, axis=1, keepdims=True)
    return X / hi
""",
            "divided by the maximum alone",
        ),
        (  # one minimum and maximum for everything
            """\
def min_max_scale(X_train, X):
    return (X - X_train.min()) / (X_train.max() - X_train.min())
""",
            "one statistic for all features together",
        ),
    ],
    "standardize": [
        (  # axis=0
            """\
def standardize(X_train, X):
    return (X - X_train.mean(axis=0)) / X_train.std(axis=0)
""",
            "statistics along the wrong axis",
        ),
        (  # divided by the norm (Coursera's normalize_rows)
            """\
def standardize(X_train, X):
    return (X - X_train.mean(axis=1, keepdims=True)) / np.linalg.norm(X_train, axis=1, keepdims=True)
""",
            "divided by the length of X_train's rows, the mean not taken out",
        ),
        (  # mean taken out per feature, one deviation for all
            """\
def standardize(X_train, X):
    return (X - X_train.mean(axis=1, keepdims=True)) / X_train.std()
""",
            "one divisor for all features together",
        ),
    ],
    "l2_penalty": [
        (  # without the half: reg * sum(W * W)
            """\
def l2_penalty(parameters, lam, m):
    return lam / m * sum(np.sum(W * W) for W, _ in parameters)
""",
            "lam / m instead of lam / (2 m)",
        ),
        (  # W.T W product
            """\
def l2_penalty(parameters, lam, m):
    return lam / (2 * m) * sum(np.sum(W.T @ W) for W, _ in parameters)
""",
            "a matrix product instead of squares",
        ),
    ],
    "penalty_gradient": [
        (  # numbers 1 and 2 as norm
            """\
def penalty_gradient(W, lam, m, norm):
    if norm == 1:
        return lam / m * np.sign(W)
    elif norm == 2:
        return lam / m * W
    else:
        raise ValueError("norm must be 1 or 2")
""",
            "what is known is refused",
        ),
        (  # np.where(W > 0, 1, -1): -1 at 0
            """\
def penalty_gradient(W, lam, m, norm):
    if norm == "l1":
        return lam / m * np.where(W > 0, 1, -1)
    if norm == "l2":
        return lam / m * W
    raise ValueError(norm)
""",
            "-1 at W = 0",
        ),
    ],
    "soft_threshold": [
        (  # scalar ifs on an array
            """\
def soft_threshold(W, t):
    if W > t:
        return W - t
    if W < -t:
        return W + t
    return 0.0
""",
            "one True or False is needed, and an array gives many",
        ),
        (  # x/|x| (|x| - t): nan at 0
            """\
def soft_threshold(W, t):
    mag = np.abs(W)
    return np.where(mag >= t, W / mag * (mag - t), 0)
""",
            "W / |W|: nan at W = 0 where t is 0",
        ),
    ],
    "dropout": [
        (  # matrix product
            """\
def dropout(A, keep_probability, rng):
    mask = rng.random(A.shape) < keep_probability
    return A @ mask / keep_probability, mask
""",
            "the sizes in a matrix product do not fit",
        ),
        (  # mask already divided
            """\
def dropout(A, keep_probability, rng):
    mask = (rng.random(A.shape) < keep_probability) / keep_probability
    return A * mask, mask
""",
            "the mask is divided too",
        ),
        (  # mask is the dropped ones
            """\
def dropout(A, keep_probability, rng):
    drop = rng.random(A.shape) >= keep_probability
    A_dropped = A / keep_probability
    A_dropped[drop] = 0
    return A_dropped, drop
""",
            "the mask says what is dropped",
        ),
    ],
    "regularized_gradients": [
        (  # last layer left out
            """\
def regularized_gradients(gradients, parameters, lam, norm, m):
    new = []
    for l in range(len(parameters) - 1):
        dW, db = gradients[l]
        new.append((dW + penalty_gradient(parameters[l][0], lam, m, norm), db))
    new.append(gradients[-1])
    return new
""",
            "the penalty is not added",
        ),
    ],
}
