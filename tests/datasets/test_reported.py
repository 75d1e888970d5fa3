"""What is said to be scikit-learn's is scikit-learn's."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from course_utils import datasets


def test_scikit_learn_finds_the_reported_fit() -> None:
    reported = datasets.scikit_learn_fit()
    cancer = datasets.load_breast_cancer()
    X = cancer.X[:, [cancer.feature_names.index(name) for name in reported.features]]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(X, 1 - cancer.y)
    np.testing.assert_allclose(reported.beta, model.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(reported.beta_0, model.intercept_[0], rtol=1e-5)
