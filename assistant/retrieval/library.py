"""The indicator library (指标库): what departments of one kind usually do, measure and spend. One YAML file per kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ConfigDict, Field

from assistant.table.model import Model, Number

# Ten times faster where PyYAML was built with libyaml, as its wheels are; the same result elsewhere.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Strict(Model):
    """Library files are written by people: an unknown key is a mistake, not a newer version."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LibraryIndicator(Strict):
    """One indicator as the field uses it.

    ``range``: what departments usually set for the full year, in ``unit`` (low, high); None for graded words, which
    stand in ``scale`` (best first). ``better``: which way is better (exact: neither, the value is to be hit).
    ``accumulates``: the number grows over the year (a half-year value below the full-year one). ``bounded``: a share
    that cannot pass 100%. ``output``: its level in tables with output indicators by kind. ``asked``: how people ask for
    it in everyday words; found by, never shown.
    """

    name: str
    also: tuple[str, ...] = ()
    unit: str | None = None
    better: Literal["higher", "lower", "exact"] = "higher"
    accumulates: bool = False
    bounded: bool = False
    output: Literal["数量", "质量", "时效", "成本"] = "数量"
    range: tuple[Number, Number] | None = None
    scale: tuple[str, ...] = ()
    formula: str = ""
    data: str = ""
    why: str = ""
    fact: str | None = None
    asked: tuple[str, ...] = ()


class LibraryDuty(Strict):
    """A duty (职能): wordings that departments use for it, its usual key tasks (重点工作), and what measures it."""

    key: str
    text: tuple[str, ...] = Field(min_length=2)
    key_tasks: tuple[str, ...] = Field(min_length=3)
    indicators: tuple[LibraryIndicator, ...] = Field(min_length=3)


class LibraryBenefit(LibraryIndicator):
    """An indicator of benefit (效益) or satisfaction (满意度) and its second level."""

    category: Literal["经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度"]


class LibraryProject(Strict):
    """A usual project (项目): its yearly budget in 万元 (low, high) and the duty it serves."""

    name: str
    duty: str
    range: tuple[Number, Number]


class KindLibrary(Strict):
    """Everything the library knows of one kind of department."""

    kind: str
    names: tuple[str, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    offices: tuple[str, ...] = Field(min_length=4)
    budget: tuple[Number, Number]
    basic_share: Number
    long_term_goal: tuple[str, ...] = Field(min_length=2)
    duties: tuple[LibraryDuty, ...] = Field(min_length=6)
    benefits: tuple[LibraryBenefit, ...] = Field(min_length=6)
    satisfaction: tuple[LibraryBenefit, ...] = Field(min_length=2)
    projects: tuple[LibraryProject, ...] = Field(min_length=6)
    source: str


def load_kind(path: Path) -> KindLibrary:
    """One library file. Raises ``ValueError`` (pydantic) naming the key that is wrong."""
    return KindLibrary.model_validate(yaml.load(path.read_text("utf-8"), Loader=_LOADER))


@cache
def load_library(folder: Path) -> tuple[KindLibrary, ...]:
    """All kinds in ``folder`` (``corpus/library``), by file name."""
    return tuple(load_kind(path) for path in sorted(folder.glob("*.yaml")))


def indicators_of(library: KindLibrary) -> tuple[LibraryIndicator, ...]:
    """All indicators of a kind: of its duties, of benefit, of satisfaction."""
    return (*(i for duty in library.duties for i in duty.indicators), *library.benefits, *library.satisfaction)
