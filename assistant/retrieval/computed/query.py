"""A question of how many, how much, which, what changed, who has none: as typed data, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from assistant.retrieval.records import Entry, Record
from assistant.table.model import Model

Field = Literal["full_year", "half_year", "actual", "weight", "budget", "basic", "projects"]
MONEY: tuple[Field, ...] = ("budget", "basic", "projects")
Column = Literal["department", "place", "kind", "year", "section", "category", "name"]
What = Literal["row", "project", "duty", "key_task"]
Aggregate = Literal["list", "count", "share", "sum", "mean", "median", "quartiles", "max", "min", "best", "worst"]
Change = Literal["difference", "added", "dropped", "unchanged"]


class CannotAnswer(Exception):
    """The question cannot be computed; the message is a Chinese sentence that says why and what can be asked."""


class Condition(Model):
    """A comparison with a number in ``unit`` (None: whatever the unit): ``>``, ``≥``, ``<``, ``≤``, ``=``."""

    operator: str
    number: Decimal
    unit: str | None = None

    def holds(self, number: Decimal, unit: str | None) -> bool:
        """Whether a number fulfils it; another unit never does."""
        if self.unit is not None and self.unit != unit:
            return False
        return {
            ">": number > self.number, "≥": number >= self.number, "<": number < self.number,
            "≤": number <= self.number, "=": number == self.number,
        }[self.operator]  # fmt: skip


class Query(Model):
    """What is asked. Filters first, then what is done with what they leave.

    ``names``: pieces that all stand in an indicator's name. ``of``: what is counted or listed. ``absent``: departments
    in which no row is left. ``group``: one result for each value of a column. ``years``: for a ``change`` the two
    years, earlier first. ``direction``: of the change, or of the order (1 rising or largest first, -1 the other way).
    ``met``: only rows whose result reached its target, or did not. ``counted``: the aggregate and ``having`` work on
    the numbers of rows in each group, not on their values. ``projects``: projects' tables instead of departments'.
    ``what``: the rows are indicators, or the tables' projects (valued by their budget), duties or key tasks. ``literal``:
    words that must stand in a row's text. ``exists``: whether there are any is asked. ``overall``: a share of the money
    of all departments, not of the own budget. ``best``: which of the groups' results comes first.
    """

    of: Literal["rows", "departments", "tables"] = "rows"
    what: What = "row"
    aggregate: Aggregate = "list"
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    field: Field = "full_year"
    condition: Condition | None = None
    having: Condition | None = None
    counted: bool = False
    quantified: bool | None = None
    met: bool | None = None
    absent: bool = False
    group: Column | None = None
    change: Change | None = None
    direction: Literal[-1, 0, 1] = 0
    top: int | None = None
    projects: bool = False
    literal: tuple[str, ...] = ()
    exists: bool = False
    overall: bool = False
    best: Literal["max", "min"] | None = None

    @property
    def filters_rows(self) -> bool:
        """Whether anything but the table itself is asked about."""
        return bool(
            self.sections or self.categories or self.names or self.condition or self.literal or self.what != "row"
            or self.quantified is not None or self.met is not None
        )  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One number of an answer: what it belongs to, the number, its unit."""

    label: str
    number: Decimal
    unit: str | None = None

    def to_json(self) -> dict[str, Any]:
        """``{"label", "number", "unit"}`` with a JSON number."""
        whole = self.number == self.number.to_integral_value()
        return {"label": self.label, "number": int(self.number) if whole else float(self.number), "unit": self.unit}


#: What one sort of question gives: the sentence, its figures, the names listed, the rows behind.
Parts = tuple[str, Sequence[Figure], Sequence[str], Sequence[Record]]


@dataclass(frozen=True)
class Answer:
    """An exact answer with what stands behind it, or an honest ``cannot`` (a Chinese sentence).

    ``names`` are the departments (or groups) listed; ``rows`` and ``tables`` the records behind; ``assumed`` what was
    taken for granted (the year, where none was named).
    """

    question: str
    text: str
    query: Query | None = None
    figures: tuple[Figure, ...] = ()
    names: tuple[str, ...] = ()
    rows: tuple[Record, ...] = ()
    tables: tuple[Entry, ...] = ()
    assumed: tuple[str, ...] = ()
    cannot: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Everything, with rows in the shape of search rows."""
        return {
            "question": self.question, "text": self.text, "cannot": self.cannot, "assumed": list(self.assumed),
            "figures": [f.to_json() for f in self.figures], "names": list(self.names),
            "rows": [r.to_json() for r in self.rows], "tables": [t.id for t in self.tables],
            "query": self.query.model_dump(mode="json", exclude_defaults=True) if self.query else None,
        }  # fmt: skip
