"""Learns how to weigh the parts: a conditional logit, pulled towards weights that are stated beforehand (§9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tokka.funding.space import Dense

PULL: Final = 50.0
"""How strongly the stated weights hold, in cases: with few cases the learned weights stay near them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one winner could have won, one row of parts for each candidate, and which of them it did win."""

    parts: Dense
    is_won: Dense


def learned_weights(choices: Sequence[Choice], stated: Dense, pull: float = PULL) -> Dense:
    """The weights under which what was won is likeliest among what could have been, one per part.

    Each winner counts once, however much it won. Without a choice the stated weights come back.
    """
    from scipy.optimize import minimize

    told = [choice for choice in choices if choice.is_won.any()]
    if not told:
        return stated
    shares = [choice.is_won / choice.is_won.sum() for choice in told]

    def loss(weights: Dense) -> tuple[float, Dense]:
        total = pull / 2 * float((weights - stated) @ (weights - stated))
        slope = pull * (weights - stated)
        for choice, share in zip(told, shares, strict=True):
            scores = choice.parts @ weights
            scores -= scores.max()
            odds = np.exp(scores)
            sum_of_odds = odds.sum()
            total += float(np.log(sum_of_odds) - share @ scores)
            slope = slope + choice.parts.T @ (odds / sum_of_odds - share)
        return total, slope

    found = minimize(loss, stated, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x)
