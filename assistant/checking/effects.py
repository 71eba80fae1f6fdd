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
    unnamed: frozenset[str]


class Level(Model):
    """A level of outputs (数量, 质量, 时效, 成本) and expressions over the names that can only stand there."""

    name: str
    names: tuple[str, ...]

    @cached_property
    def shown(self) -> re.Pattern[str]:
        """All of them as one."""
        return _any(self.names)


class Effects(WordList):
    """``data/effects.toml``."""

    file = "effects"

    output: Cues
    benefit: Cues
    nature: Cues
    satisfaction: Satisfaction
    level: tuple[Level, ...]

    def satisfies(self, key: str) -> bool:
        """Whether a name measures satisfaction."""
        return any(w in key for w in self.satisfaction.words) and self._survey.search(key) is None

    def level_of(self, key: str) -> str | None:
        """The level of outputs that a name shows without doubt."""
        return next((level.name for level in self.level if level.shown.search(key)), None)

    @cached_property
    def _survey(self) -> re.Pattern[str]:
        return _any(self.satisfaction.not_words)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
