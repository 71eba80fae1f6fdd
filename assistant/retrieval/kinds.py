"""Which kind (类别) a department is of, and which kinds, places, years and sections a question speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from assistant.retrieval.library import KindLibrary
from assistant.retrieval.records import Entry, place_of
from assistant.retrieval.text import fold
from assistant.table import Section

_OFFICE = re.compile(r"(局|委员会|委|办公室|办|厅|部|处|院|中心|联合会|联合社|会|社|站|台|队|分局|总队|支队)$")
#: An office is known by what it is named for alone where that has so many characters.
_STEM = 4
_SECTION_WORD = {"满意度": "满意度", "效益": "效益", "产出": "产出", "成本": "成本", "履职": "履职"}


@dataclass(frozen=True)
class Mentions:
    """What a question names beside its matter. ``rest`` is the question without what was recognised for certain."""

    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()
    rest: str = ""

    @property
    def matter(self) -> str:
        """What it asks about: ``rest`` without whose it is (教育部门的…, 各局的…)."""
        return re.sub(r"^\S{0,10}?(?:部门|单位|系统|局|委|口)的?(?=\S)", "", self.rest) if self.kinds else self.rest

    @property
    def named(self) -> dict[str, tuple[str, ...] | tuple[int, ...]]:
        """What was named, by the column that holds it, the weightiest first."""
        columns: dict[str, tuple[str, ...] | tuple[int, ...]] = {
            "kind": self.kinds,
            "place": self.places,
            "year": self.years,
            "section": self.sections,
        }
        return {column: values for column, values in columns.items() if values}


class Kinds:
    """The names by which kinds and places are known, from the library and from the tables of the index."""

    def __init__(self, libraries: Sequence[KindLibrary], entries: Iterable[Entry]) -> None:
        words: dict[str, str] = {}
        places: set[str] = set()
        for library in libraries:
            for word in (library.kind, *library.names, *library.aliases):
                words.setdefault(fold(word), library.kind)
        for entry in entries:
            if entry.place:
                places.add(entry.place)
            if entry.kind and entry.department:
                place = entry.place or place_of(entry.department) or ""
                words.setdefault(fold(entry.department.removeprefix(place)), entry.kind)
                words.setdefault(fold(entry.kind), entry.kind)
        self._words = {w: k for w, k in sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])) if len(w) > 1}
        stems = {_OFFICE.sub("", w): k for w, k in self._words.items()}
        self._stems = {s: k for s, k in sorted(stems.items(), key=lambda pair: -len(pair[0])) if len(s) >= _STEM}
        self._places = sorted(places, key=lambda p: (-len(p), p))
        self.all = tuple(sorted(set(words.values())))

    def of_name(self, department: str | None) -> str | None:
        """The kind of a department by its name: the longest known word in it, else what an office is named for
        (发展和改革); None where neither stands there. A government (人民政府) as such is of no kind."""
        name = fold(department or "")
        if place := place_of(name):
            name = name.removeprefix("中共").removeprefix("共青团").removeprefix(place) or name
            name = fold(department or "").replace(place, "", 1) or name
        if name in self._words:
            return self._words[name]
        name = name.replace("人民政府", "")
        known = (*self._words.items(), *self._stems.items())
        return next((kind for word, kind in known if word in name), None)

    def before_kind(self, name: str) -> str:
        """What stands before the word that tells an office's kind: 江北 of 江北职业技术学校, nothing of 教体局."""
        known = (*self._words, *self._stems)
        return next((fold(name).partition(word)[0] for word in known if word in fold(name)), "")

    def offices(self) -> dict[str, tuple[str, str]]:
        """Every word for a kind or a place, with its role (``kind``, ``place``) and what it stands for."""
        words = {word: ("kind", kind) for word, kind in self._words.items()}
        for place in self._places:
            words[fold(place)] = words[fold(place.rstrip("市县区州"))] = ("place", place)
        return words

    def mentioned(self, question: str) -> Mentions:
        """What the folded question names. Only whole office names (教育局), places and years are taken out of ``rest``."""
        rest, kinds, places = question, list[str](), list[str]()
        for place in self._places:
            short = place.rstrip("市县区州")
            for word in (place, short) if len(short) > 1 else (place,):
                if word in rest:
                    places.append(place)
                    rest = rest.replace(word, " ")
                    break
        for word, kind in self._words.items():
            if _OFFICE.search(word) and word in rest:
                kinds.append(kind)
                rest = rest.replace(word, " ")
        kinds += [kind for word, kind in self._words.items() if word in rest and kind not in kinds]
        years = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})(?=年|\D|$)", rest)]
        rest = re.sub(r"(?<!\d)(?:19|20)\d{2}年?度?", " ", rest)
        sections = [s for s in get_args(Section) if _SECTION_WORD.get(s, "\0") in rest]
        rest = " ".join(rest.split())
        return Mentions(
            tuple(dict.fromkeys(kinds)), tuple(places), tuple(dict.fromkeys(years)), tuple(sections), rest or question
        )
