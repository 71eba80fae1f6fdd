"""A file of any kind to target tables, with what had to be repaired."""

from __future__ import annotations

from pathlib import Path

from assistant.reading.reading import Reading, ReadingError


def read(source: Path | str | bytes, name: str | None = None) -> Reading:
    """Read a file (a path, or bytes with a file ``name``). Raises ``ReadingError`` with a Chinese sentence."""
    raise ReadingError("还不能读取这个文件。")


__all__ = ["Reading", "ReadingError", "read"]
