"""From a planned level to the values a department would write: operator, rounding, half-year, result."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from assistant.retrieval.library import LibraryIndicator
from assistant.table.model import value
from corpus.make.world import City, event, level, move, years


@dataclass(frozen=True, slots=True)
class Figures:
    """The value texts of one row: full year, half year, and what came out (None where not yet known)."""

    full: str
    half: str
    actual: str | None


def figures(kind: str, city: City, indicator: LibraryIndicator, year: int, known: bool) -> Figures:
    """The values of an indicator in a city and year; ``known``: the year is over and its result stands."""
    turn = Random(f"{kind}/{city.name}/{indicator.name}/{year}/values")
    habit = Random(f"{kind}/{city.name}/{indicator.name}/values")  # the same every year
    if indicator.range is None:
        word = indicator.scale[0] if indicator.scale else "健全"
        return Figures(
            word,
            word,
            (indicator.scale[1] if len(indicator.scale) > 1 and turn.random() < 0.1 else word) if known else None,
        )
    planned = level(kind, city, indicator, year)
    unit = indicator.unit or ""
    whole = indicator.bounded and min(indicator.range) >= 100
    wanted = 100.0 if whole else _tidy(planned * _caution(indicator, habit), indicator, careful=True)
    sign = _sign(indicator, wanted)
    half = _half(indicator, wanted, habit)
    came = _tidy(planned * turn.gauss(1, 0.006 if indicator.bounded else 0.012), indicator, careful=False)
    if wanted <= 5 and float(wanted).is_integer():  # so few come as planned, or one is missing
        came = wanted if turn.random() < 0.93 else max(wanted + (1 if indicator.better == "lower" else -1), 0)
    if whole:
        came = 100.0 if turn.random() < 0.9 else 99.5
    return Figures(
        f"{sign}{_text(wanted)}{unit}", f"{sign}{_text(half)}{unit}", f"{_text(came)}{unit}" if known else None
    )


def _caution(indicator: LibraryIndicator, habit: Random) -> float:
    """Departments promise a little less than they plan for, and go on so."""
    near_full = (
        (indicator.unit == "%" or indicator.name.endswith("率"))
        and indicator.range is not None
        and min(indicator.range) > 50
    )
    usual = 0.012 if indicator.bounded or near_full else 0.04
    slack = min(abs(habit.gauss(0, usual)), 2.5 * usual)
    return 1 + slack if indicator.better == "lower" else 1.0 if indicator.better == "exact" else 1 - slack


def _sign(indicator: LibraryIndicator, wanted: float) -> str:
    if indicator.better == "exact" or wanted == 0 or (indicator.bounded and wanted == 100):
        return "="
    return "≥" if indicator.better == "higher" else "≤"


def _half(indicator: LibraryIndicator, wanted: float, habit: Random) -> float:
    if not indicator.accumulates or wanted == 0:
        return wanted
    share = habit.choice((0.4, 0.45, 0.48, 0.5, 0.5, 0.55))
    half = _tidy(wanted * share, indicator, careful=False)
    if indicator.range and all(end == end.to_integral_value() for end in indicator.range) and not indicator.bounded:
        half = float(math.floor(half))
    return min(half, wanted - 1) if wanted > 1 and half >= wanted else half


def _tidy(number: float, indicator: LibraryIndicator, *, careful: bool) -> float:
    """Rounded as people round: shares to a half or a tenth, counts to two or three figures."""
    if indicator.bounded or indicator.unit == "%":
        step = 0.1 if not careful or 99 < number < 100 or number < 5 else 0.5
        shown = round(round(number / step) * step, 1)
        return min(shown, 100.0) if indicator.bounded else shown
    fractional = indicator.range is not None and any(end != end.to_integral_value() for end in indicator.range)
    if fractional and number < 100:
        return round(number, 2 if number < 1 else 1)
    if number < 20:
        return float(max(round(number), 1 if number > 0.3 else 0))
    figures_kept = 2 if careful else 3
    step = 10 ** max(math.floor(math.log10(number)) - figures_kept + 1, 0)
    step = step / 2 if careful and step >= 10 else step
    return float(round(number / step) * step)


def _text(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def reason(kind: str, city: City, indicator: LibraryIndicator, year: int) -> str | None:
    """What a department notes beside a figure: what happened this year, or why the target is softer than last year's."""
    if happened := event(kind, city, year, indicator):
        return happened.why
    told = move(kind, indicator)
    if told is None or indicator.range is None or year == years()[0]:
        return None
    now, then = (_number(figures(kind, city, indicator, y, known=False).full) for y in (year, year - 1))
    softer = now > then if indicator.better == "lower" else now < then
    return told.why if softer else None


def _number(text: str) -> Decimal:
    return value(text).number or Decimal(0)
