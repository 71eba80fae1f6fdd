"""The invented cities, the story of each kind of department, and the planned level of every figure in every year."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from assistant.retrieval.library import LibraryIndicator, Strict

CORPUS = Path(__file__).parent.parent
#: Counts of these grow with a city; the rest (minutes, days, yuan a head) do not.
PER_HEAD = frozenset("天 日 工作日 个工作日 小时 分钟 秒 年 个月 % ‰ 分 级 元/人 元/人次 元/人/天 倍 个百分点".split())

#: Growth and its like: last year is their base already.
RATE_OF_CHANGE = re.compile("增长|增速|增幅|下降|降幅|压减|降低|提高")


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
def _world() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / "cities.yaml").read_text("utf-8"))
    return loaded


@cache
def story(kind: str) -> Story:
    """The story of a kind; an empty one where none is written."""
    path = CORPUS / "story" / f"{kind}.yaml"
    return Story.model_validate(yaml.safe_load(path.read_text("utf-8"))) if path.exists() else Story(kind=kind)


@cache
def paces() -> dict[str, float]:
    """The usual yearly paces, by sort of figure; see ``cities.yaml``."""
    return {sort: float(pace) for sort, pace in _world()["paces"].items()}


def move(kind: str, indicator: LibraryIndicator) -> Move | None:
    """The pace that the story tells for a figure."""
    return next((m for m in story(kind).moves if m.indicator == indicator.name), None)


def event(kind: str, city: City, year: int, indicator: LibraryIndicator) -> Event | None:
    """What happened to this figure in this city in this very year."""
    return next(
        (e for e in story(kind).events if (e.city, e.year, e.indicator) == (city.name, year, indicator.name)), None
    )


def level(kind: str, city: City, indicator: LibraryIndicator, year: int) -> float:
    """The level a figure is planned at in a year, in its unit: where the city stands, and what moved it since.

    It moves by told paces and events alone: towards the better or, where the story says so, away from it.
    """
    assert indicator.range is not None
    low, high = (float(end) for end in indicator.range)
    chance = Random(f"{kind}/{city.name}/{indicator.name}")
    if indicator.unit in PER_HEAD:
        share = min(max(chance.gauss(city.care, 0.16), 0.02), 0.98)
        stands = high - share * (high - low) if indicator.better == "lower" else low + share * (high - low)
    else:
        share = min(max(chance.gauss({6.2: 0.8, 3.1: 0.45}.get(city.size, 0.15), 0.12), 0.0), 1.0)
        stands = low * (high / low) ** share if low > 0 else low + share * (high - low)
    told = move(kind, indicator)
    for y in range(years()[0] + 1, year + 1):
        vigour = Random(f"{kind}/{city.name}/{indicator.name}/{y}")
        stands = _stepped(stands, told.step, vigour) if told else _usual(stands, indicator, vigour)
        if happened := event(kind, city, y, indicator):
            stands *= happened.factor
    return min(max(stands, 0.0), 100.0) if indicator.bounded else max(stands, 0.0)


def _stepped(stands: float, step: str, vigour: Random) -> float:
    size = float(Decimal(step.rstrip("%"))) * vigour.uniform(0.4, 1.5)
    return stands * (1 + size / 100) if step.endswith("%") else stands + size


def _usual(stands: float, indicator: LibraryIndicator, vigour: Random) -> float:
    """One year on by the province's usual pace; some years a city holds what it has. Rates of change do not add up."""
    assert indicator.range is not None
    low, high = (float(end) for end in indicator.range)
    strides = vigour.choice((0, 0, 0.5, 1, 1.5, 2))
    pace = paces()[_sort(indicator)] * strides
    if stands < 20 and low == int(low) and high == int(high) and not indicator.bounded:
        pace = max(pace, 0.4 * strides / max(stands, 1))  # so few are counted one by one
    if indicator.better == "exact" or RATE_OF_CHANGE.search(indicator.name):
        return stands
    if indicator.bounded and indicator.better == "higher":
        return max(stands, min(stands + pace * (100 - stands), high))
    if indicator.better == "lower":
        return min(stands, max(stands * (1 - pace), low))
    return max(stands, min(stands * (1 + pace), high))


def _sort(indicator: LibraryIndicator) -> str:
    if indicator.bounded and indicator.better == "higher":
        return "gap"
    if indicator.unit in ("%", "‰"):
        return "share"
    if indicator.output == "成本":
        return "cost"
    return "time" if indicator.unit in PER_HEAD else "count"
