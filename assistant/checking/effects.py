"""What a name shows to measure: an output (产出), a benefit (效益) or satisfaction (满意度)."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.checking.words import WordList
from assistant.table.model import Model


class Cues(Model):
    """Regular expressions over a name, and those that except it."""

    names: tuple[str, ...]
    not_names: tuple[str, ...]

    def show(self, key: str) -> bool:
        """Whether a name has one of the first and none of the others."""
        return self._shown.search(key) is not None and not (self.not_names and self._excepted.search(key))

    @cached_property
    def _shown(self) -> re.Pattern[str]:
        return _any(self.names)

    @cached_property
    def _excepted(self) -> re.Pattern[str]:
        return _any(self.not_names)


class Satisfaction(Model):
    """Words one of which a satisfaction row has, and expressions for work around a survey."""

    words: tuple[str, ...]
    not_words: tuple[str, ...]


class Effects(WordList):
    """``data/effects.toml``."""

    file = "effects"

    output: Cues
    benefit: Cues
    nature: Cues
    satisfaction: Satisfaction

    def satisfies(self, key: str) -> bool:
        """Whether a name measures satisfaction."""
        return any(w in key for w in self.satisfaction.words) and self._survey.search(key) is None

    @cached_property
    def _survey(self) -> re.Pattern[str]:
        return _any(self.satisfaction.not_words)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
