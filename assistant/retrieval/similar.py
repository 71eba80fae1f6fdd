"""Similar departments (同类部门): by duties aligned one to one, kind, level and size of budget, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.retrieval.encoders import Matrix
from assistant.retrieval.likeness import SAME_DUTY, Likeness
from assistant.retrieval.records import Entry, place_of
from assistant.table import TargetTable

_SHARES = {"duties": 0.7, "level": 0.1, "budget": 0.2}


@dataclass(frozen=True)
class Aligned:
    """A pair of duties that correspond, and how closely (0 to 1)."""

    ours: str
    theirs: str
    likeness: float


@dataclass(frozen=True)
class Similar:
    """A department like ours: its latest table, the duties that align, those of ours that it lacks."""

    entry: Entry
    score: float
    why: str
    aligned: tuple[Aligned, ...] = ()
    lacks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The published keys (format.md, ``zhibiao similar``)."""
        e = self.entry
        return {
            "department": e.department, "kind": e.kind, "place": e.place, "year": e.year, "score": self.score,
            "why": self.why, "origin": e.origin,
            "aligned": [{"ours": a.ours, "theirs": a.theirs, "likeness": a.likeness} for a in self.aligned],
        }  # fmt: skip


def duties_of(table: TargetTable) -> tuple[str, ...]:
    """A table's duties: of its duties text, or else of its duty section."""
    return table.duties or tuple(dict.fromkeys(b.duty for b in table.blocks if b.duty))


def rank_departments(
    table: TargetTable, kind: str | None, others: Sequence[Entry], likeness: Likeness
) -> list[Similar]:
    """All other departments (each by its latest table), the most similar first: the same kind, then shared duties."""
    ours = duties_of(table)
    theirs = sorted({d for e in others for d in duties_of(e.table)})
    number = {duty: n for n, duty in enumerate(theirs)}
    matrix = likeness.duties(ours, theirs, kind)
    found = [compare_departments(table, kind, e, matrix[:, [number[d] for d in duties_of(e.table)]]) for e in others]
    return sorted(found, key=lambda s: (-s.score, s.entry.id))


def align(ours: Sequence[str], theirs: Sequence[str], alike: Matrix) -> tuple[Aligned, ...]:
    """Duties paired one to one, the likest pair first, as long as they give the same duty."""
    pairs: list[Aligned] = []
    free = alike.copy()
    while free.size and free.max() >= SAME_DUTY:
        a, b = divmod(int(free.argmax()), free.shape[1])
        pairs.append(Aligned(ours[a], theirs[b], round(float(alike[a, b]), 3)))
        free[a, :], free[:, b] = 0, 0
    order = {duty: n for n, duty in enumerate(ours)}
    return tuple(sorted(pairs, key=lambda p: order[p.ours]))


def compare_departments(table: TargetTable, kind: str | None, other: Entry, alike: Matrix) -> Similar:
    """How like ours another department is. ``alike``: our duties × its duties."""
    ours, theirs = duties_of(table), duties_of(other.table)
    aligned = align(ours, theirs, alike)
    covered = sum(alike.max(axis=1)) / len(ours) if alike.size else 0.0
    share = len(aligned) / max(1, min(len(ours), len(theirs)))
    level = 1.0 if _level(table.department) == _level(other.department) else 0.0
    money, their_money = _budget(table), _budget(other.table)
    ratio = their_money / money if money and their_money else None
    size = math.exp(-abs(math.log(ratio)) / 2) if ratio else 0.5
    same = kind is not None and kind == other.kind
    score = (
        _SHARES["duties"] * (0.5 * share + 0.5 * float(covered)) + _SHARES["level"] * level + _SHARES["budget"] * size
    )
    lacks = tuple(d for d in ours if d not in {a.ours for a in aligned})
    reasons = [f"同为{kind}部门" if same else f"{other.kind or '类别不明'}部门"]
    if ours:
        reasons.append(f"{len(ours)}项职责中{len(aligned)}项对应")
    if ratio:
        reasons.append(f"预算约为本单位的{ratio:.1f}倍")
    if lacks:
        weakest = min(lacks, key=lambda d: float(alike[ours.index(d)].max()) if alike.size else 0.0)
        reasons.append(f"最大差异：对方没有“{_short(weakest)}”")
    return Similar(other, round((0.5 if same else 0.0) + score / 2, 4), "；".join(reasons), aligned, lacks)


def _level(department: str | None) -> str:
    place = place_of(department) or "市"
    return "县区" if place.endswith(("县", "区", "旗")) and not place.endswith(("自治区", "地区")) else "市"


def _budget(table: TargetTable) -> float | None:
    income = table.funds.income
    total = (
        income.total or income.annual_budget or (table.funds.spending.total and table.funds.spending.total.full_year)
    )
    return float(total) if total and total > 0 else None


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
