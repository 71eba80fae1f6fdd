"""Names of places (地名) and of departments that begin with one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache

from assistant.checking.words import WordList

#: A name of one character and 城: 江城市; what stands before 城市 without making one is left out.
_SHORT_CITY = (
    "[\u4e00-\u9fff](?<![大小新旧老全各本我中省古名强县乡在主副特超一二三四五多每两该此其某入进出离住建整个])城市"
)


#: What makes the name of a city part of another: 南京路, 苏州河, 温州话.
_NO_CITY = "路街道湖港站湾桥话菜酒茶园河江山塔镇乡村人式派战区县"
#: What makes the name of a district part of another word: 区域, 区级.
_LONGER = tuple("域间块段位划级直")
_LONGEST_DISTRICT = 15


class Districts(WordList):
    """``data/districts.toml``: districts and counties by the city that they belong to."""

    file = "districts"

    districts: dict[str, str]
    provinces: dict[str, str]

    def city_of(self, district: str) -> str | None:
        """The one city that a district belongs to; None where none or several have one of that name."""
        cities = self._cities.get(district, ())
        return cities[0] if len(cities) == 1 else None

    def province_in(self, text: str, own_cities: set[str]) -> str | None:
        """The province that a name of an indicator begins with, where it is not the one that the cities lie in; None where
        no list has them."""
        found = self._province.match(text)
        own = {self._province_of.get(city) for city in own_cities} - {None}
        return found[0] if found and own and found[0] not in own else None

    def own_district(self, department: str) -> str | None:
        """The district that a department's name begins with, or has after its city."""
        return self._home(department)[1]

    def foreign_in(self, text: str, department: str) -> str | None:
        """The district that a name of an indicator begins with, where it is neither the department's own nor one of its
        city's: 西湖区 in a table of 杭州市拱墅区. None where no list has the department's place."""
        named = self._beginning(text)
        city, own = self._home(department)
        if named is None or city is None or named in department:
            return None
        return None if own is None and city in self._cities[named] else named

    @cached_property
    def _home(self) -> Callable[[str], tuple[str | None, str | None]]:
        """The city that a department's name begins with or that its district belongs to, and the district it names."""
        return lru_cache(maxsize=1_024)(self._home_of)

    def _home_of(self, department: str) -> tuple[str | None, str | None]:
        city = next((city for city in self.districts if department.startswith(city)), None)
        own = self._beginning(department.removeprefix(city or ""))
        return (city or self._cities[own][0] if own else city), own

    def _beginning(self, text: str) -> str | None:
        if text[:2] not in self._starts:
            return None
        ends = (n for n in range(min(_LONGEST_DISTRICT, len(text)), 2, -1) if text[:n] in self._cities)
        return next((text[:n] for n in ends if not text[n:].startswith(_LONGER)), None)

    @cached_property
    def _starts(self) -> frozenset[str]:
        """How the names of districts begin: most texts begin like none."""
        return frozenset(name[:2] for name in self._cities)

    @cached_property
    def _province(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.provinces)))

    @cached_property
    def _province_of(self) -> dict[str, str]:
        return {city: province for province, cities in self.provinces.items() for city in cities.split()}

    @cached_property
    def _cities(self) -> dict[str, tuple[str, ...]]:
        """By the name of a district the cities that have one so called."""
        found: dict[str, tuple[str, ...]] = {}
        for city, names in self.districts.items():
            for name in names.split():
                found[name] = (*found.get(name, ()), city)
        return found


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
        begun = self._bare.match(text)
        named = None if begun or "市" not in text else self._listed.search(text) or self._city.match(text)
        city = f"{begun[0]}市" if begun else named[1] if named else None
        return None if city is None or self.deals_elsewhere(text) else city

    @cached_property
    def _listed(self) -> re.Pattern[str]:
        """A city of the list with its 市, anywhere."""
        return re.compile(rf"((?:{'|'.join(self.cities.split())})市)(?!场)")

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        """A city of the list at the beginning without its 市, where that is no ordinary word."""
        clear = "|".join(city for city in self.cities.split() if city not in self.unclear)
        return re.compile(rf"(?:{clear})(?![市{_NO_CITY}])")

    def deals_elsewhere(self, text: str) -> bool:
        """Whether a text says that one deals with another place: 对口支援, 推介, 高速."""
        return self._dealt_with.search(text) is not None

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
