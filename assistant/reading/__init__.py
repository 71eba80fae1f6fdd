"""A file of any kind to target tables, with what had to be repaired."""

from __future__ import annotations

from pathlib import Path

from assistant.reading.archive import read_archive
from assistant.reading.formats import LARGEST, grids, too_large
from assistant.reading.formats.json import looks_like_json, read_json
from assistant.reading.formats.package import is_archive
from assistant.reading.reading import Address, Reading, ReadingError, ReadTable, Repair
from assistant.reading.recognise import recognise


def read(source: Path | str | bytes, name: str | None = None) -> Reading:
    """Read a file (a path, or bytes with a file ``name``) to tables. Raises ``ReadingError`` with a Chinese sentence."""
    if isinstance(source, bytes):
        return _read(source, name or "文件")
    path = Path(source)
    try:
        if (size := path.stat().st_size) > LARGEST:
            raise ReadingError(too_large(name or path.name, size))
        data = path.read_bytes()
    except OSError:
        raise ReadingError(f"打不开“{path}”，请检查文件是否存在、能否读取。") from None
    return _read(data, name or path.name)


def _read(data: bytes, name: str) -> Reading:
    if is_archive(data, name):
        return read_archive(data, name, _read_member)
    return _read_member(data, name)


def _read_member(data: bytes, name: str) -> Reading:
    if looks_like_json(data):
        return read_json(data, name)
    return recognise(grids(data, name), name)


__all__ = ["Address", "ReadTable", "Reading", "ReadingError", "Repair", "read"]
