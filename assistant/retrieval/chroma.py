"""The persistent vector index (Chroma, embedded): a cache of the corpus's own vectors, verified and mended at start.

Chroma answers unfiltered questions. It is never the only holder of anything: a folder that was lost or damaged is made
again from the vectors. A filter inside Chroma costs twenty times an exact pass over the matrix, so filtered questions
do not come here.
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
from collections.abc import Callable, Mapping
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

    def fill(
        self, shelf: str, digests: NDArray[np.uint64], matrix: Matrix, told: Callable[[int, int], None] | None = None
    ) -> None:
        """Make the shelf's collection hold exactly these texts: add what is missing, drop what is stale."""
        if self._closed or not len(digests) or not matrix.any():
            return
        ids = [f"{int(d):016x}" for d in digests]
        with self._lock:
            collection = self._collection(shelf)
            held = set(collection.get(include=[])["ids"])
            self._ready.pop(shelf, None)
            if stale := sorted(held - set(ids)):
                for start in range(0, len(stale), _BATCH):
                    collection.delete(ids=stale[start : start + _BATCH])
        reachable = held & self._reachable(collection, len(held)) if held else held
        missing = [n for n, id in enumerate(ids) if id not in reachable]
        for start in range(0, len(missing), _BATCH):
            if self._closed:
                return
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
        """The nearest texts of a shelf (position → cosine similarity), or None where the collection is not ready."""
        with self._lock:
            if shelf not in self._ready:
                return None
            collection, positions = self._ready[shelf]
            found = collection.query(
                query_embeddings=[query], n_results=min(_NEAR, len(positions)), include=["distances"]
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {positions[id]: 1 - float(distance) for id, distance in pairs if id in positions}

    def _reachable(self, collection: Any, count: int) -> set[str]:
        """The ids that a query can really find: a kill in mid-write leaves some that are stored and never found."""
        with self._lock:
            probe = collection.get(limit=1, include=["embeddings"])["embeddings"]
            return set(collection.query(query_embeddings=probe, n_results=count, include=[])["ids"][0])

    def _collection(self, shelf: str) -> Any:
        if self._client is None:
            self._client = _open(self._folder)
        name = f"texts_{self._encoder}_{shelf}"
        space = {"hnsw": {"space": "cosine", "ef_search": 2 * _NEAR}}
        return self._client.get_or_create_collection(name, embedding_function=None, configuration=space)


def _open(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    def client() -> Any:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))

    try:
        return client()
    except Exception as error:  # Chroma raises its own and the database's errors alike on a damaged folder
        log.warning("the vector index in %s is damaged (%s) and is built again", folder, error)
        shutil.rmtree(folder, ignore_errors=True)
        return client()
