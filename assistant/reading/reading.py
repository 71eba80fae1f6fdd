"""What reading a file gives: the tables, where each row stood, and what had to be repaired or is in doubt."""

from __future__ import annotations

from assistant.table.model import Model, TargetTable

#: A row below that confidence may well be another one than it seems.
_DOUBTFUL = 0.6


class ReadingError(Exception):
    """The file cannot be read as a target table; the message is a Chinese sentence that says what, where, what to do."""


class Address(Model):
    """Where something stood: counted from 1, as a person counts. ``line`` for text files, ``page`` for PDF."""

    file: str
    sheet: str | None = None
    page: int | None = None
    row: int | None = None
    column: int | None = None


class Repair(Model):
    """One thing the reader mended (or doubts): in which table (index), at which row and column of the file's grid."""

    table: int = 0
    row: int | None = None
    column: int | None = None
    text: str = ""
    what: str = ""


class ReadTable(Model):
    """One table read. ``rows`` and ``addresses`` go with ``table.indicators``; confidence is 0 to 1.

    ``cut``: the file ends in the middle of the table, so nothing may be called missing.
    """

    table: TargetTable
    confidence: float = 1.0
    rows: tuple[float, ...] = ()
    addresses: tuple[Address, ...] = ()
    cut: bool = False

    @property
    def doubted(self) -> frozenset[int]:
        """The rows of the table that were read without confidence, by index."""
        return frozenset(n for n, confidence in enumerate(self.rows) if confidence < _DOUBTFUL)


class Reading(Model):
    """Everything read from one file. ``doubts`` are guesses to be confirmed; ``repairs`` are certain."""

    tables: tuple[ReadTable, ...]
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Repair, ...] = ()

    @property
    def table(self) -> TargetTable:
        """The first table."""
        return self.tables[0].table
