"""A file of any kind to target tables, with what had to be repaired."""

from __future__ import annotations

from pathlib import Path

from assistant.reading.formats import grids
from assistant.reading.formats.json import looks_like_json, read_json
from assistant.reading.reading import Address, Reading, ReadingError, ReadTable, Repair
from assistant.reading.recognise import recognise


def read(source: Path | str | bytes, name: str | None = None) -> Reading:
    """Read a file (a path, or bytes with a file ``name``) to tables. Raises ``ReadingError`` with a Chinese sentence."""
    if isinstance(source, bytes):
        data, name = source, name or "文件"
    else:
        path = Path(source)
        name = name or path.name
        try:
            data = path.read_bytes()
        except OSError:
            raise ReadingError(f"打不开“{path}”，请检查文件是否存在、能否读取。") from None
    if looks_like_json(data):
        return read_json(data, name)
    return recognise(grids(data, name), name)


__all__ = ["Address", "ReadTable", "Reading", "ReadingError", "Repair", "read"]
