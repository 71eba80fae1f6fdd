"""A shelf: the records of one visibility and one sort (rows, key tasks or duties), laid out in arrays for ranking.

A viewer's question only ever touches the shelves the viewer may see: nothing is sieved out of a ranking afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.bundle import Bundle, Positions, Scores, numbered
from assistant.retrieval.concepts import Concept, Concepts
from assistant.retrieval.encoders import Matrix, clean
from assistant.retrieval.grams import Grams
from assistant.retrieval.records import Record, What
from assistant.retrieval.text import bare, digest
from assistant.retrieval.vectors import Progress, Vectors

Mask = NDArray[np.bool_]


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
    """Records grouped by what a person sees as one answer: the same indicator (key task, duty) of one kind of department.

    Two records are the same where the library knows them as wordings of one thing, or else where they are written the
    same; common indicators (共性指标) are the same for all kinds. The records of an answer (other places, other years)
    stand together in ``records``, newest first, from ``starts`` on. ``wordings``: all names of each answer; ``told``:
    what else leads to it (its purpose, how people ask for it); ``duties``: what the records measure, each duty with its
    wordings (first those of the shipped shelf, then the shelf's own).
    """

    def __init__(
        self, name: str, records: Sequence[Record], concepts: Concepts, vectors: Vectors, base: Shelf | None,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self.name = name
        keys = [_key(r, concepts) for r in records]
        order = sorted(range(len(records)), key=lambda n: (keys[n], -(records[n].entry.year or 0), records[n].id))
        self.records = tuple(records[n] for n in order)
        keys = [keys[n] for n in order]
        fresh = [n == 0 or keys[n] != keys[n - 1] for n in range(len(keys))]
        self.starts: Positions = np.flatnonzero(fresh).astype(np.int32)
        self.keys = [keys[n] for n in self.starts]
        self.texts, self.text_of = numbered([clean(r.text) for r in self.records])
        self.matrix = vectors.of(self.texts, progress)
        heads = [self.records[n] for n in self.starts]
        known = [concepts.of(r.entry.kind, r.text) if key[0] else None for r, key in zip(heads, self.keys, strict=True)]
        self.wordings = Bundle((c.wordings if c else (r.text,) for c, r in zip(known, heads, strict=True)), vectors)
        self.told = Bundle((c.told if c else () for c in known), vectors)
        sayings = [
            " ".join((*(c.wordings if c else (r.text,)), c.notes if c else "", _context(r)))
            for c, r in zip(known, heads, strict=True)
        ]
        self.sayings: Grams = Grams(sayings, base.sayings if base else None)
        self._lay_duties(known, concepts, vectors, base)

    def _lay_duties(
        self, known: Sequence[Concept | None], concepts: Concepts, vectors: Vectors, base: Shelf | None
    ) -> None:  # fmt: skip
        """Which duties each answer measures: those that the base has already, and the shelf's own."""
        numbers: dict[tuple[str, str], int] = dict(base._duty_numbers) if base else {}
        own: list[tuple[str, ...]] = []
        by_name = {(c.kind, c.name): c for duties in concepts.duties.values() for c in duties}
        measured: list[list[int]] = []
        ends = np.append(self.starts, len(self.records))[1:]
        for concept, start, end in zip(known, self.starts, ends, strict=True):
            named = {(r.entry.kind or "", r.duty) for r in self.records[start:end] if r.duty}
            found = [concepts.of(kind, text) or Concept("", text, (text,)) for kind, text in sorted(named)]
            if concept and concept.duty:
                found.append(by_name[concept.kind, concept.duty])
            for duty in found:
                if (duty.kind, duty.name) not in numbers:
                    numbers[duty.kind, duty.name] = len(numbers)
                    own.append((*duty.wordings, *duty.told))
            measured.append([numbers[d.kind, d.name] for d in found])
        self._duty_numbers: dict[tuple[str, str], int] = numbers
        self.duties: tuple[Bundle, ...] = (*(base.duties if base else ()), Bundle(own, vectors))
        self._duty_of: Positions = np.array([d for duties in measured for d in duties], np.int32)
        sizes = np.array([len(duties) for duties in measured], np.int32)
        self._with_duty: Positions = np.flatnonzero(sizes).astype(np.int32)
        self._duty_starts: Positions = (np.cumsum(sizes) - sizes)[self._with_duty].astype(np.int32)

    def by_duty(self, of_duties: Scores) -> Scores:
        """The best score among each answer's duties, 0 where it has none."""
        scores = np.zeros(len(self.starts), np.float32)
        if len(self._with_duty):
            scores[self._with_duty] = np.maximum.reduceat(of_duties[self._duty_of], self._duty_starts)
        return scores

    @cached_property
    def centre(self) -> Matrix:
        """The mean of all vectors: what similarity is measured from."""
        return np.asarray(self.matrix.mean(axis=0), np.float32)

    def like(self, words: str, top: int = 3) -> list[str]:
        """The texts that share most characters with some words, without any embedding."""
        scores = self.sayings.scores(words)
        best = [int(n) for n in np.argsort(-scores, kind="stable")[:top] if scores[n] > 0]
        return [self.records[self.starts[n]].text for n in best]

    @property
    def digests(self) -> NDArray[np.uint64]:
        """The digests of the wordings: their ids in the vector index."""
        return np.array([digest(t) for t in self.wordings.texts], np.uint64)

    def mask(self, where: Where) -> Mask | None:
        """Which records the filters leave, decided before anything is ranked; None: all of them."""
        mask: Mask | None = None
        for column, value in where.filters.items():
            codes, numbers = self._columns[column]
            hit = codes == numbers.get(value, -1)
            mask = hit if mask is None else mask & hit
        return mask

    def any_in_answer(self, mask: Mask) -> Mask:
        """Which answers hold at least one of the masked records."""
        return np.logical_or.reduceat(mask, self.starts) if len(mask) else mask

    def equals(self, column: str, values: Sequence[str | int], at: Positions | slice = slice(None)) -> Mask:
        """Which records (those ``at`` some places) have one of the values in a column."""
        codes, numbers = self._columns[column]
        return np.asarray(np.isin(codes[at], [numbers[v] for v in values if v in numbers]), bool)

    @cached_property
    def _columns(self) -> dict[str, tuple[Positions, dict[str | int | None, int]]]:
        columns: dict[str, tuple[Positions, dict[str | int | None, int]]] = {}
        for name in (f.name for f in fields(Where) if f.name != "what"):
            values = [r.section if name == "section" else getattr(r.entry, name) for r in self.records]
            numbers: dict[str | int | None, int] = {}
            codes = np.array([numbers.setdefault(v, len(numbers)) for v in values], np.int32)
            columns[name] = (codes, numbers)
        return columns


def _key(record: Record, concepts: Concepts) -> tuple[str, str]:
    if record.section in ("决策", "过程"):
        return "", bare(record.text)
    concept = concepts.of(record.entry.kind, record.text)
    return record.entry.kind or "?", bare(concept.name if concept else record.text)


def _context(record: Record) -> str:
    parts = (record.category, record.key_task, record.duty)
    return " ".join(p for p in parts if p)
