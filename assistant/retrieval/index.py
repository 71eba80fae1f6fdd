"""The index: opened once per state folder, asked by page, command line and drafting alike.

Every question names its ``viewer``: shelves that the viewer may not see are never touched.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import get_args

import numpy as np
from rapidfuzz import fuzz, process

from assistant.retrieval.chroma import NearestTexts
from assistant.retrieval.encoders import choose
from assistant.retrieval.kinds import Kinds
from assistant.retrieval.library import KindLibrary, load_library
from assistant.retrieval.records import PUBLIC, Entry, Record, What, place_of, records_of
from assistant.retrieval.search import Hit, Question, rank
from assistant.retrieval.shelf import Shelf, Where
from assistant.retrieval.state import Owner, Store
from assistant.retrieval.text import fold, widen
from assistant.retrieval.vectors import Progress, Vectors
from assistant.settings import Settings
from assistant.shipped import shipped
from assistant.table import TargetTable

_WHATS: tuple[What, ...] = get_args(What)
_SHIPPED = "shipped"


def open_index(settings: Settings, progress: Progress | None = None, corpus: Path | None = None) -> Index:
    """Open the index of ``settings.state`` over the shipped corpus (or the one in ``corpus``).

    Answers are right as soon as this returns; the vector index on disk is verified and mended behind it
    (``progress`` is told, from another thread then). Raises ``StateInUse`` where another process owns the folder.
    """
    settings.state.mkdir(parents=True, exist_ok=True)
    owner = Owner(settings.state)
    try:
        return Index(settings, owner, progress, corpus or shipped("corpus"))
    except BaseException:
        owner.release()
        raise


def load_tables(folder: Path) -> list[Entry]:
    """The tables of a corpus folder, in the order of files and lines."""
    entries = []
    for path in sorted((folder / "tables").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                data = json.loads(line)
                entries.append(
                    Entry(data["table"], data.get("kind"), data.get("place"), data["origin"], planted=bool(data.get("planted")), shipped=True)
                )  # fmt: skip
    return entries


class Index:
    """See the module. A context manager; ``close`` gives the state folder up."""

    def __init__(self, settings: Settings, owner: Owner, progress: Progress | None, corpus: Path) -> None:
        self._owner = owner
        self._store = Store(settings.state)
        self._lock = threading.RLock()
        self.libraries = load_library(corpus / "library")
        encoder = choose(settings)
        self._vectors = Vectors(encoder, self._store, corpus / "vectors")
        self._near = NearestTexts(settings.state / "chroma", encoder.id)
        self._entries: dict[str, list[Entry]] = {_SHIPPED: load_tables(corpus)}
        for entry in self._store.entries():
            self._entries.setdefault(_shelf_of(entry.visibility), []).append(entry)
        self._shelves: dict[tuple[str, What], Shelf] = {}
        self._kinds = Kinds(self.libraries, self._entries[_SHIPPED])
        for number, name in enumerate(sorted(self._entries, key=lambda n: n != _SHIPPED)):
            if progress:
                progress(number, len(self._entries), "整理表格")
            self._lay(name, progress)
        self._floor = self._unrelated()
        self._mending = threading.Thread(target=self._mend, args=(progress,), name="index-mend", daemon=True)
        self._mending.start()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop the mending, close the files, give the state folder up. What is kept stays whole."""
        self._near.close()
        self._mending.join()
        self._store.close()
        self._owner.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the vector index on disk is complete; False where it is not yet at the timeout (seconds)."""
        self._mending.join(timeout)
        return not self._mending.is_alive()

    @property
    def status(self) -> str:
        """One Chinese line: how much is indexed, and which encoder runs."""
        tables = sum(len(entries) for entries in self._entries.values())
        rows = sum(len(s.records) for (_, what), s in self._shelves.items() if what == "row")
        return f"已索引 {tables} 张表、{rows} 条指标。{self._vectors.encoder.status}"

    # What is asked

    def search(self, question: str, where: Where | None = None, top: int = 10, *, viewer: str) -> tuple[Hit, ...]:
        """The best matching records for everyday or official words, best first; an empty question finds nothing."""
        if not fold(question):
            return ()
        where = where or Where()
        return rank(self._visible(viewer, where.what), self._question(question), where, top, self._near, self._floor)

    def tables(
        self, *, viewer: str, department: str | None = None, kind: str | None = None, place: str | None = None,
        year: int | None = None, project: bool = False,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """The visible tables that fit, newest first; ``project`` True gives projects' tables instead of departments'."""
        fitting = [
            e
            for e in self._all(viewer)
            if (department is None or e.department == department)
            and (kind is None or e.kind == kind)
            and (place is None or e.place == place)
            and (year is None or e.year == year)
            and bool(e.data.get("project")) == project
        ]
        return tuple(sorted(fitting, key=lambda e: (-(e.year or 0), e.place or "", e.department or "", e.id)))

    def department(self, name: str, *, viewer: str) -> str | None:
        """The department that a person means: exact, or without its place where that is clear, or mistyped."""
        known = sorted({e.department for e in self._all(viewer) if e.department})
        wanted = fold(name)
        if wanted in known:
            return wanted
        holding = [d for d in known if wanted and fold(d).endswith(wanted)]
        if len(holding) == 1:
            return holding[0]
        best = process.extractOne(wanted, known, scorer=fuzz.ratio, score_cutoff=80)
        return best[0] if best and not holding else None

    def kind_of(self, department: str | TargetTable | None) -> str | None:
        """The kind of a department, by its name. None where nothing says."""
        return self._kinds.of_name(department.department if isinstance(department, TargetTable) else department)

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds of department that the library or the corpus knows."""
        return self._kinds.all

    def library(self, kind: str) -> KindLibrary | None:
        """The indicator library of a kind."""
        return next((library for library in self.libraries if library.kind == kind), None)

    def record(self, id: str, *, viewer: str) -> Record | None:
        """The record that a source names, if the viewer may see it."""
        entry_id = id.rsplit("#", 1)[0]
        entry = next((e for e in self._all(viewer) if e.id == entry_id), None)
        return next((r for r in records_of(entry) if r.id == id), None) if entry else None

    # What is added

    def add(
        self, tables: Iterable[TargetTable], origin: str, visibility: str, progress: Progress | None = None
    ) -> tuple[Entry, ...]:
        """Keep tables and index what is new in them. ``visibility``: ``"public"`` or the owner's id.

        A table of the same department, year and project (and visibility) replaces the earlier one. Kept first, then
        embedded: an interrupted run goes on at the next start.
        """
        entries = tuple(
            Entry(t.to_json(), self.kind_of(t), place_of(t.department), origin, visibility) for t in tables
        )
        with self._lock:
            self._store.keep(entries)
            name = _shelf_of(visibility)
            fresh = {e.id: e for e in entries}
            self._entries[name] = [e for e in self._entries.get(name, []) if e.id not in fresh] + list(fresh.values())
            self._refresh(name, progress)
        return entries

    def remove(self, id: str, *, viewer: str) -> bool:
        """Drop an added table; False where the viewer has none of that id. The shipped corpus cannot be dropped."""
        with self._lock:
            for name in (_shelf_of(viewer), _shelf_of(PUBLIC)):
                kept = [e for e in self._entries.get(name, []) if e.id != id]
                if len(kept) < len(self._entries.get(name, [])):
                    self._store.forget(id)
                    self._entries[name] = kept
                    self._refresh(name, None)
                    return True
        return False

    # Within

    def _all(self, viewer: str) -> list[Entry]:
        return [e for name in _names(viewer) for e in self._entries.get(name, ())]

    def _visible(self, viewer: str, what: What) -> list[Shelf]:
        return [self._shelves[name, what] for name in _names(viewer) if (name, what) in self._shelves]

    def _question(self, question: str) -> Question:
        folded = fold(question)
        mentions = self._kinds.mentioned(folded)
        return Question(mentions.rest, widen(mentions.rest), self._vectors.encoder.query(mentions.rest), mentions)

    def _lay(self, name: str, progress: Progress | None) -> None:
        records: dict[What, list[Record]] = {what: [] for what in _WHATS}
        for entry in self._entries[name]:
            for record in records_of(entry):
                records[record.what].append(record)
        for what in _WHATS:
            base = None if name == _SHIPPED else self._shelves[_SHIPPED, what]
            self._shelves[name, what] = Shelf(f"{name}_{what}", records[what], self._vectors, base, progress)

    def _refresh(self, name: str, progress: Progress | None) -> None:
        self._lay(name, progress)
        for what in _WHATS:
            shelf = self._shelves[name, what]
            self._near.fill(shelf.name, shelf.digests, shelf.matrix)

    def _mend(self, progress: Progress | None) -> None:
        for shelf in list(self._shelves.values()):
            told = None if progress is None else lambda done, total: progress(done, total, "写入向量索引")
            self._near.fill(shelf.name, shelf.digests, shelf.matrix, told)

    def _unrelated(self) -> float:
        """The usual similarity of two texts that have nothing to do with each other, for this encoder."""
        matrix = self._shelves[_SHIPPED, "row"].matrix
        if len(matrix) < 50:
            return 0.0 if not matrix.any() else 0.5
        one, other = np.random.default_rng(0).integers(len(matrix), size=(2, 4000))
        return float(np.mean(np.sum(matrix[one] * matrix[other], axis=1)[one != other]))


def _names(viewer: str) -> Sequence[str]:
    own = _shelf_of(viewer)
    public = _shelf_of(PUBLIC)
    return (_SHIPPED, public) if own == public else (_SHIPPED, public, own)


def _shelf_of(visibility: str) -> str:
    """A shelf's name: fit for a Chroma collection whatever characters an owner's id has."""
    from hashlib import blake2b

    return "public" if visibility == PUBLIC else "u" + blake2b(visibility.encode("utf-8"), digest_size=12).hexdigest()
