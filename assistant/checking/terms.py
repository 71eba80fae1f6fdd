"""Words of the field: a text cut into terms, and how much of one text another takes up. No model, only words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cached_property, lru_cache
from typing import Annotated

import rjieba
from pydantic import BeforeValidator

from assistant.checking.words import WordList

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z]+[0-9.]*[A-Za-z0-9]*|\d+(?:\.\d+)?")
_NOT_TEXT = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9.]+")


def _spaced(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: Words in a list file: strings with spaces between the words, so that a person adds a line.
Spaced = Annotated[frozenset[str], BeforeValidator(_spaced)]


class CommonWords(WordList):
    """Words that say little of what a row is about (``data/common.toml``).

    ``phrases`` are taken out whole first; ``empty`` say nothing and are left out; ``weak`` stand in the duties of every
    department and count little.
    """

    file = "common"

    phrases: Spaced
    empty: Spaced
    weak: Spaced

    @cached_property
    def terms(self) -> Callable[[str], tuple[str, ...]]:
        """``terms(text)``: the words of a text that say what it is about, each once, in order."""
        return lru_cache(maxsize=16_384)(self._terms)

    def _terms(self, text: str) -> tuple[str, ...]:
        words = cut(self._phrase.sub(" ", text))
        return tuple(dict.fromkeys(w for w in words if w not in self.empty))

    @cached_property
    def _phrase(self) -> re.Pattern[str]:
        """Any of the phrases, longer ones first."""
        return re.compile("|".join(map(re.escape, sorted(self.phrases, key=lambda p: (-len(p), p)))))


def cut(text: str) -> tuple[str, ...]:
    """The words of a text in order, longer ones with the shorter ones in them; single characters are left out."""
    found: list[str] = []
    for piece in _NOT_TEXT.split(text):
        found += [w for w in rjieba.cut_for_search(piece) if _WORD.fullmatch(w)]
    return tuple(found)


def share(wanted: Mapping[str, float], there: Set[str]) -> float:
    """How much of the wanted words, each with its weight, stands in the others: 0 to 1; 1 of nothing."""
    if wanted and there.isdisjoint(wanted):
        return 0.0
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in there) / total if total else 1.0
