"""Tables written out in tests, and what is read from them, short enough to compare."""

from __future__ import annotations

import textwrap

from assistant.reading import Reading, read

Row = tuple[str, str | None, str, str | None]


def rows(reading: Reading) -> list[Row]:
    return [
        (i.section, i.category, i.name, i.full_year.text if i.full_year else None)
        for table in reading.tables
        for i in table.table.indicators
    ]


def read_text(text: str) -> Reading:
    return read(textwrap.dedent(text).strip("\n").encode(), "表.txt")
