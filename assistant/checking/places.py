"""Names of places (地名) and of departments that begin with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from assistant.checking.words import WordList


class Places(WordList):
    """``data/places.toml``."""

    file = "places"

    provinces: str
    cities: str
    ambiguous: str
    place_end: str
    office_end: str

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
