"""Groups settled by the energy distance: each organisation goes where all members are nearest (§13).

A medoid is one organisation with all its peculiarities; the whole group tells its kind better. This is k-groups of Li
and Rizzo (https://arxiv.org/abs/1711.04359), which turns into k-means where the distance is a squared Euclidean one.
"""

from typing import Final

import numpy as np

from tokka.benchmark.likeness import Matrix
from tokka.benchmark.medoids import Places, partition

MOST_ROUNDS: Final = 50


def parted(distance: Matrix, count: int) -> Places:
    """Split into `count` groups: begin with the medoids, then settle. The result does not depend on any chance."""
    return settled(distance, partition(distance, count).labels, count)


def settled(distance: Matrix, labels: Places, count: int) -> Places:
    """Move each one to the group of the least energy distance, all at once, until nobody moves or a group is empty.

    The distance of one to a group is the mean over the group's members less half the mean among the members. The first
    keeps wide groups from losing everybody, so it needs the second.
    """
    for _round in range(MOST_ROUNDS):
        belongs = (labels[:, None] == np.arange(count)[None, :]).astype(distance.dtype)
        sizes = belongs.sum(axis=0)
        means = distance @ belongs / sizes
        within = (belongs * means).sum(axis=0) / sizes
        moved = (means - within / 2).argmin(axis=1)
        if (moved == labels).all() or np.bincount(moved, minlength=count).min() == 0:
            break
        labels = moved
    return labels
