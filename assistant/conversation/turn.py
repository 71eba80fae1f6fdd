"""One turn: what was said, in which conversation, over which table and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.checking import Context, check
from assistant.conversation.edition import Edition, new_ids
from assistant.conversation.reply import Shown
from assistant.conversation.rooms import Rooms
from assistant.conversation.store import Version
from assistant.table.model import Model, TargetTable


class Marked(Model):
    """The row that is marked on the page, and in which version."""

    version: int
    row: str


@dataclass(frozen=True, slots=True)
class Turn:
    """``current`` is the newest version (None: no table yet); ``marked`` the row marked on the page; ``today`` this year."""

    rooms: Rooms
    conversation: str
    said: str
    current: Version | None = None
    marked: Marked | None = None
    today: int = 2000

    @property
    def pointed(self) -> tuple[Edition, int] | None:
        """The edition and the index of the marked row."""
        version = self.marked and self.rooms.store.version(self.conversation, self.marked.version)
        row = version.edition.row_of(self.marked.row) if version and self.marked else None
        return (version.edition, row) if version and row is not None else None

    def earlier(self, table: TargetTable) -> tuple[TargetTable, ...]:
        """The tables of the same department (or project) for earlier years in this conversation, oldest first."""
        if table.department is None or table.year is None:
            return ()
        return self.past(table.department, table.year, table.project)

    def past(self, department: str, before: int, project: str | None = None) -> tuple[TargetTable, ...]:
        """A department's tables of years before ``before`` in this conversation: of each year the newest, oldest first."""
        found: dict[int, TargetTable] = {}
        for number, _ in self.rooms.store.versions(self.conversation):
            version = self.rooms.store.version(self.conversation, number)
            table = version.edition.table if version else None
            if table and table.department == department and table.project == project:
                found[table.year or before - 1] = table
        return tuple(found[year] for year in sorted(found) if year < before)

    def keep(self, edition: Edition) -> Shown:
        """Keep an edition as the newest version, and say so."""
        number = self.rooms.store.keep(self.conversation, edition)
        return shown(number, edition)


def shown(number: int, edition: Edition) -> Shown:
    """The part that says which version stands now."""
    report = edition.report
    return Shown(
        version=number,
        text=f"第{number}版：{edition.title}",
        errors=report.count("error"),
        warnings=report.count("warning"),
        infos=report.count("info"),
    )


def changed(edition: Edition, table: TargetTable, title: str, context: Context) -> Edition:
    """The edition after a person's change: checked again; rows that stay keep their ids and grounds."""
    ids = kept_ids(edition, table)
    grounds = {new: edition.grounds[old] for new, old in _same(edition, ids).items() if old in edition.grounds}
    return edition.model_copy(
        update={
            "table": table,
            "report": check(table, context),
            "origin": "edit",
            "title": title,
            "ids": ids,
            "grounds": grounds,
            "addresses": (),
            "restored": None,
        }
    )


def kept_ids(edition: Edition, table: TargetTable) -> tuple[str, ...]:
    """Ids for a changed table: rows are followed by position where their number stayed, by what they say where not."""
    old = edition.table.indicators
    if len(old) == len(table.indicators):
        return edition.ids
    waiting = list(zip(old, edition.ids, strict=True))
    ids = []
    for row in table.indicators:
        match = next((n for n, (before, _) in enumerate(waiting) if before == row), None)
        ids.append(waiting.pop(match)[1] if match is not None else new_ids(1)[0])
    return tuple(ids)


def _same(edition: Edition, ids: tuple[str, ...]) -> Mapping[int, int]:
    before = {id: row for row, id in enumerate(edition.ids)}
    return {row: before[id] for row, id in enumerate(ids) if id in before}
