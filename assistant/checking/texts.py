"""All texts of a table, each with the place where it stands: for rules that look at wording wherever it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assistant.checking.findings import Cell, Edit, Fix, MoveRow, Rename, SetText, SetValue
from assistant.checking.rule import Fault
from assistant.checking.sheet import Sheet


class Text(NamedTuple):
    """A text and its place: ``row`` and ``cell``, or ``path`` for parts that are no rows.

    A duty or key task is told once, at its first row; ``rows`` are all rows that carry it.
    """

    text: str
    row: int | None = None
    cell: Cell | None = None
    path: str | None = None
    rows: tuple[int, ...] = ()

    def fault(self, message: str, evidence: str = "", fix: Fix | None = None) -> Fault:
        """A fault at this place."""
        return Fault(message, evidence, row=self.row, cell=self.cell, path=self.path, fix=fix)

    def rewritten(self, new: str, title: str, safe: bool = False) -> Fix | None:
        """The fix that writes another text here; None where nothing would be left or the place cannot be written."""
        if not new.strip() or new == self.text:
            return None
        edits = tuple(self._edits(new))
        return Fix(title=title, edits=edits, safe=safe) if edits else None

    def _edits(self, new: str) -> Iterator[Edit]:
        if self.path is not None:
            yield SetText(path=self.path, text=new)
        elif self.row is not None and self.cell == "name":
            yield Rename(row=self.row, name=new)
        elif self.row is not None and self.cell in ("half_year", "full_year"):
            yield SetValue(row=self.row, cell="half_year" if self.cell == "half_year" else "full_year", text=new)
        elif self.cell == "duty":
            yield from (MoveRow(row=row, duty=new) for row in self.rows)
        elif self.cell == "key_task":
            yield from (MoveRow(row=row, key_task=new) for row in self.rows)


def texts(sheet: Sheet) -> tuple[Text, ...]:
    """Every text of the table once: its parts first, then duties and key tasks, then the rows."""
    return sheet.once(_all)


def together(sheet: Sheet) -> str:
    """All texts in one, a line each: what does not stand in it need not be looked for in each."""
    return sheet.once(_joined)


def _joined(sheet: Sheet) -> str:
    return "\n".join(t.text for t in texts(sheet))


def _all(sheet: Sheet) -> tuple[Text, ...]:
    return tuple(_texts(sheet))


def _texts(sheet: Sheet) -> Iterator[Text]:
    yield from part_texts(sheet)
    yield from heading_texts(sheet)
    for n, i in enumerate(sheet.table.indicators):
        if i.name.strip():
            yield Text(i.name, n, "name")
        if i.note:
            yield Text(i.note, n, "note")
        if i.half_year is not None:
            yield Text(i.half_year.text, n, "half_year")
        if i.full_year is not None:
            yield Text(i.full_year.text, n, "full_year")


def part_texts(sheet: Sheet) -> Iterator[Text]:
    """Department, duties text, organisation, goals and the names of projects."""
    table = sheet.table
    singles = ("department", "project", "organisation", "long_term_goal", "annual_goal")
    yield from (Text(text, path=name) for name in singles if (text := getattr(table, name)))
    yield from (Text(duty, path=f"duties.{n}") for n, duty in enumerate(table.duties) if duty)
    yield from (Text(p.name, path=f"funds.projects.{n}.name") for n, p in enumerate(table.funds.projects) if p.name)


def heading_texts(sheet: Sheet) -> Iterator[Text]:
    """Duties (职能) and key tasks (重点工作) of the duty section, each at the first row that carries it."""
    duties: dict[str, list[int]] = {}
    tasks: dict[str, list[int]] = {}
    for block in sheet.blocks:
        if block.duty:
            duties.setdefault(block.duty, []).extend(block.rows)
        if block.key_task:
            tasks.setdefault(block.key_task, []).extend(block.rows)
    yield from (Text(text, rows[0], "duty", rows=tuple(rows)) for text, rows in duties.items())
    yield from (Text(text, rows[0], "key_task", rows=tuple(rows)) for text, rows in tasks.items())
