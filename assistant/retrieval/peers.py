"""What similar departments set for an indicator: matched by meaning and unit, wild values marked and left out."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from decimal import Decimal

from assistant.checking.findings import PeerFigures, PeerValue
from assistant.retrieval.likeness import measured
from assistant.retrieval.records import Record

MINIMUM = 4  # fewer values say nothing about what is usual
_FAR = 12  # times the median: beyond any difference in the size of cities
_POINTS = 25  # percentage points from the median, at least, before a share is wild
_STRETCH = 5  # times beyond the library's usual range

Range = tuple[Decimal, Decimal]


def figures(
    name: str,
    unit: str | None,
    rows: Sequence[tuple[Record, float]],
    usual: Range | None = None,
    minimum: int = MINIMUM,
) -> PeerFigures:
    """The distribution of the rows' full-year numbers in ``unit`` (None: the unit that most rows have).

    ``rows`` come with their likeness to the name; one counts per department and year, the likest. ``usual`` is the
    range of the indicator library, in that unit. Under ``minimum`` values the quartiles stay None.
    """
    read = [(record, likeness, m) for record, likeness in rows if (m := measured(record.value))]
    if unit is None and read:
        units = [u for _, _, (_, u) in read]
        unit = max(sorted(set(map(str, units))), key=lambda u: sum(str(v) == u for v in units))
        unit = None if unit == "None" else unit
    best: dict[tuple[str | None, int | None], tuple[float, Record, Decimal]] = {}
    for record, likeness, (number, its_unit) in read:
        key = (record.entry.department, record.entry.year)
        if its_unit == unit and (key not in best or (likeness, record.id) > (best[key][0], best[key][1].id)):
            best[key] = (likeness, record, number)
    chosen = sorted(best.values(), key=lambda item: item[1].id)
    wild = outliers([number for _, _, number in chosen], unit, usual)
    values = tuple(
        PeerValue(
            record=r.id, name=r.text, department=r.entry.department, place=r.entry.place, year=r.entry.year,
            text=r.full_year or "", number=number, likeness=round(likeness, 3), outlier=odd, origin=r.entry.origin,
        )
        for (likeness, r, number), odd in zip(chosen, wild, strict=True)
    )  # fmt: skip
    kept = sorted(v.number for v in values if not v.outlier)
    years = tuple(sorted({v.year for v in values if v.year and not v.outlier}))
    if len(kept) < minimum:
        return PeerFigures(name=name, unit=unit, n=len(kept), years=years, values=values)
    low, median, high = statistics.quantiles(kept, n=4, method="inclusive")
    return PeerFigures(name=name, unit=unit, n=len(kept), low=low, median=median, high=high, years=years, values=values)


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
        return abs(number - centre) > max(Decimal(_POINTS), 5 * spread)
    if number <= 0 or centre <= 0:
        return abs(number - centre) > max(5 * spread, abs(centre) * _FAR, Decimal(1))
    return abs(math.log(number / centre)) > math.log(_FAR)
