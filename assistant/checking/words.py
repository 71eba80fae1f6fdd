"""Word lists: ``data/*.toml`` as shipped, and over them what a person adds. Each rule family types its own lists."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BeforeValidator, ValidationError

from assistant.table.model import Model


class WordList(Model):
    """One file of ``data/``, typed. ``file`` is its name without ``.toml``."""

    file: ClassVar[str]


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


#: Words of a list file any of which may stand anywhere in a text: ``search`` says whether one does.
AnyOf = Annotated[re.Pattern[str], BeforeValidator(_any_of)]

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


def words_with(added: Mapping[str, Mapping[str, Any]]) -> Words:
    """The lists with what a person added; read once, however many tables ask for them."""
    return _with(json.dumps(added, ensure_ascii=False, sort_keys=True, default=list)) if added else shipped_words()


@lru_cache(maxsize=8)
def _with(added: str) -> Words:
    return Words(json.loads(added))


@cache
def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((files("assistant.checking") / "data" / f"{name}.toml").read_text("utf-8"))


def load_words(folder: Path) -> dict[str, dict[str, Any]]:
    """A person's own words: TOML files in a folder, named like those of ``data/`` and added to them.

    Raises ``ValueError`` with a Chinese sentence where a file cannot be read or has a name, a key or a kind of value that no list has.
    """
    found: dict[str, dict[str, Any]] = {}
    shipped = {f.name.removesuffix(".toml") for f in (files("assistant.checking") / "data").iterdir()}
    for path in sorted(folder.glob("*.toml")):
        try:
            own = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ValueError(f"读不了词表 {path}：{error}。请检查它是不是 UTF-8 的 TOML 文件。") from error
        if path.stem not in shipped:
            raise ValueError(f"没有叫“{path.stem}”的词表（{path}）；可以补充的有：{'、'.join(sorted(shipped))}。")
        if unknown := set(own) - set(_raw(path.stem)):
            raise ValueError(
                f"词表 {path} 里没有“{'、'.join(sorted(unknown))}”；可以补充的有：{'、'.join(_raw(path.stem))}。"
            )
        for kind in (k for k in WordList.__subclasses__() if k.file == path.stem):
            try:
                kind.model_validate(_merged(_raw(kind.file), own))
            except ValidationError as error:
                wrong = "、".join(dict.fromkeys(str(e["loc"][0]) for e in error.errors() if e["loc"]))
                raise ValueError(f"词表 {path} 里“{wrong}”的写法不对；请照自带词表里的同一项来写。") from error
        found[path.stem] = own
    return found


def _merged(under: Any, over: Any) -> Any:
    """Lists are lengthened, tables merged key by key, anything else replaced."""
    if isinstance(under, dict) and isinstance(over, Mapping):
        return {**under, **{k: _merged(under.get(k), v) for k, v in over.items()}}
    if isinstance(under, list) and isinstance(over, list | tuple):
        return [*under, *over]
    return over
