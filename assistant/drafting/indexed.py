"""The index as drafting's knowledge: what one viewer may see of it, and nothing of the year drafted for or later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.checking import PeerFigures
from assistant.drafting.knowledge import Precedent
from assistant.retrieval import Entry, Index
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.library import KindLibrary
from assistant.table import TargetTable, template

#: A department of another kind is a peer only where it shares at least so many duties.
_SHARED = 2


class Indexed:
    """``Knowledge`` over an open index for one viewer."""

    def __init__(self, index: Index, viewer: str) -> None:
        self._index, self._viewer = index, viewer

    def own(self, department: str, before: int) -> Sequence[Precedent]:
        return [_precedent(e) for e in reversed(self._tables(department, before))]

    def similar(self, table: TargetTable, before: int, limit: int) -> Sequence[Precedent]:
        kind = self._index.kind_of(table)
        found = self._index.similar(table, top=limit * 2, viewer=self._viewer)
        same = [s for s in found if kind is not None and s.entry.kind == kind]
        alike = [s for s in found if len(s.aligned) >= _SHARED]
        latest = (self._tables(s.entry.department, before)[:1] for s in (same or alike)[:limit])
        return [_precedent(e) for entries in latest for e in entries]

    def library(self, department: str, duties: Sequence[str]) -> KindLibrary | None:
        kind = self._index.kind_of(department)
        return self._index.library(kind) if kind else None

    def figures(self, table: TargetTable, before: int) -> Mapping[str, PeerFigures]:
        return self._index.peers_of(table, viewer=self._viewer, before=before)

    def alike(self, ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
        return self._index.alike(ours, theirs)

    def places(self) -> Sequence[str]:
        entries = self._index.tables(viewer=self._viewer)
        return sorted({name for e in entries for name in (e.place, e.department) if name})

    def _tables(self, department: str | None, before: int) -> list[Entry]:
        """The department's own whole-department tables of earlier years, newest first."""
        if not department:
            return []
        entries = self._index.tables(viewer=self._viewer, department=department)
        return [e for e in entries if e.year and e.year < before and _whole(e)]


def _whole(entry: Entry) -> bool:
    form = template(entry.template)
    return form is None or form.kind == "department"


def _precedent(entry: Entry) -> Precedent:
    return Precedent(table=entry.table, place=entry.place, record=entry.id, origin=entry.origin)
