"""Our table beside others': what they have that we lack, what only we have, and our values within theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.checking.findings import PeerFigures
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.library import KindLibrary
from assistant.retrieval.likeness import SAME_DUTY, SAME_NAME, Likeness
from assistant.retrieval.peers import figures, usual_range
from assistant.retrieval.records import Entry, Record, records_of
from assistant.retrieval.similar import duties_of
from assistant.table import TargetTable


@dataclass(frozen=True)
class Missing:
    """An indicator that others have and we lack. ``held_by`` of ``of`` departments; ``records`` are examples."""

    name: str
    duty: str | None
    held_by: int
    of: int
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Shared:
    """An indicator both have: our value as written, and theirs as a distribution."""

    row: int
    name: str
    ours: str | None
    figures: PeerFigures


@dataclass(frozen=True)
class Comparison:
    """See the module. ``with_departments`` are the others; ``only_ours`` the rows (index, name) no other has."""

    department: str | None
    with_departments: tuple[str, ...]
    missing: tuple[Missing, ...]
    only_ours: tuple[tuple[int, str], ...]
    shared: tuple[Shared, ...]

    def to_json(self) -> dict[str, Any]:
        """The published shape (format.md, ``zhibiao compare``)."""
        return {
            "department": self.department,
            "with": list(self.with_departments),
            "missing": [
                {
                    "name": m.name, "duty": m.duty, "held_by": m.held_by, "of": m.of,
                    "examples": [
                        {"department": r.entry.department, "year": r.entry.year, "name": r.text, "full_year": r.full_year, "record": r.id, "origin": r.entry.origin}
                        for r in m.records
                    ],
                }
                for m in self.missing
            ],
            "only_ours": [name for _, name in self.only_ours],
            "shared": [
                {
                    "name": s.name, "ours": s.ours, "n": s.figures.n, "direction": s.figures.direction, "low": _number(s.figures.low),
                    "median": _number(s.figures.median), "high": _number(s.figures.high), "unit": s.figures.unit,
                    "row": s.row, "years": list(s.figures.years),
                }
                for s in self.shared
            ],
        }  # fmt: skip


def compare_tables(
    table: TargetTable, kind: str | None, latest: Sequence[Entry], all_years: Sequence[Entry],
    library: KindLibrary | None, likeness: Likeness, doubted: frozenset[str] = frozenset(),
) -> Comparison:  # fmt: skip
    """Our table beside others' ``latest`` tables; values are set against all their years."""
    theirs = _rows(latest)
    our_names, names = [i.name for i in table.indicators], sorted({r.text for r in _rows(all_years)})
    number = {name: n for n, name in enumerate(names)}
    alike = likeness.measures(our_names, names, kind)
    held = alike.max(axis=0) >= SAME_NAME if alike.size else np.zeros(len(names), bool)
    general = {"决策", "过程"} - {i.section for i in table.indicators}  # our form has no common indicators (共性指标)
    lacking = [r for r in theirs if not held[number[r.text]] and r.section not in general]
    everything, now = _rows(all_years), {r.text for r in theirs}
    only, shared = list[tuple[int, str]](), list[Shared]()
    generally = {"决策", "过程"} - {r.section for r in theirs}
    for row, indicator in enumerate(table.indicators):
        if indicator.section in generally:
            continue
        near = {names[n]: float(alike[row, n]) for n in np.flatnonzero(alike[row] >= SAME_NAME)}
        if indicator.name and not near.keys() & now:
            only.append((row, indicator.name))
        elif indicator.name:
            unit = indicator.full_year.unit if indicator.full_year else None
            found = [(r, near[r.text]) for r in everything if r.text in near]
            distribution = figures(indicator.name, unit, found, usual_range(library, indicator.name, unit), doubted)
            shared.append(
                Shared(row, indicator.name, indicator.full_year.text if indicator.full_year else None, distribution)
            )
    lacked = sorted({r.text for r in lacking})
    groups = dict(zip(lacked, _groups(likeness.measures(lacked, lacked, kind)), strict=True))
    ours = _our_duties(lacking, duties_of(table), kind, likeness)
    missing = _missing(lacking, [groups[r.text] for r in lacking], ours, len(latest))
    return Comparison(table.department, tuple(e.department or "" for e in latest), missing, tuple(only), tuple(shared))


def _rows(entries: Sequence[Entry]) -> list[Record]:
    return [r for e in entries for r in records_of(e) if r.what == "row"]


def _our_duties(
    records: Sequence[Record], duties: Sequence[str], kind: str | None, likeness: Likeness
) -> dict[str, str]:
    """The duty of ours that each of their duties comes nearest to, where one does."""
    theirs = sorted({r.duty for r in records if r.duty})
    alike = likeness.duties(duties, theirs, kind)
    if not alike.size:
        return {}
    return {d: duties[int(alike[:, n].argmax())] for n, d in enumerate(theirs) if alike[:, n].max() >= SAME_DUTY}


def _groups(alike: Matrix) -> list[int]:
    """Numbers of groups of names that measure the same: each joins the first name it is like enough to."""
    groups: list[int] = []
    for n in range(len(alike)):
        like = [m for m in range(n) if groups[m] == m and alike[m, n] >= SAME_NAME]
        groups.append(max(like, key=lambda m: (float(alike[m, n]), -m)) if like else n)
    return groups


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _missing(
    rows: Sequence[Record], same: Sequence[int], our_duty: Mapping[str, str], departments: int
) -> tuple[Missing, ...]:
    """Others' rows that we lack, grouped by meaning: ``same[n]`` numbers the group of ``rows[n]``.

    ``our_duty``: the duty of ours that a duty of theirs corresponds to. Ranked by how many departments hold it, what
    answers for a duty before the common indicators.
    """
    groups: dict[int, list[Record]] = {}
    for record, number in zip(rows, same, strict=True):
        groups.setdefault(number, []).append(record)
    found = []
    for records in groups.values():
        holders: dict[str | None, Record] = {}
        for r in sorted(records, key=lambda r: (-(r.entry.year or 0), r.id)):
            holders.setdefault(r.entry.department, r)
        first = next(iter(holders.values()))
        found.append(
            Missing(
                first.text,
                our_duty.get(first.duty or "") or first.duty,
                len(holders),
                departments,
                tuple(holders.values()),
            )
        )
    return tuple(
        sorted(found, key=lambda m: (-m.held_by, m.records[0].section in ("决策", "过程"), m.duty or "～", m.name))
    )
