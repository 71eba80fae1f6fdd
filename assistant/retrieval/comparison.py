"""Our table beside others': what they have that we lack, what only we have, and our values within theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.checking.findings import PeerFigures
from assistant.retrieval.records import Record


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
                        {"department": r.entry.department, "year": r.entry.year, "name": r.text, "full_year": r.full_year, "record": r.id}
                        for r in m.records
                    ],
                }
                for m in self.missing
            ],
            "only_ours": [name for _, name in self.only_ours],
            "shared": [
                {
                    "name": s.name, "ours": s.ours, "n": s.figures.n, "low": _number(s.figures.low),
                    "median": _number(s.figures.median), "high": _number(s.figures.high), "unit": s.figures.unit,
                    "row": s.row, "years": list(s.figures.years),
                }
                for s in self.shared
            ],
        }  # fmt: skip


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def group_missing(
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
