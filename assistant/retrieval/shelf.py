"""A shelf: the records of one visibility and one sort (rows, key tasks or duties), laid out in arrays for ranking.

A viewer's question only ever touches the shelves the viewer may see: nothing is sieved out of a ranking afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.encoders import clean
from assistant.retrieval.grams import Grams
from assistant.retrieval.records import Record, What
from assistant.retrieval.text import bare, digest
from assistant.retrieval.vectors import Progress, Vectors

Mask = NDArray[np.bool_]
Positions = NDArray[np.int32]


@dataclass(frozen=True)
class Where:
    """Filters, all of which must hold; None filters nothing. ``what``: indicator rows, key tasks or duties."""

    what: What = "row"
    kind: str | None = None
    place: str | None = None
    year: int | None = None
    section: str | None = None
    template: str | None = None
    department: str | None = None

    @property
    def filters(self) -> dict[str, str | int]:
        """The filters that are set, by column."""
        pairs = ((f.name, getattr(self, f.name)) for f in fields(self) if f.name != "what")
        return {name: value for name, value in pairs if value is not None}


class Shelf:
    """Records grouped by what a person sees as one answer: the same words for the same kind of department.

    ``groups`` share a text and a kind; their records (other places, other years) stand together in ``records``.
    """

    def __init__(
        self, name: str, records: Sequence[Record], vectors: Vectors, base: Shelf | None, progress: Progress | None
    ) -> None:
        self.name = name
        keys = [(bare(r.text), r.entry.kind or "") for r in records]
        order = sorted(range(len(records)), key=lambda n: (keys[n], -(records[n].entry.year or 0), records[n].id))
        self.records = tuple(records[n] for n in order)
        keys = [keys[n] for n in order]
        fresh = [n == 0 or keys[n] != keys[n - 1] for n in range(len(keys))]
        self.starts: Positions = np.flatnonzero(fresh).astype(np.int32)
        self.keys = [keys[n] for n in self.starts]
        self.texts, self.text_of = _numbered([clean(r.text) for r in self.records])
        contexts, self.context_of = _numbered([_context(r) for r in self.records])
        duties, self.duty_of = _numbered([r.duty or "" for r in self.records])
        self.text_of_group = self.text_of[self.starts]
        self.matrix = vectors.of(self.texts, progress)
        self.duty_matrix = vectors.of(duties, progress)
        if duties and "" in duties:
            self.duty_matrix[duties.index("")] = 0
        self.names: Grams = Grams(self.texts, base.names if base else None)
        self.around: Grams = Grams(contexts, base.around if base else None)

    @property
    def digests(self) -> NDArray[np.uint64]:
        """The texts' digests: their ids in the vector index."""
        return np.array([digest(t) for t in self.texts], np.uint64)

    def mask(self, where: Where) -> Mask | None:
        """Which records the filters leave, decided before anything is ranked; None: all of them."""
        mask: Mask | None = None
        for column, value in where.filters.items():
            codes, numbers = self._columns[column]
            hit = codes == numbers.get(value, -1)
            mask = hit if mask is None else mask & hit
        return mask

    def any_in_group(self, mask: Mask) -> Mask:
        """Which groups hold at least one of the masked records."""
        return np.logical_or.reduceat(mask, self.starts) if len(mask) else mask

    def equals(self, column: str, values: Sequence[str | int]) -> Mask:
        """Which records have one of the values in a column."""
        codes, numbers = self._columns[column]
        wanted = [numbers[v] for v in values if v in numbers]
        return np.isin(codes, wanted) if wanted else np.zeros(len(self.records), bool)

    @cached_property
    def _columns(self) -> dict[str, tuple[Positions, dict[str | int | None, int]]]:
        columns: dict[str, tuple[Positions, dict[str | int | None, int]]] = {}
        for name in (f.name for f in fields(Where) if f.name != "what"):
            values = [r.section if name == "section" else getattr(r.entry, name) for r in self.records]
            numbers: dict[str | int | None, int] = {}
            codes = np.array([numbers.setdefault(v, len(numbers)) for v in values], np.int32)
            columns[name] = (codes, numbers)
        return columns


def _context(record: Record) -> str:
    parts = (record.text, record.category, record.key_task, record.duty)
    return " ".join(p for p in parts if p)


def _numbered(values: Sequence[str]) -> tuple[list[str], Positions]:
    """The different values in order of appearance, and for each place the number of its value."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(v, len(numbers)) for v in values], np.int32)
    return list(numbers), codes
