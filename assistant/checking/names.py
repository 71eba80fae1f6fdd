"""What an indicator's name says of its value: the kind of number, its unit, which way is better, whether it grows.

A Chinese noun phrase ends in its head (中心语), so a name is read from its end: 电信诈骗预警处置响应时间 is a time,
and of 处置 and 响应 the word next to the head decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

from assistant.checking.directions import ONE_BY_ONE, Direction, DirectionWords, DurationWords, Head, longest_end
from assistant.checking.words import AnyOf, WordList
from assistant.table.model import Model, TargetValue

_BRACKET = re.compile(r"\([^()]*\)$")
#: A rate per so many, in whatever is counted: 万车死亡率.
_PER_SO_MANY = re.compile("万|亿元|千人|百人|每")
#: What says that a number is a change.
_CHANGES = re.compile("[降减增升缩]|提高")
#: How a multiple of a unit is written: 万立方米 is a volume, 百万吨 a weight.
_MULTIPLE = re.compile("^(?:百万|千万|十万|万|亿|千)(?=.)")


class BoundedWords(Model):
    """Words before 率 that make a share of a whole."""

    before: tuple[str, ...]
    excepted: tuple[str, ...] = ()


class BulkWords(Model):
    """Kinds of unit for goods in bulk, and words for such goods."""

    kinds: frozenset[str]
    goods: AnyOf


class AccumulatingWords(Model):
    """What grows over the year."""

    units: frozenset[str]
    verbs: AnyOf
    rates: tuple[str, ...]
    rising: tuple[str, ...]
    seasonal: AnyOf
    standing: AnyOf
    kept: AnyOf
    just_done: tuple[str, ...]
    served: AnyOf
    at_the_end: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name promises. ``stem`` is the name before its head; ``head`` None: nothing is promised."""

    stem: str
    head: Head | None
    direction: Direction | None
    bounded: bool

    @property
    def promises_number(self) -> bool:
        """Whether a number must stand as the value."""
        return self.head is not None and self.head.promises

    @property
    def share(self) -> bool:
        """Whether it is a share in % (率, 占比, 满意度)."""
        return self.head is not None and self.head.share

    @property
    def duration(self) -> bool:
        """Whether it is a time or a period."""
        return self.head is not None and self.head.duration


def cannot_hold(value: TargetValue) -> bool:
    """Whether a share of a whole is asked for over 100%, or at least 100% where the whole is all there is."""
    top = value.upper if value.upper is not None else value.number
    if top is None or value.unit != "%":
        return False
    return top > 100 or (top == 100 and value.operator in ("≥", ">"))


def tells_change(value: TargetValue) -> bool:
    """Whether a share tells by how much something changes (下降3%), which it may of any amount."""
    return value.unit in ("%", "‰", "个百分点", "百分点") and _CHANGES.search(value.text) is not None


def settled(text: str, meaning: Meaning) -> str | None:
    """A value's text as a fix may write it: ``=100%`` for ≥100% of a whole, None for what cannot hold."""
    value = TargetValue.model_validate(text)
    if not meaning.bounded or not cannot_hold(value):
        return text
    return "=100%" if value.number == 100 and value.operator == "≥" else None


class WholeUnits(Model):
    """Units of what is counted one by one, and words that make a name an average."""

    units: frozenset[str]
    averages: AnyOf


class NameWords(WordList):
    """``data/names.toml``: heads, units, directions."""

    file: ClassVar[str] = "names"

    units: Mapping[str, tuple[str, ...]]
    heads: tuple[Head, ...]
    direction: DirectionWords
    durations: DurationWords
    bounded: BoundedWords
    bulk: BulkWords
    accumulating: AccumulatingWords
    whole: WholeUnits

    @cached_property
    def meaning(self) -> Callable[[str], Meaning]:
        """``meaning(key)``: read a name (normalised by ``sheet.plain``)."""
        return lru_cache(maxsize=16_384)(self._meaning)

    def _meaning(self, key: str) -> Meaning:
        name = _BRACKET.sub("", key) or key
        found = longest_end(self._ends, name)
        head, end = self._ends[found] if found else (None, "")
        stem = name.removesuffix(end)
        return Meaning(stem, head, self._way(stem, head), self._bounded(stem, head))

    def fits(self, meaning: Meaning, unit: str) -> bool:
        """Whether a unit can stand with a name; an unknown unit fits anything."""
        head = meaning.head
        if head is None or not head.allows:
            return True
        if unit in head.forbids:
            return False
        kinds = self.kinds_of(unit)
        if head.share and _PER_SO_MANY.search(meaning.stem):
            return True
        if head.goods and self.bulk.kinds.issuperset(kinds or ("",)) and not self.bulk.goods.search(meaning.stem):
            return False
        return not kinds or any(kind in head.allows for kind in kinds)

    def kinds_of(self, unit: str) -> tuple[str, ...]:
        """The kinds of a unit; none of one that no list has. 元/人·月 is money, 万立方米 a volume."""
        if (kinds := self._kinds.get(unit)) is not None:
            return kinds
        paid, per, _ = unit.partition("/")
        if per and "money" in (kinds := self._kinds.get(paid, ())):
            return kinds
        return self._kinds.get(_MULTIPLE.sub("", unit), ())

    def same_kind(self, unit: str, other: str) -> bool:
        """Whether two units count the same kind of thing (天 and 小时, 人 and 名)."""
        return unit == other or bool(set(self.kinds_of(unit)) & set(self.kinds_of(other)))

    def accumulates(self, key: str, meaning: Meaning, value: TargetValue) -> bool:
        """Whether a number grows over the year: a count of work done, or the completion of the year's task."""
        words = self.accumulating
        if words.standing.search(key):
            return False
        if meaning.share or key.endswith("率"):
            return value.unit == "%" and key.endswith(words.rates)
        if meaning.duration or value.unit is None or "/" in value.unit or meaning.direction == "lower":
            return False
        if _MULTIPLE.sub("", value.unit) in words.units:
            return True
        # The verb next to the head decides: 床位建设数 is work done, though 床位 are kept.
        if words.kept.search(key) and not meaning.stem.endswith(words.just_done):
            return False
        kinds = self.kinds_of(value.unit)
        if "cases" in kinds and value.operator in ("≥", ">"):
            return True
        counted = bool(kinds) and not {"share", "duration"} & set(kinds)
        return counted and words.verbs.search(key) is not None

    def never_falls(self, key: str, meaning: Meaning, value: TargetValue) -> bool:
        """Whether a number at the year's end cannot be below the half-year's: a count of what is not merely there, a share
        that rises as work is done."""
        words, head, unit = self.accumulating, meaning.head, value.unit or ""
        if meaning.share or key.endswith("率"):
            return unit == "%" and key.endswith(words.rising)
        if head is None or not head.promises or head.duration or meaning.direction == "lower" or "/" in unit:
            return False
        there = words.standing.search(key) or (words.kept.search(key) and not words.served.search(key))
        return not there and not (ONE_BY_ONE | {"money"}).isdisjoint(self.kinds_of(unit))

    def asked_less(self, key: str, meaning: Meaning, half: TargetValue, full: TargetValue) -> bool:
        """Whether of a share that is better high less is asked of the year than of its first half."""
        if not (meaning.share and meaning.direction == "higher") or half.number is None or full.number is None:
            return False
        floors = {half.operator, full.operator} <= {"≥", ">"}
        return (
            floors
            and half.unit == full.unit == "%"
            and half.number > full.number
            and not self.accumulating.seasonal.search(key)
        )

    def fraction(self, key: str, value: TargetValue) -> bool:
        """Whether a number of what is counted one by one is none: 85.5人; an average may be."""
        number = value.number
        if number is None or value.unit not in self.whole.units or number == number.to_integral_value():
            return False
        return self.whole.averages.search(key) is None

    def known_at_the_end(self, key: str) -> bool:
        """Whether a name asks for a result that there is only at the end of the year: 年度考核优秀率."""
        return self._at_the_end.search(key) is not None

    def _way(self, stem: str, head: Head | None) -> Direction | None:
        timed = head is not None and head.duration and head.direction is None
        return self.durations.way(stem) if timed else self.direction.way(stem, head)

    def _bounded(self, stem: str, head: Head | None) -> bool:
        if head is None or not head.share:
            return False
        if head.bounded:
            return True
        return stem.endswith(self.bounded.before) and not stem.endswith(self.bounded.excepted)

    @cached_property
    def measures(self) -> frozenset[str]:
        """Measures of three characters that are known to be right: 覆盖率, 满意度."""
        words = (*self.direction.lower, *self.direction.higher, *self.bounded.before)
        return frozenset(f"{w}率" for w in words if len(w) == 2) | {"满意度", "知晓度", "参与度", "公开度", "认可度"}

    @cached_property
    def _ends(self) -> dict[str, tuple[Head, str]]:
        """By the end of a name its head, and how much of the end is the head alone."""
        return {end.replace("|", ""): (head, end.rpartition("|")[2]) for head in self.heads for end in head.ends}

    @cached_property
    def _at_the_end(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.accumulating.at_the_end))

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for kind, units in self.units.items():
            for unit in units:
                found[unit] = (*found.get(unit, ()), kind)
        return found
