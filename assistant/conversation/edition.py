"""An edition (版本): a table as it stood at one moment of a conversation, with everything that is shown beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import uuid4

from assistant.checking import Finding, Report
from assistant.drafting import Record, Refused, VettedDraft
from assistant.reading import ReadTable
from assistant.reading.reading import Address, Repair
from assistant.table.model import Indicator, Model, TargetTable
from assistant.table.provenance import Grounds, Source

Origin = Literal["file", "draft", "edit"]


class Edition(Model):
    """One version (版本) of a table. Rows are named by ``ids``, one per indicator, which stay theirs over versions.

    ``title`` says in Chinese how the version came about; ``doubted`` are the rows that the reader was not sure of. ``repairs`` and ``doubts`` come from the reader and wait
    until a person has ``accepted`` them; ``grounds`` (by row), ``sources`` (by id), ``refused`` (rows set apart with their
    findings), ``assumptions``, ``questions`` and the ``record`` of how it was made come from a vetted draft. ``restored``: the number of the version this one
    brought back.
    """

    table: TargetTable
    report: Report
    origin: Origin
    title: str = ""
    ids: tuple[str, ...] = ()
    file: str | None = None
    cut: bool = False
    doubted: frozenset[int] = frozenset()
    addresses: tuple[Address, ...] = ()
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Repair, ...] = ()
    accepted: bool = False
    grounds: Mapping[int, Grounds] = {}
    sources: Mapping[str, Source] = {}
    refused: tuple[Refused, ...] = ()
    assumptions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    record: Record | None = None
    restored: int | None = None

    def row_of(self, id: str) -> int | None:
        """The index of the row of that id."""
        return self.ids.index(id) if id in self.ids else None

    def row(self, index: int) -> Indicator:
        """The indicator at that index."""
        return self.table.indicators[index]

    def findings_of(self, row: int | None) -> tuple[Finding, ...]:
        """The findings about one row, or about the table as a whole (None)."""
        return tuple(f for f in self.report.findings if f.row == row)


def new_ids(count: int) -> tuple[str, ...]:
    """Row ids for ``count`` new rows."""
    return tuple(f"r{uuid4().hex[:10]}" for _ in range(count))


def imported(
    read: ReadTable, index: int, file: str, report: Report, repairs: tuple[Repair, ...], doubts: tuple[Repair, ...]
) -> Edition:
    """The edition of one table that was read from a file (``index``: its place among the file's tables)."""
    return Edition(
        table=read.table,
        report=report,
        origin="file",
        title=f"读入 {file}",
        ids=new_ids(len(read.table.indicators)),
        file=file,
        cut=read.cut,
        doubted=read.doubted,
        addresses=read.addresses,
        repairs=tuple(r for r in repairs if r.table == index),
        doubts=tuple(d for d in doubts if d.table == index),
    )


def drafted(draft: VettedDraft, title: str) -> Edition:
    """The edition of a vetted draft: the only way for drafted rows into one that is kept."""
    return Edition(
        table=draft.table,
        report=draft.report,
        origin="draft",
        title=title,
        ids=new_ids(len(draft.table.indicators)),
        grounds=draft.grounds,
        sources=draft.sources,
        refused=draft.not_accepted,
        assumptions=draft.assumptions,
        questions=tuple(question.text for question in draft.questions),
        record=draft.record,
    )
