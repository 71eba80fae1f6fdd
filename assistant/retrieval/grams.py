"""BM25 over character n-grams (1 to 3): exact words of the field, with no dictionary and no native code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.text import fold

_K1, _B = 1.2, 0.5
_LENGTH_WEIGHT = {1: 0.4, 2: 1.0, 3: 1.2}  # a shared character says little, a shared three-character word a lot
_BASE = np.uint64(1 << 21)  # above every code point
_STOP = frozenset("的了吗呢么是有和与及或在对各等个 ,，。、？?！!：:；;“”\"'（）()")


class Grams:
    """An inverted index of texts, built in one go. Scores are BM25 with n-grams weighted by length.

    ``statistics``: another index whose document frequencies count instead of its own, so that a small shelf is scored
    like the large one beside it (stuffed texts among others as long would pass for usual ones), and nothing of a private shelf shows in the scores of another.
    """

    def __init__(self, texts: Sequence[str], statistics: Grams | None = None) -> None:
        self._count = len(texts)
        grams, documents = _grams([fold(t) for t in texts])
        order = np.lexsort((documents, grams))
        grams, documents = grams[order], documents[order]
        fresh = np.ones(len(grams), bool)
        fresh[1:] = (grams[1:] != grams[:-1]) | (documents[1:] != documents[:-1])
        starts = np.flatnonzero(fresh)
        frequency = np.diff(np.append(starts, len(grams))).astype(np.float32)
        grams, documents = grams[starts], documents[starts]
        length = np.array([len(t) for t in texts], np.float32)
        self._statistics = statistics or self
        self._length = max(1.0, float(length.mean())) if len(texts) else 1.0
        norm = _K1 * (1 - _B + _B * length / self._statistics._length)
        self._documents = documents
        self._weight = frequency * (_K1 + 1) / (frequency + norm[documents]) if len(documents) else frequency
        self._vocabulary, first = np.unique(grams, return_index=True)
        self._first = np.append(first, len(grams))

    def scores(self, question: str, added: Sequence[str] = (), added_weight: float = 0.5) -> NDArray[np.float32]:
        """The score of every text for a question; ``added`` are synonyms, which count less than what was asked."""
        total = np.zeros(self._count, np.float32)
        weights: dict[int, float] = {}
        for text, share in [(question, 1.0), *((word, added_weight) for word in added)]:
            for gram, weight in _weighted(fold(text)):
                weights[gram] = max(weights.get(gram, 0.0), weight * share)
        for gram, weight in weights.items():
            at = int(np.searchsorted(self._vocabulary, np.uint64(gram)))
            if at < len(self._vocabulary) and int(self._vocabulary[at]) == gram:
                span = slice(self._first[at], self._first[at + 1])
                total[self._documents[span]] += weight * self._statistics.rarity(gram) * self._weight[span]
        return total

    def rarity(self, gram: int) -> float:
        """Inverse document frequency of one n-gram (by its number)."""
        at = int(np.searchsorted(self._vocabulary, np.uint64(gram)))
        known = at < len(self._vocabulary) and int(self._vocabulary[at]) == gram
        held = int(self._first[at + 1] - self._first[at]) if known else 0
        return float(np.log1p((self._count - held + 0.5) / (held + 0.5)))


def _grams(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Every n-gram occurrence of all texts as (number, text): one pass over one array, texts split by zeros."""
    joined = "\0".join(texts) + "\0"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    owner = np.cumsum(codes == 0) - (codes == 0)
    keep = codes != 0
    parts, owners = [codes[keep]], [owner[keep]]
    number = codes
    for n in (2, 3):
        number = number[:-1] * _BASE + codes[n - 1 :]
        keep = keep[:-1] & (codes[n - 1 :] != 0)
        parts.append(number[keep])
        owners.append(owner[: len(keep)][keep])
    return np.concatenate(parts), np.concatenate(owners).astype(np.int32)


def _weighted(text: str) -> list[tuple[int, float]]:
    """The n-grams of a question with their weights; those of stop characters alone are left out."""
    base = int(_BASE)
    found = []
    for n, weight in _LENGTH_WEIGHT.items():
        for at in range(len(text) - n + 1):
            piece = text[at : at + n]
            if piece[0] in _STOP or piece[-1] in _STOP:
                continue
            number = 0
            for char in piece:
                number = number * base + ord(char)
            found.append((number, weight))
    return found
