"""What the index holds: tables on shelves, one set of shelves per visibility, and the vector index on disk behind them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import get_args

import numpy as np

from assistant.retrieval.chroma import NearestTexts
from assistant.retrieval.concepts import Concepts
from assistant.retrieval.library import KindLibrary
from assistant.retrieval.peers import wild_tables
from assistant.retrieval.records import PUBLIC, Entry, Record, What, records_of
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.state import Store
from assistant.retrieval.vectors import Progress, Vectors

_WHATS: tuple[What, ...] = get_args(What)
_SHIPPED = "shipped"


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


class Holdings:
    """The shipped tables and those that people added. Whoever asks names a ``viewer``: shelves that the viewer may not see
    are never touched. ``near`` answers from disk as far as it is filled; it is verified and mended behind the caller.
    """

    def __init__(
        self, shipped: Sequence[Entry], libraries: Sequence[KindLibrary], concepts: Concepts, store: Store,
        vectors: Vectors, near: NearestTexts, progress: Progress | None,
    ) -> None:  # fmt: skip
        self.near = near
        self._libraries, self._concepts, self._store, self._vectors = libraries, concepts, store, vectors
        self._lock = threading.RLock()
        self._entries: dict[str, list[Entry]] = {_SHIPPED: list(shipped)}
        for entry in store.entries():
            self._entries.setdefault(_shelf_of(entry.visibility), []).append(entry)
        self._shelves: dict[tuple[str, What], Shelf] = {}
        self._wild: dict[str, frozenset[str]] = {}
        for number, name in enumerate(sorted(self._entries, key=lambda n: n != _SHIPPED)):
            if progress:
                progress(number, len(self._entries), "整理表格")
            self._lay(name, progress)
        self._mending = threading.Thread()
        self._mend(list(self._shelves.values()), progress)

    def close(self) -> None:
        """Stop the mending and close the files. What is kept stays whole."""
        self.near.close()
        self._mending.join()
        self._store.close()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the vector index on disk is complete; False where it is not yet at the timeout (seconds)."""
        self._mending.join(timeout)
        return not self._mending.is_alive()

    @property
    def counts(self) -> tuple[int, int]:
        """How many tables and how many indicator rows are held, for whomever."""
        rows = (len(shelf.records) for (_, what), shelf in self._shelves.items() if what == "row")
        return sum(len(entries) for entries in self._entries.values()), sum(rows)

    def entries(self, viewer: str) -> list[Entry]:
        """The tables that the viewer may see."""
        return [e for name in _names(viewer) for e in self._entries.get(name, ())]

    def shelves(self, viewer: str, what: What) -> list[Shelf]:
        """The shelves that the viewer may see."""
        return [self._shelves[name, what] for name in _names(viewer) if (name, what) in self._shelves]

    def shipped(self, what: What) -> Shelf:
        """The shelf of the shipped tables."""
        return self._shelves[_SHIPPED, what]

    def latest(self, viewer: str, without: str | None) -> list[Entry]:
        """The latest whole-department table of every visible department but the one of that name."""
        ours = (e for e in self.entries(viewer) if not e.data.get("project") and not e.evaluates)
        latest: dict[str | None, Entry] = {}
        for entry in newest_first(ours):
            if entry.department and entry.department != without:
                latest.setdefault(entry.department, entry)
        return list(latest.values())

    def doubted(self, viewer: str) -> frozenset[str]:
        """The ids of added tables whose figures lie so far from the usual that they count for nothing."""
        return frozenset(id for name in _names(viewer) for id in self._wild.get(name, ()))

    def keep(self, entries: Sequence[Entry], visibility: str, progress: Progress | None) -> None:
        """Keep tables and lay them on their shelves; one of the same id replaces the earlier.

        Kept first, then embedded: an interrupted run goes on at the next start.
        """
        with self._lock:
            self._store.keep(entries)
            name = _shelf_of(visibility)
            fresh = {e.id: e for e in entries}
            self._entries[name] = [e for e in self._entries.get(name, []) if e.id not in fresh] + list(fresh.values())
            self._refresh(name, progress)

    def drop(self, id: str, viewer: str) -> bool:
        """Drop an added table; False where the viewer has none of that id. The shipped tables cannot be dropped."""
        with self._lock:
            for name in (_shelf_of(viewer), _shelf_of(PUBLIC)):
                kept = [e for e in self._entries.get(name, []) if e.id != id]
                if len(kept) < len(self._entries.get(name, [])):
                    self._store.forget(id)
                    self._entries[name] = kept
                    self._refresh(name, None)
                    return True
        return False

    def unrelated(self) -> float:
        """The usual similarity of two texts that have nothing to do with each other, for the encoder in use."""
        matrix = np.concatenate([self.shipped(what).matrix for what in _WHATS])
        if len(matrix) < 2:
            return 0.0
        one, other = np.random.default_rng(0).integers(len(matrix), size=(2, 4000))
        return float(np.mean(np.sum(matrix[one] * matrix[other], axis=1)[one != other]))

    def _lay(self, name: str, progress: Progress | None) -> None:
        records: dict[What, list[Record]] = {what: [] for what in _WHATS}
        for entry in self._entries[name]:
            for record in records_of(entry):
                records[record.what].append(record)
        self._wild[name] = frozenset() if name == _SHIPPED else wild_tables(self._entries[name], self._libraries)
        for what in _WHATS:
            base = None if name == _SHIPPED else self._shelves[_SHIPPED, what]
            self._shelves[name, what] = Shelf(
                f"{name}_{what}", records[what], self._concepts, self._vectors, base, progress
            )

    def _refresh(self, name: str, progress: Progress | None) -> None:
        self._lay(name, progress)
        self._mend([self._shelves[name, what] for what in _WHATS], progress)

    def _mend(self, shelves: Sequence[Shelf], progress: Progress | None) -> None:
        """Write what is missing into the vector index on disk, behind the caller, one run after the other."""
        before = self._mending
        for shelf in shelves:
            self.near.stale(shelf.name)

        def told(done: int, total: int) -> None:
            if progress:
                progress(done, total, "写入向量索引")

        def mend() -> None:
            if before.ident:
                before.join()
            for shelf in shelves:
                self.near.fill(shelf.name, shelf.digests, shelf.wordings.matrix, told)

        self._mending = threading.Thread(target=mend, name="index-mend", daemon=True)
        self._mending.start()


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Tables by year, the newest first, then by place, department and id."""
    return sorted(entries, key=lambda e: (-(e.year or 0), e.place or "", e.department or "", e.id))


def _names(viewer: str) -> Sequence[str]:
    own = _shelf_of(viewer)
    public = _shelf_of(PUBLIC)
    return (_SHIPPED, public) if own == public else (_SHIPPED, public, own)


def _shelf_of(visibility: str) -> str:
    """A shelf's name: fit for a Chroma collection whatever characters an owner's id has."""
    return "public" if visibility == PUBLIC else "u" + blake2b(visibility.encode("utf-8"), digest_size=12).hexdigest()
