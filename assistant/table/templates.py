"""Templates (样式): the shapes that different cities' tables have. Each is one TOML file in ``templates/`` and no code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.table.model import Model, Number, Section


class Level(Model):
    """A second-level heading (二级): its short name, other ways people write it, and whether rows must stand under it."""

    name: str
    also: tuple[str, ...] = ()
    required: bool = False


class TemplateSection(Model):
    """A first-level heading (一级). ``by_duty``: its rows stand under duties and key tasks instead of categories.

    ``weight``: the share of the total its rows' weights should give (low, high), where the template fixes one.
    """

    name: Section
    label: str
    also: tuple[str, ...] = ()
    required: bool = True
    by_duty: bool = False
    common: bool = False
    categories: tuple[Level, ...] = ()
    weight: tuple[Number, Number] | None = None


class CommonIndicator(Model):
    """A common indicator (共性指标) of the template: where it stands, its usual value and what it means.

    ``better``: which way its rate (%) is better; ``limit``: what it hardly exceeds that way at its worst (practice).
    """

    section: Section
    category: str
    name: str
    value: str
    also: tuple[str, ...] = ()
    meaning: str = ""
    better: Literal["lower", "higher"] | None = None
    limit: int | None = None


class Template(Model):
    """One shape of table. ``kind``: department (whole-department), project, or selfeval (self-evaluation, 自评).

    ``titles``: words of the form's own title, most telling first. ``half_year``: it has a half-year value column.
    ``weight_total``: what all weights add up to (None: no weights). ``columns``: headings this form uses for a column
    role beyond the usual ones in ``columns.toml``.
    """

    id: str
    name: str
    kind: str
    titles: tuple[str, ...]
    half_year: bool = False
    weight_total: tuple[Number, ...] | None = None
    needs_duties: bool = False
    needs_long_term_goal: bool = False
    sections: tuple[TemplateSection, ...]
    common: tuple[CommonIndicator, ...] = ()
    columns: dict[str, tuple[str, ...]] = {}

    def section(self, name: str) -> TemplateSection | None:
        """The section of that short name, if the template has it."""
        return next((s for s in self.sections if s.name == name), None)


@cache
def templates() -> tuple[Template, ...]:
    """All shipped templates, in the order of their file names."""
    folder = files("assistant.table") / "templates"
    found = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml") and f.name != "columns.toml"), key=lambda f: f.name
    )
    return tuple(Template.model_validate(tomllib.loads(f.read_text("utf-8"))) for f in found)


def template(id: str | None) -> Template | None:
    """The template of that id, or None where it is not known."""
    return next((t for t in templates() if t.id == id), None)
