"""Common indicators for any department or project (``general.toml``): the last resort where a part stays empty."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from assistant.table import CommonIndicator
from assistant.table.model import Model


class General(Model):
    """The general indicators and the document whose framework they follow."""

    basis: str
    whole: tuple[CommonIndicator, ...]
    project: tuple[CommonIndicator, ...]


@cache
def general() -> General:
    """The shipped general indicators."""
    return General.model_validate(tomllib.loads((files("assistant.drafting") / "general.toml").read_text("utf-8")))
