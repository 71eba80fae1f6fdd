"""The tables that the checker is measured on: the corpus and the sound tables of the cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant.checking.cases import base
from assistant.shipped import shipped
from assistant.table import TargetTable

BASES = ("whole-duty", "whole-output", "whole-cost", "project-output")
_SHARED = Path(__file__).parents[2].parent / "shared"


@cache
def sound_tables() -> tuple[tuple[str, TargetTable], ...]:
    """Tables that are meant to be without fault, by name: the cases' bases, then the corpus without its planted faults."""
    own = [(name, base(name)) for name in BASES]
    return (*own, *corpus_tables(planted=False))


def corpus_tables(planted: bool | None = None) -> Iterator[tuple[str, TargetTable]]:
    """The shipped corpus by ``file:line``; ``planted`` True or False picks those with or without planted faults."""
    for path in sorted(p for folder in ("tables", "planted") for p in (shipped("corpus") / folder).glob("*.jsonl")):
        for n, line in enumerate(path.read_text("utf-8").splitlines()):
            record = json.loads(line)
            if planted is None or bool(record.get("planted")) == planted:
                yield (
                    f"{'planted' if record.get('planted') else path.stem}:{n + 1}",
                    TargetTable.model_validate(record["table"]),
                )


def real_files() -> tuple[Path, ...]:
    """Real tables at hand, where there are any."""
    return tuple(sorted(_SHARED.glob("seeds/*.txt")) + sorted(_SHARED.glob("real/*.txt")))
