"""Partition around medoids on a ready distance matrix.

The libraries at hand are either under the GPL or no longer kept; this is the BUILD of Kaufman and Rousseeuw with the
shared swap sums of Schubert and Rousseeuw (https://doi.org/10.1016/j.is.2021.101804), in whole-matrix steps.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tokka.benchmark.likeness import Matrix

Places = NDArray[np.int64]
MOST_SWAPS: Final = 100


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The medoids by their places in the matrix, who belongs to which, and the mean distance to the own medoid."""

    medoids: Places
    labels: Places
    cost: float


def partition(distance: Matrix, count: int) -> Partition:
    """Split into `count` groups, each about one of its own. The result does not depend on any chance."""
    medoids = _build(distance, count)
    for _swap in range(MOST_SWAPS):
        change, goes, comes = _best_swap(distance, medoids)
        if change >= -1e-6 * len(distance):  # float32 sums: below this a gain is rounding
            break
        medoids[goes] = comes
    order = np.sort(medoids)
    nearest = distance[:, order]
    return Partition(order, nearest.argmin(axis=1), float(nearest.min(axis=1).mean()))


def _build(distance: Matrix, count: int) -> Places:
    """Begin with the most central one, then add the one that brings the others nearest."""
    chosen = [int(distance.sum(axis=1).argmin())]
    near = distance[chosen[0]].copy()
    while len(chosen) < count:
        gains = np.maximum(near[None, :] - distance, 0).sum(axis=1)
        gains[chosen] = -1
        chosen.append(int(gains.argmax()))
        near = np.minimum(near, distance[chosen[-1]])
    return np.array(chosen, dtype=np.int64)


def _best_swap(distance: Matrix, medoids: Places) -> tuple[float, int, int]:
    """The change of the summed distance by the best exchange of a medoid, which one goes, and who comes.

    Whoever comes draws those nearer to it than to their own; whoever goes leaves its group to the second nearest.
    """
    places = np.arange(len(distance))
    to_medoids = distance[:, medoids]
    own = to_medoids.argmin(axis=1)
    first = to_medoids[places, own]
    second = np.partition(to_medoids, 1, axis=1)[:, 1] if len(medoids) > 1 else np.full_like(first, np.inf)
    draws = np.minimum(distance - first[None, :], 0)
    leaves = np.minimum(distance, second[None, :]) - first[None, :] - draws
    belongs = (own[:, None] == np.arange(len(medoids))[None, :]).astype(distance.dtype)
    changes = draws.sum(axis=1)[:, None] + leaves @ belongs
    changes[medoids] = np.inf
    comes, goes = np.unravel_index(int(changes.argmin()), changes.shape)
    return float(changes[comes, goes]), int(goes), int(comes)
