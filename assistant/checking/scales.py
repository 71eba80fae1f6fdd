"""Graded words for values without a number (``data/scales.toml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import ClassVar

from pydantic import Field

from assistant.checking.directions import longest_end
from assistant.checking.terms import Spaced
from assistant.checking.words import AnyOf, WordList
from assistant.table.values import UNITS

#: Longer words may well say a standard.
_SHORT = 8
_UNITS = frozenset(UNITS)
#: All that are due: 应保尽保, 应助尽助.
_ALL_DUE = re.compile(r"应(.)尽\1")
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(
    r"[一二两三四五六七八九十百千万]+(?:余|多)?(?:次|人|场|期|个|件|起|天|日|年|月|小时|分钟|家|户|项|份|篇|成|批|轮|门|类|种|台|套)"
)
_MARKS = re.compile(r"[\s/\\|\-—–_.…·*、。,，]*")


class Scales(WordList):
    """Placeholders, grades and the scale of each kind of name."""

    file: ClassVar[str] = "scales"

    placeholders: tuple[str, ...]
    numbers: tuple[str, ...]
    times: tuple[str, ...]
    no_times: tuple[str, ...]
    grades: AnyOf
    changes: AnyOf
    vague_words: Spaced = Field(alias="vague")
    degrees: Spaced
    better: Spaced
    told: str
    set_levels: tuple[str, ...]
    raised: tuple[str, ...]
    open_numbers: AnyOf
    roots: Mapping[str, tuple[str, ...]]

    @cached_property
    def placeholder(self) -> Callable[[str], bool]:
        """``placeholder(text)``: whether nothing was filled in: 待定, XX, /, — or only marks."""
        return lru_cache(maxsize=16_384)(self._placeholder)

    def _placeholder(self, text: str) -> bool:
        bare = text.strip().strip("（）()[]【】“”\"' ")
        if _MARKS.fullmatch(bare) is not None or bare.lower() in self._placeholders:
            return True
        return any(bare.startswith(word) and bare.removeprefix(word) in _UNITS for word in self.placeholders)

    def as_a_number(self, text: str) -> bool:
        """Whether words say as much as a number: 全覆盖, 零增长, 应保尽保."""
        return contains(text, self.numbers) or _ALL_DUE.search(text) is not None

    def vague(self, text: str) -> bool:
        """Whether words (normalised) only praise: 良好, 有效提升, 效果明显, 群众生活水平提高."""
        return all(self._vague.fullmatch(clause) for clause in re.split("[,，;；、]", text.strip("。.")) if clause)

    def says_when_met(self, text: str) -> bool:
        """Whether words for an output (normalised) tell when it is met; long ones always may."""
        return len(text) > _SHORT or self._told.search(text) is not None

    def raises_a_level(self, key: str, text: str) -> bool:
        """Whether a level that is set by a decision is to be raised: 基本生活保障水平 稳步提高."""
        return key.endswith(self.set_levels) and text.endswith(self.raised)

    def approximate(self, text: str) -> bool:
        """Whether a number is left open: 10个左右."""
        return self.open_numbers.search(text) is not None or text.startswith(("约", "大致", "近"))

    def names_time(self, text: str) -> bool:
        """Whether words name a time (每季度末, 全年) rather than praise one (及时)."""
        return any(word in text for word in self.times) and not any(word in text for word in self.no_times)

    def graded(self, text: str, benefit: bool) -> bool:
        """Whether words grade any kind of indicator; of a benefit also by how it changes (提升, 改善)."""
        return bool(self.grades.search(text) or (benefit and self.changes.search(text)))

    def scale(self, key: str) -> tuple[str, ...]:
        """The roots of the words that grade an indicator of that name; empty where any word may."""
        return self.roots.get(longest_end(self.roots, key), ())

    @cached_property
    def _told(self) -> re.Pattern[str]:
        roots = {root for roots in self.roots.values() for root in roots}
        return re.compile("|".join((self.told, *sorted(map(re.escape, roots)))))

    @cached_property
    def _vague(self) -> re.Pattern[str]:
        words, degrees, better = (_longest_first(w) for w in (self.vague_words, self.degrees, self.better))
        before = "效果|成效|质量|水平|程度|情况|作用|影响|管理|服务|工作"
        return re.compile(
            rf"(?:{before})?(?:{degrees})*(?:{words})(?:(?:并|和|且)?(?:{degrees})*(?:{words}))?(?:成效|效果|水平|状态|程度|了)?"
            rf"|.{{1,16}}?(?:{degrees})*(?:{better})|(?:得到|受到|有所|有了).{{1,4}}"
        )

    @cached_property
    def _placeholders(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.placeholders)


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))


def counted_in(text: str) -> bool:
    """Whether there is a number in a text, in figures or in characters with something to count (两次以上)."""
    return bool(_DIGIT.search(text) or _NUMERAL.search(text))


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in a text."""
    return any(word in text for word in words)
