"""The same indicator in earlier years (往年): rows matched by name, values that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from assistant.checking.directions import Direction
from assistant.checking.sheet import Row, Sheet, plain
from assistant.checking.wording import Wording
from assistant.table.model import Indicator, TargetTable, TargetValue

#: Names so much alike are one indicator renamed (rapidfuzz ratio, 0 to 100).
_RENAMED = 75.0


@dataclass(frozen=True, slots=True)
class Year:
    """An indicator as it stood in an earlier year: its target (全年指标值) and its result (完成值)."""

    year: int
    row: Indicator

    @property
    def target(self) -> TargetValue | None:
        """The full-year target."""
        return self.row.full_year

    @property
    def result(self) -> TargetValue | None:
        """The result, where one is known."""
        return self.row.actual


class Past:
    """The earlier tables of a department, newest first, looked up by the names of indicators."""

    def __init__(self, sheet: Sheet) -> None:
        year = sheet.table.year
        dated = [t for t in sheet.context.history if t.year is not None and (year is None or t.year < year)]
        self.tables: Sequence[TargetTable] = sorted(dated, key=lambda t: -(t.year or 0))
        self._wording = sheet.words.of(Wording)

    @cached_property
    def _by_name(self) -> Sequence[Mapping[str, Indicator]]:
        found = []
        for table in self.tables:
            named: dict[str, Indicator] = {}
            for indicator in table.indicators:
                key = plain(indicator.name)
                if key:
                    named.setdefault(key, indicator)
                    named.setdefault(self._wording.meant(key), indicator)
            found.append(named)
        return found

    def of(self, row: Row) -> tuple[Year, ...]:
        """The indicator in earlier years, newest first, as far as it goes back without a gap in the tables."""
        years = []
        for table, named in zip(self.tables, self._by_name, strict=True):
            found = named.get(row.key) or named.get(self._wording.meant(row.key))
            if found is None:
                break
            years.append(Year(table.year or 0, found))
        return tuple(years)

    def kept(self, rows: Iterable[Row]) -> int:
        """How many of the rows have a number, where each of those has last year's target to the letter; 0 where one is
        new or differs."""
        numbered = [row for row in rows if row.indicator.full_year and row.indicator.full_year.number is not None]
        for row in numbered:
            years, now = self.of(row)[:1], row.indicator.full_year
            if not years or not years[0].target or not now or years[0].target.text != now.text:
                return 0
        return len(numbered)

    def dropped(self, sheet: Sheet) -> Iterator[Indicator]:
        """The rows of the last table that have no row of this table after them, by name or renamed."""
        if not self.tables:
            return
        here = {form for row in sheet.rows for form in (row.key, self._wording.meant(row.key))}
        before = {plain(i.name) for i in self.tables[0].indicators}
        new = [row.key for row in sheet.rows if row.key not in before]
        for indicator in self.tables[0].indicators:
            key = plain(indicator.name)
            if key and not here.intersection((key, self._wording.meant(key))):
                renamed = process.extractOne(key, new, scorer=fuzz.ratio, score_cutoff=_RENAMED) if new else None
                if renamed is None:
                    yield indicator


Compared = Literal["softer", "same", "harder"]


def better_way(row: Row, value: TargetValue) -> Direction | None:
    """Which way is better: by the name, else by the sign (≥ or ≤); None where neither says."""
    by_sign: dict[str | None, Direction] = {"≥": "higher", ">": "higher", "≤": "lower", "<": "lower"}
    return row.meaning.direction or by_sign.get(value.operator)


def pair(a: TargetValue | None, b: TargetValue | None) -> tuple[Decimal, Decimal] | None:
    """The numbers of two values that can be compared: both single numbers in the same unit."""
    if a is None or b is None or a.kind != "number" or b.kind != "number" or a.unit != b.unit:
        return None
    return (a.number, b.number) if a.number is not None and b.number is not None else None


def compare(now: Decimal, then: Decimal, way: Direction) -> Compared:
    """How a number stands to an earlier one."""
    if now == then:
        return "same"
    return "harder" if (now > then) == (way == "higher") else "softer"


def met(year: Year, way: Direction) -> bool | None:
    """Whether the target of that year was met; None where it is not known."""
    numbers = pair(year.result, year.target)
    return None if numbers is None else compare(*numbers, way) != "softer"
