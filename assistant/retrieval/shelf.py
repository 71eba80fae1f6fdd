"""A shelf: the records of one visibility and one sort (rows, key tasks or duties), laid out in arrays for ranking.

A viewer's question only ever touches the shelves the viewer may see: nothing is sieved out of a ranking afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.concepts import Concept, Concepts
from assistant.retrieval.encoders import Matrix, clean
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

    ``groups`` share a text and a kind (common indicators, 共性指标, a text alone); their records (other places, other
    years) stand together in ``records``. A group is found by all ``wordings`` of what it means: those that the library
    knows for it, or its own text.
    """

    def __init__(
        self, name: str, records: Sequence[Record], concepts: Concepts, vectors: Vectors, base: Shelf | None,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self.name = name
        keys = [_key(r) for r in records]
        order = sorted(range(len(records)), key=lambda n: (keys[n], -(records[n].entry.year or 0), records[n].id))
        self.records = tuple(records[n] for n in order)
        keys = [keys[n] for n in order]
        fresh = [n == 0 or keys[n] != keys[n - 1] for n in range(len(keys))]
        self.starts: Positions = np.flatnonzero(fresh).astype(np.int32)
        self.keys = [keys[n] for n in self.starts]
        self.texts, self.text_of = _numbered([clean(r.text) for r in self.records])
        self.matrix = vectors.of(self.texts, progress)
        heads = [self.records[n] for n in self.starts]
        known = [concepts.of(r.entry.kind, r.text) if key[1] else None for r, key in zip(heads, self.keys, strict=True)]
        self._lay_meanings(heads, known, vectors, base, progress)
        duties, self.duty_of = _numbered([r.duty or "" for r in self.records])
        self.duty_matrix = vectors.of(duties, progress)
        if "" in duties:
            self.duty_matrix[duties.index("")] = 0

    def _lay_meanings(
        self, heads: Sequence[Record], known: Sequence[Concept | None], vectors: Vectors, base: Shelf | None,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        """What each group means: its wordings, its purpose, and the characters it is found by."""
        meanings: dict[tuple[str, str], int] = {}
        wordings, sayings = list[tuple[str, ...]](), list[str]()
        numbers = []
        for record, concept in zip(heads, known, strict=True):
            words = concept.wordings if concept else (record.text,)
            key = (concept.kind, concept.name) if concept else ("", clean(record.text))
            if key not in meanings:
                meanings[key] = len(meanings)
                wordings.append(tuple(dict.fromkeys(map(clean, words))))
                sayings.append(" ".join((*words, concept.notes if concept else "", _context(record))))
            numbers.append(meanings[key])
        self.meaning_of: Positions = np.array(numbers, np.int32)
        self.wordings, numbered = _numbered([w for words in wordings for w in words])
        self.wording_of: Positions = numbered
        self.meaning_starts: Positions = np.cumsum([0, *map(len, wordings)], dtype=np.int32)[:-1]
        self.wording_matrix = vectors.of(self.wordings, progress)
        self.sayings: Grams = Grams(sayings, base.sayings if base else None)
        purposes = {meanings[c.kind, c.name]: c.purpose for c in known if c and c.purpose}
        self.with_purpose: Positions = np.array(list(purposes), np.int32)
        self.purpose_matrix = vectors.of(list(purposes.values()), progress)

    @cached_property
    def centre(self) -> Matrix:
        """The mean of all vectors: what similarity is measured from."""
        return np.asarray(self.matrix.mean(axis=0), np.float32)

    def like(self, words: str, top: int = 3) -> list[str]:
        """The texts that share most characters with some words, without any embedding."""
        scores = self.sayings.scores(words)[self.meaning_of]
        best = [int(n) for n in np.argsort(-scores, kind="stable")[:top] if scores[n] > 0]
        return [self.records[self.starts[n]].text for n in best]

    @property
    def digests(self) -> NDArray[np.uint64]:
        """The digests of the wordings: their ids in the vector index."""
        return np.array([digest(t) for t in self.wordings], np.uint64)

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


def _key(record: Record) -> tuple[str, str]:
    common = record.section in ("决策", "过程")
    return bare(record.text), "" if common else record.entry.kind or ""


def _context(record: Record) -> str:
    parts = (record.category, record.key_task, record.duty)
    return " ".join(p for p in parts if p)


def _numbered(values: Sequence[str]) -> tuple[list[str], Positions]:
    """The different values in order of appearance, and for each place the number of its value."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(v, len(numbers)) for v in values], np.int32)
    return list(numbers), codes
