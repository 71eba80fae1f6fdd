"""The persistent vector index (Chroma, embedded): a cache of the corpus's own vectors, verified and mended at start.

Chroma takes the first look at the largest shelves for unfiltered questions. It is never the only holder of anything: a folder
that was lost or damaged is made again from the vectors. A filter inside Chroma costs twenty times an exact pass over
the matrix, so filtered questions do not come here.
"""

from __future__ import annotations

import logging
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.encoders import Matrix

log = logging.getLogger(__name__)
_BATCH = 2000
_NEAR = 200  # neighbours asked for; more than any answer shows, so that fusion sees the middle of the list too


class NearestTexts:
    """One Chroma collection per shelf (who may see, and what: rows, key tasks, duties), keyed by text digest.

    Used from any thread. ``fill`` may run in the background: until a collection holds exactly the texts of its shelf,
    ``nearest`` says None and the caller searches the matrix itself.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self._folder = folder
        self._encoder = re.sub(r"[^a-zA-Z0-9]+", "-", encoder).strip("-")[:40]
        self._client: Any = None
        self._ready: dict[str, tuple[Any, dict[str, int]]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Stop answering and release the files."""
        self._closed = True
        with self._lock:
            self._ready.clear()
            if self._client is not None:
                self._client.close()
                self._client = None

    def stale(self, shelf: str) -> None:
        """Stop answering for a shelf whose texts have changed, until it is filled again."""
        with self._lock:
            self._ready.pop(shelf, None)

    def fill(
        self, shelf: str, digests: NDArray[np.uint64], matrix: Matrix, told: Callable[[int, int], None] | None = None
    ) -> None:
        """Make the shelf's collection hold exactly these texts: add what is missing, drop what is stale.

        A damaged folder is thrown away and filled again; where even that fails, the shelf is searched without Chroma.
        """
        if not len(digests) or not matrix.any():
            return
        for again in (True, False):
            try:
                self._fill(shelf, [f"{int(d):016x}" for d in digests], matrix, told)
                return
            except Exception as error:  # Chroma raises its own, the database's and the operating system's errors alike
                log.warning("the vector index in %s cannot be used (%s)", self._folder, error)
                if again and not self._closed:
                    self._reset()

    def _fill(self, shelf: str, ids: Sequence[str], matrix: Matrix, told: Callable[[int, int], None] | None) -> None:
        with self._lock:
            if self._closed:
                return
            self._ready.pop(shelf, None)
            collection = self._collection(shelf)
            held = set(collection.get(include=[])["ids"])
            if held - set(ids):  # stale ids stay in the graph as holes that cost answers: start afresh
                self._client.delete_collection(collection.name)
                collection, held = self._collection(shelf), set()
            reachable = held & self._reachable(collection, len(held)) if held else held
        missing = [n for n, id in enumerate(ids) if id not in reachable]
        for start in range(0, len(missing), _BATCH):
            part = missing[start : start + _BATCH]
            with self._lock:
                if self._closed:
                    return
                collection.upsert(ids=[ids[n] for n in part], embeddings=matrix[part])
            if told:
                told(start + len(part), len(missing))
        with self._lock:
            self._ready[shelf] = (collection, {id: n for n, id in enumerate(ids)})

    def nearest(self, shelf: str, query: Matrix) -> Mapping[int, float] | None:
        """The nearest texts of a shelf (position → cosine similarity), or None where the collection cannot answer."""
        with self._lock:
            if shelf not in self._ready:
                return None
            collection, positions = self._ready[shelf]
            try:
                found = collection.query(
                    query_embeddings=[query], n_results=min(_NEAR, len(positions)), include=["distances"]
                )
            except Exception as error:  # as in ``fill``: the matrix answers instead
                log.warning("the vector index in %s did not answer (%s)", self._folder, error)
                del self._ready[shelf]
                return None
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {positions[id]: 1 - float(distance) for id, distance in pairs if id in positions}

    def _reachable(self, collection: Any, count: int) -> set[str]:
        """The ids that a query can really find: a kill in mid-write leaves some that are stored and never found."""
        probe = collection.get(limit=1, include=["embeddings"])["embeddings"]
        return set(collection.query(query_embeddings=probe, n_results=count, include=[])["ids"][0])

    def _collection(self, shelf: str) -> Any:
        if self._client is None:
            self._client = _open(self._folder)
        name = f"texts_{self._encoder}_{shelf}"
        space = {"hnsw": {"space": "cosine", "ef_search": 2 * _NEAR}}
        return self._client.get_or_create_collection(name, embedding_function=None, configuration=space)

    def _reset(self) -> None:
        with self._lock:
            self._ready.clear()
            if self._client is not None:
                self._client.close()
                self._client = None
            shutil.rmtree(self._folder, ignore_errors=True)


def _open(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    database = folder / "chroma.sqlite3"
    if database.exists() and not _whole(database):  # before Chroma sees it: it remembers a folder that failed to open
        log.warning("the vector index in %s is damaged and is built again", folder)
        shutil.rmtree(folder, ignore_errors=True)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _whole(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as db:
            return bool(db.execute("pragma schema_version").fetchone())
    except sqlite3.DatabaseError:
        return False
