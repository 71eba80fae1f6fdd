"""What similar departments set for an indicator: matched by meaning and unit, wild values marked and left out."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import numpy as np

from assistant.checking.findings import PeerFigures, PeerValue
from assistant.retrieval.library import KindLibrary, indicators_of
from assistant.retrieval.likeness import SAME_NAME, Likeness, measured, scale
from assistant.retrieval.records import Entry, Record, records_of
from assistant.retrieval.shelf import Shelf
from assistant.retrieval.text import bare

MINIMUM = 4  # fewer values say nothing about what is usual
_FAR = 12  # times the median: beyond any difference in the size of cities
_POINTS = 25  # percentage points from the median, at least, before a share is wild
_STRETCH = 5  # times beyond the library's usual range
_DOUBTED = 0.25  # of a table's values so far out, and none of them counts

Range = tuple[Decimal, Decimal]


def peer_rows(
    names: Sequence[str], shelves: Sequence[Shelf], kind: str | None, own: str | None, likeness: Likeness
) -> list[list[tuple[Record, float]]]:
    """For each name the rows of other departments of the kind (None: of all) that measure the same, with likeness."""
    rows: list[list[tuple[Record, float]]] = [[] for _ in names]
    for shelf in shelves:
        mask = shelf.equals("kind", [kind]) if kind else np.ones(len(shelf.records), bool)
        if own:
            mask &= ~shelf.equals("department", [own])
        places = np.flatnonzero(mask)
        texts, at = np.unique(shelf.text_of[places], return_inverse=True)
        if not len(texts):
            continue
        alike = likeness.measures(names, [shelf.texts[t] for t in texts], kind)
        for n, found in enumerate(rows):
            same = alike[n, at]
            found += [(shelf.records[places[m]], float(same[m])) for m in np.flatnonzero(same >= SAME_NAME)]
    return rows


def usual_range(library: KindLibrary | None, name: str, unit: str | None) -> Range | None:
    """The library's usual range of an indicator in the comparable unit, where it knows that name in such a unit."""
    for known in indicators_of(library) if library else ():
        factor, base = scale(known.unit)
        if known.range and base == scale(unit)[1] and bare(name) in {bare(n) for n in (known.name, *known.also)}:
            return known.range[0] * factor, known.range[1] * factor
    return None


def wild_tables(entries: Sequence[Entry], libraries: Sequence[KindLibrary]) -> frozenset[str]:
    """The ids of tables whose values lie far outside the library's usual ranges too often to say anything anywhere."""
    known = {
        (library.kind, bare(name)): (i.range[0] * factor, i.range[1] * factor, base)
        for library in libraries
        for i in indicators_of(library)
        if i.range
        for factor, base in (scale(i.unit),)
        for name in (i.name, *i.also)
    }
    found = set()
    for entry in entries:
        judged = []
        for record in records_of(entry):
            value, at = measured(record.value), known.get((entry.kind or "", bare(record.text)))
            if record.what == "row" and value and at and at[2] == value[1]:
                judged.append(not _usual(*value, at[:2]))
        if len(judged) >= MINIMUM and sum(judged) >= _DOUBTED * len(judged):
            found.add(entry.id)
    return frozenset(found)


def figures(
    name: str, unit: str | None, rows: Sequence[tuple[Record, float]], usual: Range | None = None,
    doubted: frozenset[str] = frozenset(),
) -> PeerFigures:  # fmt: skip
    """The distribution of the rows' full-year numbers, given in ``unit`` (None: the unit that most rows have).

    ``rows`` come with their likeness to the name; one counts per department and year, the likest. ``usual`` is the
    range of the indicator library in the comparable unit; values of ``doubted`` tables (ids) are outliers. Under
    ``MINIMUM`` values the quartiles stay None.
    """
    read = [(record, likeness, m) for record, likeness in rows if (m := measured(record.value))]
    factor, base = scale(unit)
    if unit is None and read:
        units = [u for _, _, (_, u) in read]
        unit = base = max(sorted(set(units), key=str), key=units.count)
    best: dict[tuple[str | None, int | None], tuple[float, Record, Decimal]] = {}
    for record, likeness, (number, its_unit) in read:
        key = (record.entry.department, record.entry.year)
        if its_unit == base and (key not in best or (likeness, record.id) > (best[key][0], best[key][1].id)):
            best[key] = (likeness, record, number)
    chosen = sorted(best.values(), key=lambda item: item[1].id)
    trusted = [number for _, r, number in chosen if r.entry.id not in doubted]
    told = iter(outliers(trusted, base, usual))
    wild = [r.entry.id in doubted or next(told) for _, r, _ in chosen]
    values = tuple(
        PeerValue(
            record=r.id, name=r.text, department=r.entry.department, place=r.entry.place, year=r.entry.year,
            text=r.full_year or "", number=number / factor, likeness=round(likeness, 3), outlier=odd,
            origin=r.entry.origin,
        )
        for (likeness, r, number), odd in zip(chosen, wild, strict=True)
    )  # fmt: skip
    kept = [v for v in values if not v.outlier]
    years = tuple(sorted({v.year for v in kept if v.year}))
    signs = [r.value.operator for (_, r, _), odd in zip(chosen, wild, strict=True) if r.value and not odd]
    found = PeerFigures(name=name, unit=unit, n=len(kept), direction=_direction(signs), years=years, values=values)
    if len(kept) < MINIMUM:
        return found
    low, median, high = statistics.quantiles(sorted(v.number for v in kept), n=4, method="inclusive")
    return found.model_copy(update={"low": low, "median": median, "high": high})


def _direction(signs: Sequence[str | None]) -> Literal["higher", "lower"] | None:
    """The way in which more than half of the signs point."""
    higher, lower = (sum(sign in way for sign in signs) for way in (("≥", ">"), ("≤", "<")))
    if 2 * max(higher, lower) <= len(signs):
        return None
    return "higher" if higher > lower else "lower"


def outliers(numbers: Sequence[Decimal], unit: str | None, usual: Range | None = None) -> list[bool]:
    """Which numbers are too far from the others (or from the usual range) to say anything about what is usual."""
    if not numbers:
        return []
    trusted = [n for n in numbers if usual is None or _usual(n, unit, usual)]
    centre = statistics.median(trusted or numbers)
    spread = statistics.median(abs(n - centre) for n in (trusted or numbers))
    return [not (usual is None or _usual(n, unit, usual)) or _far(n, unit, centre, spread) for n in numbers]


def _usual(number: Decimal, unit: str | None, usual: Range) -> bool:
    low, high = usual
    if unit in ("%", "‰"):
        return low - _POINTS <= number <= high + _POINTS
    return low / _STRETCH <= number <= high * _STRETCH


def _far(number: Decimal, unit: str | None, centre: Decimal, spread: Decimal) -> bool:
    if unit in ("%", "‰"):
        near_zero = max(abs(centre), Decimal(5)) * Decimal("0.6")  # 25 points are nothing at 95% and everything at 8%
        return abs(number - centre) > max(min(Decimal(_POINTS), near_zero), 5 * spread)
    if number <= 0 or centre <= 0:
        return abs(number - centre) > max(5 * spread, abs(centre) * _FAR, Decimal(1))
    return abs(math.log(number / centre)) > math.log(_FAR)
