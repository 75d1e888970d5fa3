"""Answers as people wrote them in public, in this course's signatures, and what each is to be called."""

RIGHT = {
    "largest_stable_learning_rate": [
        """\
def largest_stable_learning_rate(H):
    w, v = np.linalg.eigh(H)
    return 2.0 / w.max()
""",
    ],
    "mini_batches": [
        """\
def mini_batches(X, Y, batch_size, rng):
    order = np.arange(X.shape[1])
    rng.shuffle(order)
    cuts = range(batch_size, len(order), batch_size)
    return [[X[:, c], Y[:, c]] for c in np.split(order, cuts)]
""",
        """\
def mini_batches(X, Y, batch_size, rng):
    data = np.vstack((X, Y))
    data = rng.permutation(data, axis=1)
    n = len(X)
    return [(data[:n, i:i + batch_size], data[n:, i:i + batch_size]) for i in range(0, data.shape[1], batch_size)]
""",
    ],
    "adam_step": [
        """\
def adam_step(parameters, gradients, state, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    first, second, t = state
    t = t + 1
    new_p, new_f, new_s = [], [], []
    for pair, grads, fs, ss in zip(parameters, gradients, first, second):
        P, F, S = [], [], []
        for p, g, m, v in zip(pair, grads, fs, ss):
            m = beta_1 * m + (1 - beta_1) * g
            v = beta_2 * v + (1 - beta_2) * np.square(g)
            m_hat = m / (1 - np.power(beta_1, t))
            v_hat = v / (1 - np.power(beta_2, t))
            p = p - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
            P.append(p)
            F.append(m)
            S.append(v)
        new_p.append(tuple(P))
        new_f.append(tuple(F))
        new_s.append(tuple(S))
    return new_p, (new_f, new_s, t)
""",
    ],
}

# The code, and the mistake that is to be named.
WRONG = {
    "gradient_descent_step": [
        (  # =- for -=
            """\
def gradient_descent_step(parameters, gradients, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        W =- learning_rate * dW
        b =- learning_rate * db
        new.append((W, b))
    return new
""",
            "the change instead of the new parameters",
        ),
    ],
    "train": [
        (  # cost recorded every 100 steps (Coursera)
            """\
def train(X, Y, parameters, activations, learning_rate, steps):
    costs = []
    for i in range(steps):
        A, cache = forward(X, parameters, activations)
        c = cost(A, Y)
        parameters = gradient_descent_step(parameters, backward(A, Y, cache, parameters, activations), learning_rate)
        if i % 100 == 0:
            costs.append(c)
    return parameters, costs
""",
            "costs are recorded in some steps only",
        ),
        (  # early stop when the cost rises
            """\
def train(X, Y, parameters, activations, learning_rate, steps):
    costs = []
    for i in range(steps):
        A, cache = forward(X, parameters, activations)
        costs.append(cost(A, Y))
        if i and abs(costs[-1] - costs[-2]) < 1e-1:
            break
        g = backward(A, Y, cache, parameters, activations)
        parameters = gradient_descent_step(parameters, g, learning_rate)
    return parameters, costs
""",
            "training stops early",
        ),
    ],
    "mini_batches": [
        (  # GeeksforGeeks: an extra round, so the rest comes twice or an empty batch ends the list
            """\
def mini_batches(X, Y, batch_size, rng):
    m = X.shape[1]
    order = rng.permutation(m)
    Xs, Ys = X[:, order], Y[:, order]
    out = []
    n = m // batch_size
    i = 0
    for i in range(n + 1):
        out.append((Xs[:, i * batch_size:(i + 1) * batch_size], Ys[:, i * batch_size:(i + 1) * batch_size]))
    if m % batch_size != 0:
        out.append((Xs[:, i * batch_size:m], Ys[:, i * batch_size:m]))
    return out
""",
            "batches overlap",
        ),
        (  # the same with the return inside the loop
            """\
def mini_batches(X, Y, batch_size, rng):
    m = X.shape[1]
    order = rng.permutation(m)
    Xs, Ys = X[:, order], Y[:, order]
    out = []
    for i in range(m // batch_size + 1):
        out.append((Xs[:, i * batch_size:(i + 1) * batch_size], Ys[:, i * batch_size:(i + 1) * batch_size]))
        if m % batch_size != 0:
            out.append((Xs[:, i * batch_size:m], Ys[:, i * batch_size:m]))
        return out
""",
            "batches overlap",
        ),
        (  # examples taken for rows
            """\
def mini_batches(X, Y, batch_size, rng):
    m = X.shape[0]
    p = rng.permutation(m)
    X_, Y_ = X[p], Y[p]
    return [(X_[i:i + batch_size], Y_[i:i + batch_size]) for i in range(0, m, batch_size)]
""",
            "rows are picked out of X",
        ),
        (  # Y reshaped to (1, m)
            """\
def mini_batches(X, Y, batch_size, rng):
    m = X.shape[1]
    p = list(rng.permutation(m))
    sX, sY = X[:, p], Y[:, p].reshape((1, m))
    return [(sX[:, i:i + batch_size], sY[:, i:i + batch_size]) for i in range(0, m, batch_size)]
""",
            "the new shape has another number of entries",
        ),
    ],
    "momentum_step": [
        (  # v = beta v + lr g; w - v
            """\
def momentum_step(parameters, gradients, velocity, learning_rate, beta=0.9):
    v = map_arrays(lambda a, g: beta * a + learning_rate * g, velocity, gradients)
    return map_arrays(lambda p, s: p - s, parameters, v), v
""",
            "the learning rate is inside the velocity",
        ),
        (  # v = beta v + lr g; w + v: uphill
            """\
def momentum_step(parameters, gradients, velocity, learning_rate, beta=0.9):
    v = map_arrays(lambda a, g: beta * a + learning_rate * g, velocity, gradients)
    return map_arrays(lambda p, s: p + s, parameters, v), v
""",
            "the learning rate is inside the velocity, and the step goes uphill",
        ),
        (  # step along the old velocity, and (1 - beta) twice
            """\
def momentum_step(parameters, gradients, velocity, learning_rate, beta=0.9):
    v = map_arrays(lambda a, g: beta * a + (1 - beta) * g, velocity, gradients)
    return map_arrays(lambda p, s: p - (1 - beta) * learning_rate * s, parameters, velocity), v
""",
            "the factor 1 - beta counts twice, and the step is along the old velocity",
        ),
        (  # the velocity runs from layer to layer
            """\
def momentum_step(parameters, gradients, velocity, learning_rate, beta=0.9):
    new_p, new_v = [], []
    for (W, b), (dW, db), (vW, vb) in zip(parameters, gradients, velocity):
        vW = 0 * vW + (1 - beta) * dW
        vb = 0 * vb + (1 - beta) * db
        new_v.append((vW, vb))
        new_p.append((W - learning_rate * vW, b - learning_rate * vb))
    return new_p, new_v
""",
            "the old velocity is left out",
        ),
    ],
    "adam_step": [
        (  # epsilon inside the root
            """\
def adam_step(parameters, gradients, state, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    first, second, t = state
    t = t + 1
    new_p, new_f, new_s = [], [], []
    for pair, grads, fs, ss in zip(parameters, gradients, first, second):
        P, F, S = [], [], []
        for p, g, m, v in zip(pair, grads, fs, ss):
            m = beta_1 * m + (1 - beta_1) * g
            v = beta_2 * v + (1 - beta_2) * g ** 2
            p = p - learning_rate * (m / (1 - beta_1 ** t)) / np.sqrt(v / (1 - beta_2 ** t) + epsilon)
            P.append(p)
            F.append(m)
            S.append(v)
        new_p.append(tuple(P))
        new_f.append(tuple(F))
        new_s.append(tuple(S))
    return new_p, (new_f, new_s, t)
""",
            "epsilon inside the root",
        ),
    ],
}

# The code, the lines where it goes wrong, and what is to be looked at there.
PLACED = {
    "gradient_descent_step": [
        (  # nothing comes back
            """\
def gradient_descent_step(parameters, gradients, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        new.append((W - learning_rate * dW, b - learning_rate * db))
""",
            (3,),
            "a missing `return`",
        ),
    ],
}
