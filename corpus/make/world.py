"""The invented cities, the story of each kind of department, and the hidden level of every figure in every year."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

import yaml

from assistant.retrieval.library import LibraryIndicator, Strict

CORPUS = Path(__file__).parent.parent
#: Counts of these grow with a city; the rest (minutes, days, yuan a head) do not.
PER_HEAD = frozenset("天 日 工作日 个工作日 小时 分钟 秒 年 个月 % ‰ 分 级 元/人 元/人次 元/人/天 倍 个百分点".split())


class City(Strict):
    """A city of the invented province; see ``cities.yaml``."""

    name: str
    size: float
    means: float
    care: float
    templates: tuple[str, ...]


class Move(Strict):
    """A figure's typical yearly step: ``+0.2`` in its unit, ``+4%`` relative; and why."""

    indicator: str
    step: str
    why: str


class Event(Strict):
    """Something that happened in one city and moves a figure from that year on."""

    city: str
    year: int
    indicator: str
    factor: float
    why: str


class Story(Strict):
    """How the figures of one kind of department move."""

    kind: str
    moves: tuple[Move, ...] = ()
    events: tuple[Event, ...] = ()
    source: str = ""


@cache
def cities() -> tuple[City, ...]:
    """The cities, largest first."""
    return tuple(City.model_validate(c) for c in _world()["cities"])


@cache
def years() -> tuple[int, ...]:
    """The years the tables are for, in order."""
    return tuple(int(str(year)) for year in _world()["years"])


@cache
def _world() -> dict[str, list[object]]:
    loaded: dict[str, list[object]] = yaml.safe_load((CORPUS / "cities.yaml").read_text("utf-8"))
    return loaded


@cache
def story(kind: str) -> Story:
    """The story of a kind; an empty one where none is written."""
    path = CORPUS / "story" / f"{kind}.yaml"
    return Story.model_validate(yaml.safe_load(path.read_text("utf-8"))) if path.exists() else Story(kind=kind)


def event(kind: str, city: City, year: int, indicator: LibraryIndicator) -> Event | None:
    """What happened to this figure in this city in this very year."""
    return next(
        (e for e in story(kind).events if (e.city, e.year, e.indicator) == (city.name, year, indicator.name)), None
    )


def level(kind: str, city: City, indicator: LibraryIndicator, year: int) -> float:
    """The hidden true level of a figure in a year, in its unit: where the city stands, and what moved it since."""
    assert indicator.range is not None
    low, high = (float(end) for end in indicator.range)
    chance = Random(f"{kind}/{city.name}/{indicator.name}")
    if indicator.unit in PER_HEAD:
        share = min(max(chance.gauss(city.care, 0.16), 0.02), 0.98)
        stands = high - share * (high - low) if indicator.better == "lower" else low + share * (high - low)
    else:
        share = min(max(chance.gauss({6.2: 0.8, 3.1: 0.45}.get(city.size, 0.15), 0.12), 0.0), 1.0)
        stands = low * (high / low) ** share if low > 0 else low + share * (high - low)
    move = next((m for m in story(kind).moves if m.indicator == indicator.name), None)
    for y in range(years()[0] + 1, year + 1):
        turn = Random(f"{kind}/{city.name}/{indicator.name}/{y}")
        stands = _stepped(stands, move.step if move else None, turn)
    for e in story(kind).events:
        if (e.city, e.indicator) == (city.name, indicator.name) and e.year <= year:
            stands *= e.factor
    return min(max(stands, 0.0), 100.0) if indicator.bounded else max(stands, 0.0)


def _stepped(stands: float, step: str | None, turn: Random) -> float:
    if step is None:
        return stands * (1 + turn.gauss(0, 0.012))
    size = float(Decimal(step.rstrip("%"))) * turn.uniform(0.4, 1.5)
    return stands * (1 + size / 100) if step.endswith("%") else stands + size
