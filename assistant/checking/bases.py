"""Bases (依据): what the rules follow, by key. ``bases.toml`` is the only place where a document is cited."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant.table.model import Model


class Basis(Model):
    """``cite`` is what a finding shows; ``text`` says what stands there."""

    cite: str
    text: str


@cache
def bases() -> Mapping[str, Basis]:
    """All bases by key."""
    raw = tomllib.loads((files("assistant.checking") / "bases.toml").read_text("utf-8"))
    return {key: Basis.model_validate(value) for key, value in raw.items()}
