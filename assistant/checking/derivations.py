"""The derivations (推算) by which a draft may come from its sources to a number, computed again exactly.

A drafted number must stand in a cited source, or follow from the sources by the rule that its grounds name: 按完成 half
of the way from last target to last result, 按进度 last target moved on by the mean yearly change (at most half of the
way to a bound), 按计划 the plan's number with half of it at half-year, 随预算 last target scaled with a project's money, 同类中位数 the median of similar departments' values,
指标库 the middle of the usual range; and a half-year value by the ratio of half to full year in a source (半年折算).
Results are rounded to as many decimals as the numbers they come from show. Numbers beyond ``LARGEST`` are slips of the
pen, from which nothing follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations, product
from statistics import median

from assistant.table.model import TargetValue, value
from assistant.table.provenance import Grounds, Source

LARGEST = Decimal(10) ** 18
_MONEY = ("万元", "元", "亿元")


def numbers(v: TargetValue | None) -> tuple[Decimal, ...]:
    """The numbers of a value: none for words, two for a range."""
    return tuple(n for n in (v.number, v.upper) if n is not None) if v else ()


def cited_values(sources: Iterable[Source]) -> tuple[TargetValue, ...]:
    """Every value that stands in the sources."""
    return tuple(value(text) for source in sources for text in source.values)


def stands_in(number: Decimal, unit: str | None, values: Iterable[TargetValue]) -> bool:
    """Whether one of the values has this number, in the same unit where both have one; nothing (0) is nothing in any."""
    return any(number in numbers(v) and (number == 0 or _same_unit(unit, v.unit)) for v in values)


def derived(rule: str, unit: str | None, grounds: Grounds, sources: Sequence[Source]) -> tuple[Decimal, ...]:
    """The full-year numbers that the named rule gives from these sources, the likeliest first; none for other rules."""
    if rule == "同类中位数":
        return tuple(dict.fromkeys(_medians(unit, sources)))
    if rule == "按进度":
        return tuple(dict.fromkeys(_paced(unit, sources)))
    if rule == "按完成":
        return tuple(dict.fromkeys(_half_way(unit, sources)))
    if rule == "随预算":
        return tuple(dict.fromkeys(_with_budget(unit, grounds)))
    if rule == "指标库":
        return tuple(dict.fromkeys(_middles(unit, sources)))
    return ()


def halved(full: Decimal, unit: str | None, sources: Sequence[Source]) -> tuple[Decimal, ...]:
    """The half-year numbers that follow from a full-year number by the ratio of half to full year in the sources."""
    pairs = [pair for s in sources if (pair := _half_and_full(s, unit))] if abs(full) <= LARGEST else []
    ratios = [h / f for h, f in pairs]
    wanted = [*ratios, *([Decimal(median(ratios))] if ratios else [])]
    uneven = [r for r in ratios if r != 1]
    wanted += [Decimal(median(uneven))] if uneven else []
    like = [full, *(h for h, _ in pairs)]
    return tuple(dict.fromkeys(n for r in wanted for n in _rounded(full * r, like)))


def evenly_halved(full: Decimal) -> tuple[Decimal, ...]:
    """Half of a full-year number, exactly and as written (时间过半、任务过半): for counts whose pace nobody told."""
    return (full / 2, *_rounded(full / 2, [full])) if abs(full) <= LARGEST else ()


def _medians(unit: str | None, sources: Sequence[Source]) -> Iterator[Decimal]:
    """Medians of one value from each source. Which of a source's values is the full-year one is not told, so any that
    leaves at least half of the sources at or below it, and half at or above, is one."""
    held = [found for s in sources if (found := _of_unit(s, unit))]
    if not held:
        return
    fulls = [found[min(1, len(found) - 1)] for found in held]
    every = sorted({n for found in held for n in found})
    middles = [((a + b) / 2, (a, b)) for a, b in combinations(every, 2)] if len(held) % 2 == 0 else []
    for number, like in ((Decimal(median(fulls)), fulls), *((n, (n,)) for n in every), *middles):
        below = sum(min(found) <= number for found in held)
        above = sum(max(found) >= number for found in held)
        if 2 * below >= len(held) and 2 * above >= len(held):
            yield from _rounded(number, like)


def _paced(unit: str | None, sources: Sequence[Source]) -> Iterator[Decimal]:
    dated = sorted((s for s in sources if s.year is not None), key=lambda s: s.year or 0)
    if len(dated) < 2:
        return
    oldest, last = dated[0], dated[-1]
    years = (last.year or 0) - (oldest.year or 0)
    if years <= 0:
        return
    for before, now in product(_fulls(oldest, unit), _fulls(last, unit)):
        moved = now + (now - before) / years
        for number in _rounded(moved, [now, before]):
            yield nearing(number, now, unit)


def _half_way(unit: str | None, sources: Sequence[Source]) -> Iterator[Decimal]:
    """Half of the way from a row's last target to its newest result, of that year or the year before."""
    held = [(s.year or 0, found) for s in sources if (found := _of_unit(s, unit))]
    newest = max((year for year, _ in held), default=0)
    targets = [n for year, found in held if year == newest for n in found]
    results = [n for year, found in held if year >= newest - 1 for n in found]
    for target, result in product(targets, results):
        yield nearing(stepped((target + result) / 2, target, unit), target, unit)


def stepped(number: Decimal, like: Decimal, unit: str | None) -> Decimal:
    """A number rounded to the step that another is written in: 95.5% goes by halves, 2150 by fifties, 18000 by 500s.

    Shares go by 1, 0.5 or 0.1; other numbers by 1, 2 or 5 of a decimal place, at most a twentieth of the number.
    """
    if unit in ("%", "‰"):
        step = next(s for s in (Decimal(1), Decimal("0.5"), Decimal("0.1")) if like % s == 0 or s == Decimal("0.1"))
    else:
        places = range(min(0, int(like.as_tuple().exponent)), 12)
        fitting = (Decimal(m).scaleb(k) for k in places for m in (1, 2, 5) if like % Decimal(m).scaleb(k) == 0)
        first = next(fitting)
        step = max((s for s in fitting if s <= abs(like) / 20), default=first)
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def nearing(number: Decimal, last: Decimal, unit: str | None) -> Decimal:
    """A bound is neared, never reached by pace alone: a year goes at most half of the way to 100%, or to 0."""
    if unit == "%" and last <= 100:
        number = min(number, ((last + 100) / 2).quantize(Decimal("0.1"), ROUND_DOWN))
    return max(number, last / 2) if last >= 0 else number


def _with_budget(unit: str | None, grounds: Grounds) -> Iterator[Decimal]:
    inputs = [value(text) for text in grounds.inputs]
    money = [n for v in inputs if v.unit in _MONEY for n in numbers(v) if abs(n) <= LARGEST]
    targets = [n for v in inputs if v.unit not in _MONEY and _same_unit(unit, v.unit) for n in numbers(v)]
    if len(money) == 1:
        money *= 2  # the same amount in both years is told once
    if len(money) < 2 or money[0] == 0:
        return
    for target in targets:
        if abs(target) <= LARGEST and abs(money[0]) * LARGEST >= abs(money[1]):
            yield from _rounded(target * money[1] / money[0], [target])


def _middles(unit: str | None, sources: Sequence[Source]) -> Iterator[Decimal]:
    for source in sources:
        found = _of_unit(source, unit)
        if len(found) == 2:
            yield from _rounded((found[0] + found[1]) / 2, found)


def _half_and_full(source: Source, unit: str | None) -> tuple[Decimal, Decimal] | None:
    found = _of_unit(source, unit)
    return (found[0], found[1]) if len(found) > 1 and found[1] else None


def _fulls(source: Source, unit: str | None) -> Iterator[Decimal]:
    """The values of a row that may be its full-year one: the second where it has several (half, full, …), else all."""
    found = _of_unit(source, unit)
    yield from (found[1], *found) if len(found) > 1 else found


def _of_unit(source: Source, unit: str | None) -> list[Decimal]:
    found = [v.number for text in source.values if _same_unit(unit, (v := value(text)).unit) and v.number is not None]
    return [n for n in found if abs(n) <= LARGEST]


def _same_unit(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _rounded(number: Decimal, like: Sequence[Decimal]) -> Iterator[Decimal]:
    """Rounded to the decimals that the numbers it came from show; exactly, where that is shorter still."""
    places = max(-6, min(0, *(int(n.as_tuple().exponent) for n in like))) if like else 0
    if abs(number) <= LARGEST:
        yield number.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)
