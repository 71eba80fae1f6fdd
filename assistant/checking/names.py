"""What an indicator's name says of its value: the kind of number, its unit, which way is better, whether it grows.

A Chinese noun phrase ends in its head (中心语), so a name is read from its end: 电信诈骗预警处置响应时间 is a time,
and of 处置 and 响应 the word next to the head decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar, Literal

from assistant.checking.words import AnyOf, WordList
from assistant.table.model import Model, TargetValue

Direction = Literal["higher", "lower"]
_BRACKET = re.compile(r"\([^()]*\)$")


class Head(Model):
    """A head (中心语). ``allows``: kinds of unit that fit it, ``forbids`` single units that do not; ``unit`` the usual one."""

    ends: tuple[str, ...]
    promises: bool = False
    allows: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    unit: str | None = None
    share: bool = False
    duration: bool = False
    direction: Direction | None = None
    bounded: bool = False


class DirectionWords(Model):
    """Words that say which way is better; see ``data/names.toml``."""

    lower: tuple[str, ...]
    higher: tuple[str, ...]
    acts: AnyOf
    falls: tuple[str, ...]
    rises: tuple[str, ...]
    bad_things: AnyOf
    savings: AnyOf
    limited: AnyOf
    neutral: tuple[str, ...]
    signed: AnyOf


class DurationWords(Model):
    """Times better short and times better long."""

    short: tuple[str, ...]
    long: tuple[str, ...]


class BoundedWords(Model):
    """Words before 率 that make a share of a whole."""

    before: tuple[str, ...]
    excepted: tuple[str, ...] = ()


class AccumulatingWords(Model):
    """What grows over the year."""

    units: frozenset[str]
    verbs: AnyOf
    rates: tuple[str, ...]
    standing: AnyOf
    kept: AnyOf
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
        return Meaning(stem, head, self._direction(stem, head), self._bounded(stem, head))

    def fits(self, meaning: Meaning, unit: str) -> bool:
        """Whether a unit can stand with a name; an unknown unit fits anything."""
        head = meaning.head
        if head is None or not head.allows:
            return True
        if unit in head.forbids:
            return False
        kinds = self._kinds.get(unit, ())
        return not kinds or any(kind in head.allows for kind in kinds)

    def same_kind(self, unit: str, other: str) -> bool:
        """Whether two units count the same kind of thing (天 and 小时, 人 and 名)."""
        return unit == other or bool(set(self._kinds.get(unit, ())) & set(self._kinds.get(other, ())))

    def accumulates(self, key: str, meaning: Meaning, value: TargetValue) -> bool:
        """Whether a number grows over the year: a count of work done, or the completion of the year's task."""
        words = self.accumulating
        if words.standing.search(key):
            return False
        if meaning.share or key.endswith("率"):
            return value.unit == "%" and key.endswith(words.rates)
        if meaning.duration or value.unit is None or "/" in value.unit or meaning.direction == "lower":
            return False
        if value.unit in words.units:
            return True
        if words.kept.search(key):
            return False
        kinds = self._kinds.get(value.unit, ())
        counted = bool(kinds) and not {"share", "duration"} & set(kinds)
        return counted and words.verbs.search(key) is not None

    def fraction(self, key: str, value: TargetValue) -> bool:
        """Whether a number of what is counted one by one is none: 85.5人; an average may be."""
        number = value.number
        if number is None or value.unit not in self.whole.units or number == number.to_integral_value():
            return False
        return self.whole.averages.search(key) is None

    def known_at_the_end(self, key: str) -> bool:
        """Whether a name asks for a result that there is only at the end of the year: 年度考核优秀率."""
        return self._at_the_end.search(key) is not None

    def _direction(self, stem: str, head: Head | None) -> Direction | None:
        words = self.direction
        if head is None:
            return None
        if head.direction:
            return None if words.savings.search(stem) else head.direction
        if head.duration:
            return None if "提前" in stem and not stem.endswith("提前") else _longest_word(self._times, stem)
        if not (head.share or head.promises) or stem.endswith(words.neutral) or words.limited.search(stem):
            return None
        if stem.endswith(words.falls):
            return "higher" if words.bad_things.search(stem) else None
        if stem.endswith(words.rises):
            bad = words.bad_things.search(stem) or any(word in stem for word in words.lower)
            return None if bad else "higher"
        found = _longest_word(self._directions, stem)
        if not head.share and (found == "higher" or words.acts.search(stem)):
            return None
        return found

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
    def _directions(self) -> dict[str, Direction]:
        return _directed(self.direction.lower, self.direction.higher)

    @cached_property
    def _times(self) -> dict[str, Direction]:
        return _directed(self.durations.short, self.durations.long)

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for kind, units in self.units.items():
            for unit in units:
                found[unit] = (*found.get(unit, ()), kind)
        return found


_LONGEST = 6


def _directed(lower: Iterable[str], higher: Iterable[str]) -> dict[str, Direction]:
    found: dict[str, Direction] = dict.fromkeys(lower, "lower")
    return found | dict.fromkeys(higher, "higher")


def longest_end(ends: Container[str], text: str) -> str:
    """The longest of the ends that a text has, or nothing."""
    for at in range(max(0, len(text) - _LONGEST), len(text)):
        if text[at:] in ends:
            return text[at:]
    return ""


def _longest_word(words: Mapping[str, Direction], stem: str) -> Direction | None:
    return words.get(longest_end(words, stem))
