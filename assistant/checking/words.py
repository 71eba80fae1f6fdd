"""Word lists: ``data/*.toml`` as shipped, and over them what a person adds. Each rule family types its own lists."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, TypeVar

from assistant.table.model import Model


class WordList(Model):
    """One file of ``data/``, typed. ``file`` is its name without ``.toml``."""

    file: ClassVar[str]


L = TypeVar("L", bound=WordList)


class Words:
    """All word lists; ``of(ListType)`` gives one of them, read and validated once."""

    def __init__(self, added: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._added = added or {}
        self._typed: dict[type[WordList], WordList] = {}

    def of(self, kind: type[L]) -> L:
        """The list of that type, with what a person added to it."""
        found = self._typed.get(kind)
        if found is None:
            found = kind.model_validate(_merged(_raw(kind.file), self._added.get(kind.file, {})))
            self._typed[kind] = found
        assert isinstance(found, kind)
        return found


@cache
def shipped_words() -> Words:
    """The lists as shipped."""
    return Words()


@cache
def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((files("assistant.checking") / "data" / f"{name}.toml").read_text("utf-8"))


def _merged(under: Any, over: Any) -> Any:
    """Lists are lengthened, tables merged key by key, anything else replaced."""
    if isinstance(under, dict) and isinstance(over, Mapping):
        return {**under, **{k: _merged(under.get(k), v) for k, v in over.items()}}
    if isinstance(under, list) and isinstance(over, list | tuple):
        return [*under, *over]
    return over
