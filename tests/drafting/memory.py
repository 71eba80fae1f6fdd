"""A tiny knowledge in memory: the tables it was given, nothing indexed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from assistant.checking import PeerFigures
from assistant.drafting import Precedent
from assistant.drafting.adapt import squeezed
from assistant.retrieval.encoders import Matrix
from assistant.retrieval.library import KindLibrary, load_kind
from assistant.table import TargetTable

CORPUS = Path(__file__).parents[2] / "corpus"


class Memory:
    """Every department of the same kind is a peer; ``kind`` is the end of the names (公安局)."""

    def __init__(self, tables: Sequence[Precedent], libraries: Sequence[KindLibrary] = ()) -> None:
        self.tables, self.libraries = list(tables), list(libraries)

    def own(self, department: str, before: int) -> Sequence[Precedent]:
        found = [p for p in self.tables if p.department == department and p.year < before]
        return sorted(found, key=lambda p: p.year)

    def similar(self, table: TargetTable, before: int, limit: int) -> Sequence[Precedent]:
        ours, latest = table.department or "", dict[str, Precedent]()
        for p in sorted(self.tables, key=lambda p: p.year):
            if p.department != ours and p.department[-3:] == ours[-3:] and p.year < before:
                latest[p.department] = p
        return list(latest.values())[:limit]

    def library(self, department: str, duties: Sequence[str]) -> KindLibrary | None:
        return next((k for k in self.libraries if any(department.endswith(n) for n in k.names)), None)

    def figures(self, table: TargetTable, before: int) -> Mapping[str, PeerFigures]:
        return {}

    def alike(self, ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
        letters = process.cdist([squeezed(t) for t in ours], [squeezed(t) for t in theirs], scorer=fuzz.ratio)
        return np.asarray(letters, np.float32) / np.float32(100)

    def places(self) -> Sequence[str]:
        return sorted({p.place for p in self.tables if p.place})


def corpus(kind: str) -> Memory:
    """The shipped tables and library of one kind."""
    lines = (CORPUS / "tables" / f"{kind}.jsonl").read_text("utf-8").splitlines()
    records = [r for r in map(json.loads, lines) if not r.get("planted")]
    tables = [
        Precedent(
            table=TargetTable.model_validate(r["table"]), place=r["place"], origin=r["origin"],
            record=f"{r['table']['department']}·{r['table']['year']}",
        )
        for r in records
        if r["table"]["template"].startswith("whole")
    ]  # fmt: skip
    return Memory(tables, [load_kind(CORPUS / "library" / f"{kind}.yaml")])
