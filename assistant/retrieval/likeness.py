"""How like two short texts are, by meaning and by characters: for names of indicators and for duties."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from rapidfuzz import fuzz, process

from assistant.retrieval.encoders import Matrix
from assistant.retrieval.text import bare
from assistant.table import TargetValue

SAME_NAME = 0.72  # two names that measure the same thing, measured on the corpus (eval/retrieval)
SAME_DUTY = 0.5  # two sentences that give the same duty
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


def likeness(
    ours: Sequence[str], theirs: Sequence[str], our_vectors: Matrix, their_vectors: Matrix, floor: float
) -> Matrix:
    """Likeness 0 to 1 of every pair (ours × theirs). Equal but for spaces and punctuation gives 1.

    ``floor``: the similarity of vectors of unrelated texts. Without vectors (all zero) characters decide alone.
    """
    our_bare, their_bare = [bare(t) for t in ours], [bare(t) for t in theirs]
    letters = np.asarray(process.cdist(our_bare, their_bare, scorer=fuzz.ratio), np.float32) / np.float32(100)
    if not our_vectors.any() or not their_vectors.any():
        return letters
    meaning = np.clip((our_vectors @ their_vectors.T - floor) / (1 - floor), 0, 1)
    mixed: Matrix = ((meaning + letters) / 2).astype(np.float32)
    mixed[letters >= 1] = 1
    return mixed


def through(concepts: Sequence[Sequence[str]], ours: Matrix, theirs: Matrix) -> Matrix:
    """Likeness (ours × theirs) by way of known concepts, each with several wordings that mean the same.

    ``ours`` and ``theirs``: likeness to all wordings, concept after concept. Two texts are as like as the weaker of
    their two links to the concept that joins them best.
    """
    starts = np.cumsum([0, *(len(wordings) for wordings in concepts)])[:-1]
    to_ours, to_theirs = (np.maximum.reduceat(m, starts, axis=1) for m in (ours, theirs))
    joined = np.zeros((len(ours), len(theirs)), np.float32)
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
    if unit in _SCALED:
        factor, base = _SCALED[unit]
        return number * factor, base
    return number, unit_of(unit)


def unit_of(unit: str | None) -> str | None:
    """The comparable unit of a written one."""
    if unit in _SCALED:
        return _SCALED[unit][1]
    return _SAME_UNIT.get(unit, unit) if unit else None
