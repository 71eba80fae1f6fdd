"""Names of places (地名) and of departments that begin with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from assistant.checking.words import WordList

#: A name of one character and 城: 江城市; what stands before 城市 without making one is left out.
_SHORT_CITY = (
    "[\u4e00-\u9fff](?<![大小新旧老全各本我中省古名强县乡在主副特超一二三四五多每两该此其某入进出离住建整个])城市"
)


class Places(WordList):
    """``data/places.toml``."""

    file = "places"

    cities: str
    ambiguous: str
    place_end: str
    no_city: str
    dealt_with: str

    def city_in(self, text: str) -> str | None:
        """The city that a name of an indicator begins with, where nothing says that one deals with it (对口支援…市)."""
        found = self._city.match(text)
        if found is None or self._dealt_with.search(text):
            return None
        return found[1]

    @cached_property
    def _city(self) -> re.Pattern[str]:
        """Two or three characters and 市 at the beginning: 岚江市, but neither 全市, 城市, 超市 nor 智慧城市."""
        none = "|".join(map(re.escape, sorted(self.no_city.split(), key=lambda w: (-len(w), w))))
        named = rf"(?!.{{0,3}}?(?:{none}))[\u4e00-\u9fff]{{2,3}}市"
        return re.compile(rf"({named}|{_SHORT_CITY})(?![场民政区县级容直属值管中内外域花树本辖化集])")

    @cached_property
    def _dealt_with(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.dealt_with.split())))

    @cached_property
    def unclear(self) -> frozenset[str]:
        """Names that are ordinary words too."""
        return frozenset(self.ambiguous.split())

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        ends = "|".join(self.place_end.split())
        return re.compile(rf"([\u4e00-\u9fff]{{2,9}}?(?:{ends}))(?!场)")

    def place_of(self, name: str | None) -> str | None:
        """The place that the name of a department begins with: 苏州市公安局 -> 苏州市; None where it names none."""
        found = self._beginning.match(name or "")
        return found[1] if found else None

    def forms(self, place: str) -> Iterator[str]:
        """A place's name as it may stand in a text: 苏州市, and 苏州 where that is no ordinary word."""
        yield place
        stem = re.sub(r"(自治区|自治州|[省市州盟])$", "", place)
        if stem != place and len(stem) >= 2 and stem not in self.unclear:
            yield stem
