"""What only certain kinds of departments answer for (``data/competences.toml``), and results of a larger area."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

from assistant.checking.words import WordList
from assistant.table.model import Model


class Competence(Model):
    """``what`` it is called, expressions over the names of its indicators, and over the departments that have it.

    ``shared``: others may have a share in it (``Competences.held_by_all``) or look at it from outside.
    """

    what: str
    shared: bool = False
    words: tuple[str, ...]
    held_by: str

    @cached_property
    def shown(self) -> re.Pattern[str]:
        """The expressions over names as one."""
        return re.compile("|".join(f"(?:{word})" for word in self.words))

    def foreign_to(self, department: str, duties: str) -> bool:
        """Whether a department of that name (without its place) and with those duties does not have it."""
        return re.search(self.held_by, f"{department}{duties}") is None


class Competences(WordList):
    """``data/competences.toml``."""

    file = "competences"

    held_by_all: str
    from_outside: str
    competence: tuple[Competence, ...]

    def foreign(self, key: str, department: str, duties: str) -> str | None:
        """What an indicator's name shows that such a department does not answer for."""
        if not self._shows_one(key):
            return None
        apart = re.search(self.held_by_all, department) is None and re.search(self.from_outside, key) is None
        asked = (c for c in self.competence if apart or not c.shared)
        return next((c.what for c in asked if c.shown.search(key) and c.foreign_to(department, duties)), None)

    @cached_property
    def _shows_one(self) -> Callable[[str], bool]:
        """Whether a name shows any competence at all: few do, and the same names stand in many tables."""
        any_of = re.compile("|".join(f"(?:{word})" for c in self.competence for word in c.words))
        return lru_cache(maxsize=16_384)(lambda key: any_of.search(key) is not None)
