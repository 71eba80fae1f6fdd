"""One turn: what was said, in which conversation, over which table and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.checking import check
from assistant.conversation.edition import Edition, new_ids
from assistant.conversation.reply import Shown
from assistant.conversation.rooms import Rooms
from assistant.conversation.store import Version
from assistant.drafting import Precedent
from assistant.drafting.results import Arranged, arranged, by_year, evaluates, with_results
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
        past = self.past(table.department, table.year, table.project)
        given = [t for t in (*past.history, past.last, *past.results) if t is not None]
        return tuple(with_results(p) for p in by_year([Precedent(table=t) for t in given]))

    def past(self, department: str, before: int, project: str | None = None) -> Arranged:
        """A department's tables of years before ``before`` in this conversation: of each year the newest, and the
        self-evaluations beside them."""
        found: dict[tuple[int, bool, str | None], TargetTable] = {}
        for table in self._tables():
            telling = evaluates(table)
            ours = _own(department, table.department) if telling else table.department == department
            year = table.year or before - 1
            if ours and year < before and (table.project == project or (telling and project is None)):
                found[year, telling, table.project] = table
        return arranged([found[key] for key in sorted(found, key=lambda k: k[:2])])

    @property
    def meant(self) -> TargetTable | None:
        """The table that is talked about: the newest one; where that tells results, the target table they belong to."""
        current = self.current.edition.table if self.current else None
        if current is None or not evaluates(current):
            return current
        targets = [t for t in self._tables() if not evaluates(t) and _own(t.department or "", current.department)]
        return targets[-1] if targets else current

    def _tables(self) -> Iterator[TargetTable]:
        """The tables of all versions, oldest first."""
        for number, _ in self.rooms.store.versions(self.conversation):
            if version := self.rooms.store.version(self.conversation, number):
                yield version.edition.table

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


def changed(edition: Edition, table: TargetTable, title: str, turn: Turn) -> Edition:
    """The edition after a person's change: checked again; rows that stay keep their ids, grounds, doubts and answers.

    What the model was asked and answered stays with the version that it wrote.
    """
    ids = kept_ids(edition, table)
    same = _same(edition, ids)
    now = {old: new for new, old in same.items()}
    answered = (a if a.row is None else a.model_copy(update={"row": now[a.row]}) for a in table.answered if a.row is None or a.row in now)  # fmt: skip
    table = table.model_copy(update={"answered": tuple(answered)})
    context = turn.rooms.context(table, turn.earlier(table), edition.cut)
    doubted = frozenset(now[row] for row in edition.doubted if row in now)
    record = edition.record.model_copy(update={"exchanges": ()}) if edition.record else None
    return edition.model_copy(
        update={
            "table": table,
            "report": check(table, context.model_copy(update={"doubted": doubted})),
            "origin": "edit",
            "title": title,
            "ids": ids,
            "grounds": {new: edition.grounds[old] for new, old in same.items() if old in edition.grounds},
            "doubted": doubted,
            "record": record,
            "addresses": (),
            "restored": None,
        }
    )


def kept_ids(edition: Edition, table: TargetTable) -> tuple[str, ...]:
    """Ids for a changed table: rows that say what they said are followed wherever they went; where as many rows as
    before are left over, they are those that were changed."""
    waiting = list(zip(edition.table.indicators, edition.ids, strict=True))
    found: list[str | None] = []
    for row in table.indicators:
        match = next((n for n, (before, _) in enumerate(waiting) if before == row), None)
        found.append(waiting.pop(match)[1] if match is not None else None)
    left = [id for _, id in waiting]
    rest = iter(left if len(left) == found.count(None) else new_ids(found.count(None)))
    return tuple(id if id is not None else next(rest) for id in found)


def _same(edition: Edition, ids: tuple[str, ...]) -> Mapping[int, int]:
    before = {id: row for row, id in enumerate(edition.ids)}
    return {row: before[id] for row, id in enumerate(ids) if id in before}


def _own(department: str, named: str | None) -> bool:
    """Whether a self-evaluation that names itself so is the department's: without a name, or one within the other."""
    return named is None or named in department or department in named
