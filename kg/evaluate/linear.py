"""Logistic regression on sparse features, with a penalty on squared weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

Doubles = NDArray[np.float64]


def fit(x: csr_array, labels: Doubles, shares: Doubles, penalties: Doubles) -> Doubles:
    """The weight of each column of `x`, the same for the same input.

    labels: 0 or 1 for each row; shares: what each row counts; penalties: of half a squared weight, by column.
    """

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        odds = x @ weights
        chance = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        value = shares @ (np.logaddexp(0, odds) - labels * odds) + penalties @ weights**2 / 2
        return float(value), x.T @ (shares * (chance - labels)) + penalties * weights

    best: Doubles = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return best
