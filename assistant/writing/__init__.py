"""Target tables to the official form and other formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.table import TargetTable
from assistant.writing.errors import WritingError
from assistant.writing.xlsx import Sheet, to_xlsx

#: How a table is written, by file ending.
WRITERS: Mapping[str, Callable[[TargetTable], bytes]] = {".xlsx": to_xlsx}


def write(table: TargetTable, path: Path | str) -> None:
    """Write a table to a file; its ending says the format. Raises ``WritingError`` with a Chinese sentence."""
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise WritingError(f"不会写“{path.suffix or path.name}”格式的文件；可用的结尾有 {'、'.join(WRITERS)}。")
    path.write_bytes(writer(table))


__all__ = ["WRITERS", "Sheet", "WritingError", "to_xlsx", "write"]
