"""Which way an indicator is better: the higher or the lower, by the words before the head of its name (中心语)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import Literal

from assistant.checking.words import AnyOf
from assistant.table.model import Model

Direction = Literal["higher", "lower"]

#: Kinds of unit in which work is counted.
ONE_BY_ONE = frozenset(
    ("people", "visits", "times", "sessions", "cases", "households", "firms", "machines", "papers", "pieces", "length", "area")
)  # fmt: skip
#: Before a bad thing: that it did not happen (无差错率, 未发生重大事故).
_NONE_OF = re.compile(
    "(?:无|零|未|未发生|未出现|不发生|没有)(?:重特大|重大|特大|较大|一般|重复|责任|安全|生产|质量|医疗|有效)*$"
)
#: What may stand between a bad thing and how much it grew: 死亡率上升幅度, 投诉件数增长率.
_MEASURE = re.compile("(?:案件|事件|问题|行为|现象)?(?:率|数|数量|量|人数|起数|件数|次数|比例|占比)?$")
_LONGEST = 6


class Head(Model):
    """A head (中心语). ``allows``: kinds of unit that fit it, ``forbids`` single units that do not; ``unit`` the usual one.

    ``goods``: in tons or cubic metres only where the name speaks of goods; ``part``: a part of a whole, named by what it
    is a part of (优良天数比例).
    """

    ends: tuple[str, ...]
    promises: bool = False
    allows: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    unit: str | None = None
    share: bool = False
    part: bool = False
    goods: bool = False
    duration: bool = False
    direction: Direction | None = None
    bounded: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a count of work."""
        return self.promises and not self.duration and not ONE_BY_ONE.isdisjoint(self.allows)


class DurationWords(Model):
    """Times better short and times better long."""

    short: tuple[str, ...]
    long: tuple[str, ...]

    def way(self, stem: str) -> Direction | None:
        """Whether a time is better short or long, by what stands before its head; how long before is left open."""
        if "提前" in stem and not stem.endswith("提前"):
            return None
        return _of_words(self._known, stem.removesuffix("平均"))

    @cached_property
    def _known(self) -> dict[str, Direction]:
        return _directed(self.short, self.long)


class DirectionWords(Model):
    """Words that say which way is better; see ``data/names.toml``."""

    lower: tuple[str, ...]
    higher: tuple[str, ...]
    acts: AnyOf
    wanted: AnyOf
    unwanted: AnyOf
    small_parts: AnyOf
    large_parts: AnyOf
    falls: tuple[str, ...]
    rises: tuple[str, ...]
    bad_things: AnyOf
    savings: AnyOf
    limited: AnyOf
    neutral: tuple[str, ...]
    signed: AnyOf

    def way(self, stem: str, head: Head | None) -> Direction | None:
        """Which way is better of a name that is no time, by its head and what stands before it."""
        if head is None or not (head.promises or head.allows or head.direction or head.share):
            return "lower" if self._harmful(stem) else None
        if head.direction:
            return None if self.savings.search(stem) else head.direction
        if not (head.share or head.promises) or stem.endswith(self.neutral) or self.limited.search(stem):
            return None
        if fall := longest_end(self.falls, stem):
            return "higher" if self.bad_things.search(stem) or self._grown(stem.removesuffix(fall)) else None
        if rise := longest_end(self.rises, stem):
            return self._risen(stem, stem.removesuffix(rise))
        if head.share:
            return _of_words(self._known, stem) or (self._part(stem) if head.part else None)
        if self._harmful(stem):
            return "lower"
        work = head.counts and self.wanted.search(stem) and not self.unwanted.search(stem)
        return "higher" if work else None

    def _harmful(self, stem: str) -> bool:
        """Whether harm itself is counted (投诉), not work that is done about it (受理投诉)."""
        before = stem.removesuffix(longest_end(self._known, stem))
        return _of_words(self._known, stem) == "lower" and self.acts.search(before) is None

    def _grown(self, stem: str) -> bool:
        """Whether what grew or fell is harm: 死亡率, 投诉件数."""
        bare = _MEASURE.sub("", stem)
        return _of_words(self._known, bare) == "lower" and self.acts.search(bare) is None

    def _risen(self, stem: str, what: str) -> Direction | None:
        if self._grown(what):
            return "lower"
        bad = self.bad_things.search(stem) or any(word in stem for word in self.lower)
        return None if bad else "higher"

    def _part(self, stem: str) -> Direction | None:
        """Which way a part of a whole is better, by what it is a part of: 优良天数比例, 劣Ⅴ类断面比例."""
        if self.small_parts.search(stem):
            return None if self.acts.search(stem) else "lower"
        return "higher" if self.large_parts.search(stem) else None

    @cached_property
    def _known(self) -> dict[str, Direction]:
        return _directed(self.lower, self.higher)


def longest_end(ends: Container[str], text: str) -> str:
    """The longest of the ends that a text has, or nothing."""
    for at in range(max(0, len(text) - _LONGEST), len(text)):
        if text[at:] in ends:
            return text[at:]
    return ""


def _directed(lower: Iterable[str], higher: Iterable[str]) -> dict[str, Direction]:
    found: dict[str, Direction] = dict.fromkeys(lower, "lower")
    return found | dict.fromkeys(higher, "higher")


def _of_words(words: Mapping[str, Direction], stem: str) -> Direction | None:
    found = longest_end(words, stem)
    if words.get(found) == "lower" and _NONE_OF.search(stem.removesuffix(found)):
        return "higher"
    return words.get(found)
