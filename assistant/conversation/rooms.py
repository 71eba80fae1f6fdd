"""What every conversation of a process works with: settings, the store, and the index, opened when first needed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from assistant.checking import Context
from assistant.checking.own import own_context
from assistant.conversation.store import Store
from assistant.retrieval.state import StateInUse
from assistant.settings import Settings
from assistant.table.model import TargetTable

if TYPE_CHECKING:
    from assistant.retrieval import Index

#: Whose eyes the index is asked with: one installation, one office; everything in it is for everybody there.
VIEWER = "public"


class Rooms:
    """Settings, store and index of one process; an ``index`` that is open already is taken as it is.

    ``own`` is what the checker knows of every table here. Raises ``ValueError`` where its files cannot be used.
    """

    def __init__(self, settings: Settings, index: Index | None = None) -> None:
        self.settings = settings
        self.own = own_context(settings.rules, settings.words)
        self.store = Store(settings.state)
        self._index = index
        self._opening = Lock()

    def index(self) -> Index:
        """The index, opened at the first call (seconds). Raises ``StateInUse`` where another process owns the folder."""
        with self._opening:
            if self._index is None:
                from assistant.retrieval import open_index  # seconds of imports: not before the page stands

                self._index = open_index(self.settings)
            return self._index

    @property
    def ready(self) -> Index | None:
        """The index if it is open already."""
        return self._index

    def departments(self) -> tuple[str, ...]:
        """The departments of the corpus, as far as the index is open."""
        if self._index is None:
            return ()
        tables = self._index.tables(viewer=VIEWER)
        return tuple(sorted({entry.department for entry in tables if entry.department}))

    def context(self, table: TargetTable, earlier: tuple[TargetTable, ...] = (), cut: bool = False) -> Context:
        """What the checker may know beside a table: earlier years (given, else from the corpus) and peers' figures."""
        try:
            index = self.index()
        except StateInUse:
            return self.own.model_copy(update={"history": earlier, "cut": cut})
        held = index.tables(viewer=VIEWER, department=table.department) if table.department and not earlier else ()
        past = tuple(e.table for e in reversed(held) if table.year and e.year and e.year < table.year)
        peers = index.peers_of(table, viewer=VIEWER)
        return self.own.model_copy(update={"history": earlier or past, "peers": peers, "cut": cut})

    def close(self) -> None:
        """Let go of everything under the state folder."""
        self.store.close()
        if self._index is not None:
            self._index.close()


def meant_instead(index: Index, name: str) -> tuple[str, ...]:
    """The departments to offer where nobody knows a name: mistyped, shortened, or without its place. None for one of
    another place, which is nobody's slip: such are drafted for every day."""
    return () if index.elsewhere(name, viewer=VIEWER) else index.nearest(name, viewer=VIEWER)


def department_meant(index: Index, name: str) -> str | None:
    """The department of the corpus that a name means: itself, or the only one of that name with its place left out.

    Never one of another place that merely looks alike.
    """
    known = index.department(name, viewer=VIEWER)
    return known if known and known.endswith(name) else None
