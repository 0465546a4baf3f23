"""The best calls for very many profiles: the sparse product of texts, without ever holding all of it (§8).

Most of the work of such a product falls to a few words that most calls have. Their rows are kept dense, so that adding
one is a single pass over contiguous numbers; the others stay sparse. A call below the bound that a first pass over
groups of calls gives cannot be among the best, so only the few above it are sorted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tokka.funding.space import Sparse

Scores = NDArray[np.float32]
Numbers32 = NDArray[np.int32]

BLOCK: Final = 256
"""Profiles at a time: with 10,000 calls their scores fill ten megabytes."""
GROUP: Final = 32
"""Calls of which the first pass keeps only the best."""
DENSE_BYTES: Final = 96_000_000
"""The most that dense rows may take."""
STRIP: Final = 38 * GROUP
"""Calls of one strip of the dense rows: a strip is small enough to stay in the processor's cache for a whole block."""
OFTEN: Final = 0.04
"""A word in this share of the calls has a dense row."""


@dataclass(frozen=True, slots=True)
class CallIndex:
    """Calls by words, made ready for products. The columns of a profile have to be those of the calls."""

    count: int
    dense: tuple[Scores, ...]
    """The dense rows in strips of calls."""
    dense_row: NDArray[np.intp]
    """The dense row of every word; -1 where it has none."""
    rare: Any
    """The sparse rows of the other words."""

    def best(self, profiles: Sparse, top: int) -> Iterator[tuple[Numbers32, Scores]]:
        """Block by block the numbers and scores of the best calls of each profile, best first.

        Of equal scores the call with the lower number comes first. Where fewer than `top` calls share a word with the
        profile, the number is -1.
        """
        profiles = sparse.csr_array(profiles, dtype=np.float32)
        for start in range(0, profiles.shape[0], BLOCK):
            yield self._best_of_block(profiles[start : start + BLOCK], min(top, self.count))

    def scores(self, profiles: Sparse) -> Scores:
        """The scores of some profiles (rows) for all calls (columns)."""
        width = -(-self.count // GROUP) * GROUP
        place = self.dense_row[profiles.indices]
        often = place >= 0
        rows = np.repeat(np.arange(profiles.shape[0]), np.diff(profiles.indptr))
        shape = (profiles.shape[0], self.dense[0].shape[0])
        frequent = sparse.csr_array((profiles.data[often], (rows[often], place[often])), shape=shape)
        table: Scores = np.empty((profiles.shape[0], width), dtype=np.float32)
        for start, strip in zip(range(0, width, STRIP), self.dense, strict=True):
            table[:, start : start + strip.shape[1]] = frequent @ strip
        few = sparse.csr_array((profiles.data[~often], (rows[~often], profiles.indices[~often])), shape=profiles.shape)
        product = few @ self.rare
        flat = np.repeat(np.arange(profiles.shape[0]) * width, np.diff(product.indptr)) + product.indices
        table.ravel()[flat] += product.data  # a product has each place once, so nothing is added twice
        return table

    def _best_of_block(self, profiles: Sparse, top: int) -> tuple[Numbers32, Scores]:
        table = self.scores(profiles)
        bound = self._bounds(table, top)
        flat = np.flatnonzero(table >= bound[:, None])
        rows, columns = np.divmod(flat, table.shape[1])
        scores = table.ravel()[flat]
        order = np.lexsort((-scores, rows))  # a stable sort: of equal scores the lower number, found first, stays first
        rows, columns, scores = rows[order], columns[order], scores[order]
        starts = np.searchsorted(rows, np.arange(profiles.shape[0]))
        place = np.arange(len(rows)) - starts[rows]
        kept = place < top
        numbers = np.full((profiles.shape[0], top), -1, dtype=np.int32)
        best = np.zeros((profiles.shape[0], top), dtype=np.float32)
        numbers[rows[kept], place[kept]] = columns[kept]
        best[rows[kept], place[kept]] = scores[kept]
        return numbers, best

    def _bounds(self, table: Scores, top: int) -> Scores:
        """A score that at least `top` calls of each row reach: the `top`-th best of the groups' best (never zero)."""
        groups = table.reshape(table.shape[0], -1, GROUP).max(axis=2)
        if groups.shape[1] <= top:
            return np.full(table.shape[0], TINY, dtype=np.float32)
        bound = np.partition(groups, groups.shape[1] - top, axis=1)[:, groups.shape[1] - top]
        return np.maximum(bound, TINY)


TINY: Final = np.float32(1e-12)


def index_of(calls: Sparse) -> CallIndex:
    """The index of weighted calls (rows) by words (columns)."""
    calls = sparse.csr_array(calls, dtype=np.float32)
    count, words = calls.shape
    width = -(-count // GROUP) * GROUP
    seen = np.bincount(calls.indices, minlength=words)
    most = max(1, DENSE_BYTES // (4 * max(1, width)))
    often = np.argsort(-seen, kind="stable")[:most]
    often = np.sort(often[seen[often] >= max(1, OFTEN * count)])
    dense_row = np.full(words, -1, dtype=np.intp)
    dense_row[often] = np.arange(len(often))
    by_word = sparse.csr_array(calls.T)
    dense = np.zeros((len(often), width), dtype=np.float32)
    dense[:, :count] = by_word[often].toarray()
    kept = (dense_row < 0).astype(np.float32)
    rare = sparse.csr_array(sparse.diags_array(kept) @ by_word)
    rare.eliminate_zeros()
    strips = tuple(np.ascontiguousarray(dense[:, start : start + STRIP]) for start in range(0, width, STRIP))
    return CallIndex(count, strips, dense_row, rare)
