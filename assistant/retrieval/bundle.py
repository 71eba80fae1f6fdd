"""Lists of texts and their vectors: what an answer, a purpose or a duty is found by. Each different text is embedded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.encoders import Matrix, clean
from assistant.retrieval.vectors import Progress, Vectors

Scores = NDArray[np.float32]
Positions = NDArray[np.int32]
_LARGE = 20_000  # texts; up to here one product with all of them is fast enough
_HUGE = 200_000  # texts; up to here the first look in few dimensions is quicker than Chroma's 5 ms
_ROUGH = 64  # dimensions of the first look at a large bundle
_SAMPLE = 4_000  # texts that the directions of the first look are taken from


class Bundle:
    """One list of texts for each item, in the order of items; a list may be empty."""

    def __init__(self, lists: Iterable[Sequence[str]], vectors: Vectors, progress: Progress | None = None) -> None:
        self._lists = [tuple(dict.fromkeys(map(clean, texts))) for texts in lists]
        self.texts, self._text_of = numbered([text for texts in self._lists for text in texts])
        self.matrix = vectors.of(self.texts, progress)
        self._sizes = np.array([len(texts) for texts in self._lists], np.int32)
        self._filled: Positions = np.flatnonzero(self._sizes).astype(np.int32)
        self._starts: Positions = (np.cumsum(self._sizes) - self._sizes).astype(np.int32)

    def __len__(self) -> int:
        return len(self._lists)

    @property
    def large(self) -> bool:
        """Whether a first look at ``likely`` items pays."""
        return len(self.texts) > _LARGE

    @property
    def huge(self) -> bool:
        """Whether the first look itself is better left to the disk index."""
        return len(self.texts) > _HUGE

    def best(self, query: Matrix) -> Scores:
        """The similarity of each item's likest text; -inf where the item has none."""
        scores = np.full(len(self), -np.inf, np.float32)
        if len(self._filled):
            values = (self.matrix @ query)[self._text_of]
            scores[self._filled] = np.maximum.reduceat(values, self._starts[self._filled])
        return scores

    def halfway(self, query: Matrix, only: Positions | None = None) -> Scores:
        """Halfway between each item's likest text and the mean of its texts: no one stray wording lifts an item.

        ``only``: the items to be looked at; the others get -inf, as those without texts do.
        """
        if only is None:
            return self._halfway(self.matrix @ query)
        scores = np.full(len(self), -np.inf, np.float32)
        items = only[self._sizes[only] > 0]
        if not len(items):
            return scores
        sizes = self._sizes[items]
        starts = np.cumsum(sizes) - sizes
        at = np.repeat(self._starts[items] - starts, sizes) + np.arange(sizes.sum())
        scores[items] = _halfway(self.matrix[self._text_of[at]] @ query, starts)
        return scores

    def likely(self, query: Matrix, seen: NDArray[np.bool_] | None, most: int) -> Positions:
        """The items that a first look in few dimensions finds nearest (those ``seen``, at most ``most``)."""
        directions, sketch = self._sketch
        rough = self._halfway(sketch @ (directions.T @ query))
        if seen is not None:
            rough[~seen] = -np.inf
        return leading(rough, most)

    def holding(self, texts: Iterable[int]) -> Positions:
        """The items that have one of the texts (by number)."""
        hit = np.zeros(len(self.texts), bool)
        hit[list(texts)] = True
        owners = np.repeat(np.arange(len(self), dtype=np.int32), self._sizes)
        return np.asarray(np.unique(owners[hit[self._text_of]]), np.int32)

    def _halfway(self, similarities: Scores) -> Scores:
        """The score of each item from the similarities of the texts."""
        if self._plain:
            return similarities
        scores = np.full(len(self), -np.inf, np.float32)
        if len(self._filled):
            scores[self._filled] = _halfway(similarities[self._text_of], self._starts[self._filled])
        return scores

    @cached_property
    def _plain(self) -> bool:
        """Whether each item has just one text of its own, as most uploaded rows have."""
        return len(self.texts) == len(self) == len(self._text_of) == len(self._filled)

    @cached_property
    def _sketch(self) -> tuple[Matrix, Matrix]:
        """The directions in which the texts differ most, and the texts along them."""
        sample = self.matrix[:: max(1, len(self.matrix) // _SAMPLE)]
        _, directions = np.linalg.eigh(sample.T @ sample)
        directions = np.ascontiguousarray(directions[:, ::-1][:, :_ROUGH], np.float32)
        return directions, self.matrix @ directions


def _halfway(values: Scores, starts: Positions) -> Scores:
    sizes = np.diff(np.append(starts, len(values)))
    best, mean = np.maximum.reduceat(values, starts), np.add.reduceat(values, starts) / sizes
    return np.asarray((best + mean) / 2, np.float32)


def leading(scores: Scores, most: int) -> Positions:
    """The places of the ``most`` highest finite scores, and of all that equal the last of them."""
    held = np.flatnonzero(np.isfinite(scores)).astype(np.int32)  # first: a partition of many equals is slow
    if len(held) <= most:
        return held
    values = scores[held]
    least = np.partition(values, len(held) - most)[len(held) - most]
    return np.asarray(held[values >= least], np.int32)


def numbered(values: Sequence[str]) -> tuple[list[str], Positions]:
    """The different values in order of appearance, and for each place the number of its value."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(v, len(numbers)) for v in values], np.int32)
    return list(numbers), codes
