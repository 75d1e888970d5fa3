"""What is said to be scikit-learn's is scikit-learn's."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from course_utils import datasets


def test_scikit_learn_finds_the_reported_fit() -> None:
    reported = datasets.scikit_learn_fit()
    cancer = datasets.load_breast_cancer()
    X = cancer.X[:, [cancer.feature_names.index(name) for name in reported.features]]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(X, 1 - cancer.y)
    np.testing.assert_allclose(reported.beta, model.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(reported.beta_0, model.intercept_[0], rtol=1e-5)


def test_scikit_learn_reads_the_digits_as_reported() -> None:
    reported = datasets.scikit_learn_digits()
    digits = datasets.load_digits()
    parts = datasets.split(digits.labels.size, np.random.default_rng(0))
    model = MLPClassifier(hidden_layer_sizes=(reported.hidden,), max_iter=400, random_state=0)
    model.fit(digits.X[:, parts.train].T, digits.labels[parts.train])
    shares = [model.score(digits.X[:, part].T, digits.labels[part]) for part in parts]
    # Rounding differs from processor to processor: a few of 359 digits may be read otherwise.
    np.testing.assert_allclose(shares, reported[2:], atol=0.009)
