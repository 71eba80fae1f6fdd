"""What must not happen at all (零容忍): the names of such things (``data/tolerance.toml``)."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.checking.words import WordList


class Tolerance(WordList):
    """Regular expressions over names: what allows no case, and what excepts a name."""

    file = "tolerance"

    names: tuple[str, ...]
    not_names: tuple[str, ...]

    def none_allowed(self, key: str) -> bool:
        """Whether a name counts what must not happen."""
        return self._shown.search(key) is not None and self._excepted.search(key) is None

    @cached_property
    def _shown(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in self.names))

    @cached_property
    def _excepted(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in self.not_names))
