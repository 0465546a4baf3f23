"""Texts as vectors: weights by the rarity of words in a corpus, and the corpus's own axes of meaning (§8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Sparse = Any
"""A scipy CSR array of documents (rows) by words (columns)."""
Dense = NDArray[np.float64]

AXES: Final = 256
RAREST: Final = 3
"""A word in fewer documents of the corpus carries no axis of meaning."""
SEED: Final = 20240101


class Vocabulary:
    """The columns of the words, numbered in the order in which they were first met."""

    def __init__(self) -> None:
        self.columns: dict[str, int] = {}

    def counted(self, documents: Iterable[Mapping[str, int]], *, learn: bool = True) -> Sparse:
        """One row for each document: 1 + ln of how often each word occurs. Unless it learns, new words are left out."""
        indptr, indices, data = [0], [], []
        for terms in documents:
            for word, count in terms.items():
                column = self.columns.setdefault(word, len(self.columns)) if learn else self.columns.get(word)
                if column is not None:
                    indices.append(column)
                    data.append(count)
            indptr.append(len(indices))
        weights = 1 + np.log(np.asarray(data, dtype=np.float64))
        return sparse.csr_array(
            (weights, np.asarray(indices, dtype=np.int32), np.asarray(indptr, dtype=np.int64)),
            shape=(len(indptr) - 1, len(self.columns)),
        )


def widened(matrix: Sparse, columns: int) -> Sparse:
    """The same rows with room for the words that came later."""
    return sparse.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], columns))


def rarity(corpus: Sparse) -> Dense:
    """The weight of every word by the documents that have it: ln((n + 1) / (df + 1)) + 1."""
    seen = np.bincount(corpus.indices, minlength=corpus.shape[1])
    weights: Dense = np.log((corpus.shape[0] + 1) / (seen + 1)) + 1
    return weights


def weighted(counts: Sparse, weights: Dense) -> Sparse:
    """Rows of length one: every count by the weight of its word. An empty text stays a row of zeros."""
    from sklearn.preprocessing import normalize

    scaled = sparse.csr_array((counts.data * weights[counts.indices], counts.indices, counts.indptr), counts.shape)
    return sparse.csr_array(normalize(scaled))


def unit_rows(matrix: Dense) -> Dense:
    """Rows of length one; a row of zeros stays one."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(lengths > 0, lengths, 1)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Axes of meaning: words that occur in the same documents point the same way (latent semantic analysis)."""

    kept: NDArray[np.intp]
    axes: Dense

    def of(self, rows: Sparse) -> Dense:
        """Where weighted rows lie on the axes, of length one."""
        return unit_rows(np.asarray(rows[:, self.kept] @ self.axes))


def learn_meaning(corpus: Sparse, axes: int = AXES) -> Meaning:
    """The axes of a weighted corpus by a randomised singular value decomposition with a fixed seed.

    Where the corpus is smaller than so many axes, there are as many as it carries.
    """
    from sklearn.utils.extmath import randomized_svd

    seen = np.bincount(corpus.indices, minlength=corpus.shape[1])
    kept = np.flatnonzero(seen >= min(RAREST, max(1, corpus.shape[0] // 2)))
    rank = min(axes, corpus.shape[0] - 1, len(kept) - 1)
    if rank < 1:
        return Meaning(kept, np.zeros((len(kept), 1)))
    _left, _strength, right = randomized_svd(corpus[:, kept], rank, n_iter=3, random_state=SEED)
    return Meaning(kept, right.T)


def mean_rows(groups: NDArray[np.intp], count: int, rows: Any) -> Any:
    """The sum of the rows of every group, of length one; a group without rows is a row of zeros."""
    from sklearn.preprocessing import normalize

    ones = np.ones(len(groups))
    gather = sparse.csr_array((ones, (groups, np.arange(len(groups)))), shape=(count, len(groups)))
    summed = gather @ rows
    return sparse.csr_array(normalize(summed)) if sparse.issparse(summed) else unit_rows(np.asarray(summed))


def standardised(values: Dense) -> Dense:
    """Values by how many standard deviations they lie above the mean; zeros where all are alike."""
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def numbered(names: Sequence[str]) -> tuple[NDArray[np.intp], Mapping[str, int]]:
    """The number of every name's group, and the numbers by name in the order in which they are met."""
    numbers: dict[str, int] = {}
    found = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.intp)
    return found, numbers
