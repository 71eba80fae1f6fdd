"""Each format to grids: one module a format, each imported only when a file of its kind is read."""

from __future__ import annotations

from assistant.reading.formats.text import text_grids
from assistant.reading.grid import Grid


def grids(data: bytes, name: str) -> list[Grid]:
    """The grids of a file. Raises ``ReadingError`` where the file cannot be opened."""
    if data[:4] == b"PK\x03\x04":
        from assistant.reading.formats.xlsx import xlsx_grids

        return xlsx_grids(data, name)
    return text_grids(data, name)
