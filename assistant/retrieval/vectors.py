"""Vectors of texts, by digest: those that ship with the corpus, those kept in the state folder, and fresh ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.encoders import Encoder, Matrix, clean, unit
from assistant.retrieval.state import Store
from assistant.retrieval.text import digest

Progress = Callable[[int, int, str], None]
_BATCH = 64
_DRAWN = 0.6  # how far the field's words draw a question towards them, found on half of eval/retrieval


class Shipped:
    """Vectors of one encoder in ``corpus/vectors``: ``<encoder>.digests.npy`` (uint64, ascending) and ``<encoder>.npy``.

    Stored as int8 with one scale per vector dropped: directions are all that counts, and they are made unit again.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        digests, vectors = folder / f"{encoder}.digests.npy", folder / f"{encoder}.npy"
        there = digests.exists() and vectors.exists()
        self._digests: NDArray[np.uint64] = np.load(digests) if there else np.zeros(0, np.uint64)
        self._vectors = np.load(vectors, mmap_mode="r") if there else None

    def find(self, digests: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], Matrix | None]:
        """Which digests are there, and the unit vectors of those that are, in their order."""
        if self._vectors is None or not len(digests):
            return np.zeros(len(digests), bool), None
        at = np.minimum(np.searchsorted(self._digests, digests), len(self._digests) - 1)
        there = self._digests[at] == digests
        return there, unit(self._vectors[at[there]])

    @staticmethod
    def write(folder: Path, encoder: str, texts: Sequence[str], vectors: Matrix) -> None:
        """Write the files for these texts (development time)."""
        keys = np.array([digest(clean(t)) for t in texts], np.uint64)
        order = np.argsort(keys)
        scaled = np.round(vectors / np.abs(vectors).max(axis=1, keepdims=True).clip(1e-9) * 127).astype(np.int8)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / f"{encoder}.digests.npy", keys[order])
        np.save(folder / f"{encoder}.npy", scaled[order])


class Vectors:
    """Texts to vectors of one encoder, each embedded at most once in the life of a state folder."""

    def __init__(self, encoder: Encoder, store: Store, folder: Path) -> None:
        self.encoder = encoder
        self._store = store
        self._shipped = Shipped(folder, encoder.id)
        self.question = lru_cache(maxsize=512)(self._question)

    def _question(self, text: str, added: tuple[str, ...] = ()) -> Matrix:
        """The unit vector of a question, drawn towards the ``added`` words that the field has for it.

        Only the question itself is embedded (an encoder's time grows with the text); the field's words ship embedded.
        """
        vector = self.encoder.query(text)
        return unit(vector + _DRAWN * self.of(added).mean(axis=0)) if added else vector

    def of(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """The unit vectors of the texts, one row each. Embeds what nobody has embedded yet, batch by batch, and keeps it."""
        if not texts:
            return self.encoder.passages([])
        keys = np.array([digest(clean(t)) for t in texts], np.uint64)
        there, known = self._shipped.find(keys)
        missing = [int(n) for n in np.flatnonzero(~there)]
        if known is not None and not missing:
            return known
        kept = self._store.vectors(self.encoder.id, [int(keys[n]) for n in missing])
        fresh = list({int(keys[n]): n for n in missing if int(keys[n]) not in kept}.values())
        for start in range(0, len(fresh), _BATCH):
            part = fresh[start : start + _BATCH]
            vectors = self.encoder.passages([texts[n] for n in part])
            self._store.keep_vectors(self.encoder.id, [int(keys[n]) for n in part], vectors)
            kept |= {int(keys[n]): v for n, v in zip(part, vectors, strict=True)}
            if progress:
                progress(min(start + _BATCH, len(fresh)), len(fresh), "为新文本计算向量")
        width = known.shape[1] if known is not None else len(next(iter(kept.values())))
        result = np.zeros((len(texts), width), np.float32)
        if known is not None:
            result[there] = known
        for n in missing:
            result[n] = kept[int(keys[n])]
        return result
