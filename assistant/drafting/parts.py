"""The parts of a draft and its numbered sources: what a writer, whoever it is, writes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.checking import Context, PeerFigures
from assistant.drafting.figures import Figure
from assistant.drafting.knowledge import Precedent
from assistant.drafting.request import DraftRequest
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.library import LibraryIndicator
from assistant.table import Indicator, Section, Source, TargetTable, Template
from assistant.table.model import Model
from assistant.table.provenance import SourceKind


class Cited(Model):
    """An indicator of an earlier table and the source that it is cited by; ``result``: the one its result is cited by."""

    indicator: Indicator
    source: str
    department: str
    year: int
    result: str | None = None


class Task(Model):
    """A key task that a duty may take up and its source."""

    text: str
    source: str


class PeerRows(Model):
    """One indicator as similar departments have it, under its adapted name; ``of`` how many departments were looked at."""

    name: str
    rows: tuple[Cited, ...]
    of: int


class Shelved(Model):
    """An indicator of the library and its source."""

    indicator: LibraryIndicator
    source: str


class Planned(Model):
    """A figure of this year's plan, its source, and the key task that promises it."""

    figure: Figure
    source: str
    task: Task


class Part(Model):
    """What is written at a time. ``own``: each indicator of the last table with its earlier years, newest first.

    ``others``: key tasks of similar departments or the library, for a duty that is left without its own.
    ``planned``: figures of this year's plan that belong here.
    ``dropped``: indicators of the year before the last that the last table had no more.
    ``wanted``: with fewer rows than this a part is filled from similar departments and the library.
    """

    id: str
    section: Section
    title: str
    category: str | None = None
    duty: str | None = None
    common: bool = False
    tasks: tuple[Task, ...] = ()
    others: tuple[Task, ...] = ()
    own: tuple[tuple[Cited, ...], ...] = ()
    planned: tuple[Planned, ...] = ()
    dropped: tuple[Cited, ...] = ()
    peers: tuple[PeerRows, ...] = ()
    library: tuple[Shelved, ...] = ()
    wanted: int = 1


class Sources:
    """The numbered sources of one draft: the same row is cited by the same number."""

    def __init__(self) -> None:
        self.by_id: dict[str, Source] = {}
        self._known: dict[tuple[object, ...], str] = {}

    def add(self, kind: SourceKind, text: str, **more: object) -> str:
        """The id of the source, new or known."""
        key = (kind, text, more.get("department"), more.get("year"), more.get("row"))
        if key not in self._known:
            self._known[key] = f"S{len(self._known) + 1}"
            source = Source.model_validate({"id": self._known[key], "kind": kind, "text": text, **more})
            self.by_id[source.id] = source
        return self._known[key]

    def row(self, kind: SourceKind, of: Precedent, row: int) -> Cited:
        """An indicator row of an earlier table as a source."""
        i = of.table.indicators[row]
        source = self.add(
            kind, row_text(i), values=value_texts(i), department=of.department, place=of.place, year=of.year, row=row,
            record=f"{of.record}#{row}" if of.record else None, origin=of.origin,
        )  # fmt: skip
        return Cited(indicator=i, source=source, department=of.department, year=of.year)

    def task(self, kind: SourceKind, of: Precedent, row: int) -> str:
        """The key task that an indicator row of an earlier table stands under, as a source; its id."""
        return self.add(
            kind, f"重点工作｜{of.table.indicators[row].key_task}", department=of.department, place=of.place, year=of.year,
            row=row, record=f"{of.record}#{row}" if of.record else None, origin=of.origin,
        )  # fmt: skip


@dataclass(frozen=True)
class Materials:
    """Everything a draft is written from; ``own`` is what the checker knows of every table here."""

    request: DraftRequest
    template: Template
    head: TargetTable
    parts: tuple[Part, ...]
    sources: Sources
    alike: Callable[[Sequence[str], Sequence[str]], Matrix]
    history: tuple[TargetTable, ...]
    figures: Mapping[str, PeerFigures] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    own: Context = field(default_factory=Context)


def row_text(i: Indicator) -> str:
    """An indicator row as one line."""
    where = "｜".join(t for t in (i.section, i.category or i.duty, i.key_task) if t)
    values = "，".join(
        f"{label}{v.text}"
        for label, v in (("半年", i.half_year), ("全年", i.full_year), ("上年", i.last_year), ("完成", i.actual))
        if v
    )
    return f"{where}｜{i.name}：{values}"


def value_texts(i: Indicator) -> tuple[str, ...]:
    """The value texts that stand in an indicator row."""
    return tuple(v.text for v in (i.half_year, i.full_year, i.last_year, i.actual) if v)
