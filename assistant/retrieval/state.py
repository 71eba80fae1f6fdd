"""What the index keeps in the state folder: who owns it, tables added by people, and vectors by text digest."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from assistant.retrieval.encoders import Matrix
from assistant.retrieval.records import Entry

_SCHEMA = """
create table if not exists entries (
    id text primary key, visibility text not null, kind text, place text, origin text not null, data text not null);
create table if not exists vectors (
    encoder text not null, digest integer not null, vector blob not null, primary key (encoder, digest)) without rowid;
"""


class StateInUse(RuntimeError):
    """Another process owns the state folder; the message is a Chinese sentence that says who, and what to do."""


class Owner:
    """The lock on a state folder. One process owns it; the system frees it when that process ends, killed or not."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "owner.lock")
        self._holder = folder / "owner.json"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise StateInUse(self._sentence(folder)) from None
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        self._holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}), "utf-8")

    def release(self) -> None:
        """Give the folder up."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def _sentence(self, folder: Path) -> str:
        try:
            who = json.loads(self._holder.read_text("utf-8"))
            holder = f"进程 {who['pid']}（主机 {who['host']}，自 {who['since']} 起）"
        except (OSError, ValueError, KeyError):  # it is being written at this moment, or was removed by hand
            holder = "另一个指标助手进程"
        return (
            f"状态文件夹 {folder} 正由{holder}使用，同一文件夹只能由一个进程打开。"
            "请在已打开的页面里继续操作，或先关闭那个进程；也可以用环境变量 ZHIBIAO_STATE 另指一个文件夹。"
        )


class Store:
    """The SQLite file ``index.sqlite``: added tables and their vectors. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "index.sqlite", check_same_thread=False, timeout=10)
        self._lock = threading.Lock()
        with self._transaction() as db:
            db.execute("pragma journal_mode=wal")
            db.executescript(_SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Any:
        with self._lock, self._db:
            yield self._db

    def entries(self) -> list[Entry]:
        """All added tables, in the order of their ids."""
        with self._transaction() as db:
            rows = db.execute("select data, kind, place, origin, visibility from entries order by id").fetchall()
        return [
            Entry(json.loads(data), kind, place, origin, visibility) for data, kind, place, origin, visibility in rows
        ]

    def keep(self, entries: Iterable[Entry]) -> None:
        """Keep tables; one of the same id replaces the earlier."""
        rows = [
            (e.id, e.visibility, e.kind, e.place, e.origin, json.dumps(e.data, ensure_ascii=False)) for e in entries
        ]
        with self._transaction() as db:
            db.executemany("insert or replace into entries values (?,?,?,?,?,?)", rows)

    def forget(self, id: str) -> None:
        """Drop a table (its vectors stay: another may have the same texts)."""
        with self._transaction() as db:
            db.execute("delete from entries where id = ?", (id,))

    def vectors(self, encoder: str, digests: Sequence[int]) -> dict[int, Matrix]:
        """The kept vectors of those digests; what is not kept is not in the answer."""
        found: dict[int, Matrix] = {}
        with self._transaction() as db:
            for start in range(0, len(digests), 500):
                part = [_signed(d) for d in digests[start : start + 500]]
                marks = ",".join("?" * len(part))
                rows = db.execute(
                    f"select digest, vector from vectors where encoder=? and digest in ({marks})", (encoder, *part)
                )
                found |= {digest % (1 << 64): np.frombuffer(blob, np.float32) for digest, blob in rows}
        return found

    def keep_vectors(self, encoder: str, digests: Sequence[int], vectors: Matrix) -> None:
        """Keep vectors; each call is whole or not at all, so a killed run goes on where it stopped."""
        rows = [(encoder, _signed(d), v.astype(np.float32).tobytes()) for d, v in zip(digests, vectors, strict=True)]
        with self._transaction() as db:
            db.executemany("insert or replace into vectors values (?,?,?)", rows)


def _signed(digest: int) -> int:
    return digest - (1 << 64) if digest >= 1 << 63 else digest
