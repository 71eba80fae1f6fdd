"""What the checker says: findings (问题), fixes (修改建议) as typed edits, and the report over one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.table.model import Indicator, Model, Number, Section, TargetTable
from assistant.table.provenance import Grounds, Source

Severity = Literal["error", "warning", "info"]
Cell = Literal["section", "category", "duty", "key_task", "name", "half_year", "full_year", "weight", "note"]


class SetValue(Model):
    """Write a value cell; ``text`` None empties it."""

    kind: Literal["set_value"] = "set_value"
    row: int
    cell: Literal["half_year", "full_year"]
    text: str | None


class Rename(Model):
    """Write the indicator's name."""

    kind: Literal["rename"] = "rename"
    row: int
    name: str


class MoveRow(Model):
    """Put a row under another heading; None leaves that heading as it is."""

    kind: Literal["move_row"] = "move_row"
    row: int
    section: Section | None = None
    category: str | None = None
    duty: str | None = None
    key_task: str | None = None


class SplitRow(Model):
    """One row that measures two things becomes one row per name, values kept."""

    kind: Literal["split_row"] = "split_row"
    row: int
    names: tuple[str, ...]


class AddRow(Model):
    """Insert an indicator before row ``at`` (``len(indicators)`` appends)."""

    kind: Literal["add_row"] = "add_row"
    at: int
    indicator: Indicator


class DeleteRow(Model):
    kind: Literal["delete_row"] = "delete_row"
    row: int


class SetNumber(Model):
    """Write one amount in 万元; ``path`` as in JSON: ``funds.spending.projects.full_year``, ``funds.projects.3.half_year``."""

    kind: Literal["set_number"] = "set_number"
    path: str
    number: Number | None


class SetText(Model):
    """Write a text outside the indicators: ``path`` is ``annual_goal``, ``organisation``, ``duties.2`` …"""

    kind: Literal["set_text"] = "set_text"
    path: str
    text: str | None


Edit = Annotated[
    SetValue | Rename | MoveRow | SplitRow | AddRow | DeleteRow | SetNumber | SetText, Field(discriminator="kind")
]


class Fix(Model):
    """How to mend a finding. ``safe``: needs no judgement. ``asks``: a fact nobody gave is needed first (then no edits)."""

    title: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    asks: str | None = None


class Finding(Model):
    """One thing wrong. ``row`` indexes ``indicators``; None: the whole table (``path`` then says which part).

    ``example``: how a similar department (同类部门) writes that indicator, where peers were given.
    """

    code: str
    severity: Severity
    message: str
    evidence: str
    basis: str
    section: str | None = None
    row: int | None = None
    name: str | None = None
    cell: Cell | None = None
    path: str | None = None
    fix: Fix | None = None
    example: str | None = None
    answered: str | None = None


class NotChecked(Model):
    """A rule that could not be decided, and why: never a finding, never silently a pass."""

    code: str
    why: str


class Coverage(Model):
    """What a report says of one family of rules: ``complete`` means every fault of that kind is found."""

    family: str
    name: str
    complete: bool
    rules: int
    not_checked: int = 0


class Report(Model):
    """All findings on one table in a stable order (table parts first, then by row, then by code)."""

    department: str | None = None
    year: int | None = None
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    def of_row(self, row: int) -> tuple[Finding, ...]:
        """The findings about one indicator row."""
        return tuple(f for f in self.findings if f.row == row)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity stand unanswered."""
        return sum(f.severity == severity and f.answered is None for f in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The unanswered findings for which a finance bureau would return the table."""
        return tuple(f for f in self.findings if f.severity == "error" and f.answered is None)


class PeerValue(Model):
    """One value behind a distribution, and where it stands (``record`` opens it); an outlier is shown, never counted."""

    record: str
    name: str
    department: str | None = None
    place: str | None = None
    year: int | None = None
    text: str = ""
    number: Number
    likeness: float = 1.0
    outlier: bool = False
    origin: str | None = None


class PeerFigures(Model):
    """What similar departments (同类部门) set for one indicator: numbers in ``unit``; quartiles None under the minimum n.

    ``n`` counts department-years without the outliers; ``values`` are all of them, outliers marked. ``direction``:
    the way in which most of them set a bound (≥: higher is better); None where they set none.
    """

    name: str
    unit: str | None = None
    n: int = 0
    low: Number | None = None
    median: Number | None = None
    high: Number | None = None
    direction: Literal["higher", "lower"] | None = None
    years: tuple[int, ...] = ()
    values: tuple[PeerValue, ...] = ()


class Context(Model):
    """What the checker may know beside the table, as plain data. Everything is optional: what is missing is not checked.

    ``history``: the department's earlier tables, oldest first (results in ``Indicator.actual``). ``peers``: by indicator
    name. ``duties``: the department's duties where the table itself has none. ``draft``: set for drafts only, then the
    DRF rules run: ``sources`` by id, ``grounds`` by row. ``places``: names of other places and departments that must not
    be carried over. ``cut``: the reader saw that the table is cut or uncertain, so nothing is called missing.
    ``doubted``: rows that the reader is not sure of; what is found there is worth a look (info) and no more.
    """

    history: tuple[TargetTable, ...] = ()
    peers: Mapping[str, PeerFigures] = {}
    duties: tuple[str, ...] = ()
    draft: bool = False
    sources: Mapping[str, Source] = {}
    grounds: Mapping[int, Grounds] = {}
    places: tuple[str, ...] = ()
    cut: bool = False
    doubted: frozenset[int] = frozenset()
    settings: Mapping[str, Mapping[str, Any]] = {}
    words: Mapping[str, Mapping[str, Any]] = {}


class Explanation(Model):
    """A finding told to a person: each field is Chinese text; ``asks`` and ``example`` may be absent."""

    code: str
    rule: str
    wrong: str
    evidence: str
    why: str
    basis: str
    mend: str
    asks: str | None = None
    example: str | None = None

    def text(self) -> str:
        """All of it as lines to read, for chat, page and command line alike."""
        lines = [
            f"{self.code} {self.rule}",
            f"问题：{self.wrong}",
            f"证据：{self.evidence}" if self.evidence else "",
            f"为什么在意：{self.why}",
            f"依据：{self.basis}",
            f"怎么改：{self.mend}",
            f"还需要您提供：{self.asks}" if self.asks else "",
            f"可参考：{self.example}" if self.example else "",
        ]
        return "\n".join(line for line in lines if line)
