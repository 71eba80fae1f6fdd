"""A corpus small enough to be indexed within a test run: the shipped tables of one kind of department."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from assistant.shipped import shipped
from assistant.table import TargetTable


def small_corpus(folder: Path, kind: str = "公安") -> Path:
    """A corpus folder with the shipped tables of one kind, the whole library, and the shipped vectors where there are."""
    corpus = folder / "corpus"
    (corpus / "tables").mkdir(parents=True)
    shutil.copy(shipped("corpus") / "tables" / f"{kind}.jsonl", corpus / "tables")
    for name in ("library", "vectors"):
        if (shipped("corpus") / name).exists():
            (corpus / name).symlink_to(shipped("corpus") / name)
    return corpus


def shipped_tables(kind: str = "公安") -> list[TargetTable]:
    """The shipped tables of one kind, in the order of the file."""
    lines = (shipped("corpus") / "tables" / f"{kind}.jsonl").read_text("utf-8").splitlines()
    found: list[dict[str, Any]] = [json.loads(line)["table"] for line in lines]
    return [TargetTable.model_validate(data) for data in found]
