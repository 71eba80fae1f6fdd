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


class Elsewhere(Model):
    """Names that cannot stand at one level of outputs: where they ``stands``, and the ``level`` they are of."""

    stands: str
    level: str
    names: tuple[str, ...]

    @cached_property
    def shown(self) -> re.Pattern[str]:
        """All of them as one."""
        return _any(self.names)


class Strange(Cues):
    """Names that say nothing of a kind of benefit (经济, 社会, 生态)."""

    kind: str


class Effects(WordList):
    """``data/effects.toml``."""

    file = "effects"

    output: Cues
    benefit: Cues
    nature: Cues
    satisfaction: Satisfaction
    level: tuple[Level, ...]
    elsewhere: tuple[Elsewhere, ...]
    named: dict[str, tuple[str, ...]]
    strange: tuple[Strange, ...]

    def satisfies(self, key: str) -> bool:
        """Whether a name measures satisfaction."""
        return any(w in key for w in self.satisfaction.words) and self._survey.search(key) is None

    def level_of(self, key: str, stands: str | None) -> str | None:
        """The level of outputs that a name shows without doubt; or that it is of, as it cannot be of where it stands
        (None where that does not matter)."""
        shown = next((level.name for level in self.level if level.shown.search(key)), None)
        return shown or next((e.level for e in self.elsewhere if e.stands == stands and e.shown.search(key)), None)

    def may_be(self, key: str, level: str) -> bool:
        """Whether a name may be of a level whatever its unit; only 时效 and 成本 are known by their words."""
        return level not in self._named or self._named[level].search(key) is not None

    def is_strange(self, key: str, category: str) -> bool:
        """Whether a name says nothing of the kind of benefit it stands under: 供养标准 under 生态效益."""
        return any(strange.kind in category and strange.show(key) for strange in self.strange)

    @cached_property
    def _named(self) -> dict[str, re.Pattern[str]]:
        return {level: _any(names) for level, names in self.named.items()}

    @cached_property
    def _survey(self) -> re.Pattern[str]:
        return _any(self.satisfaction.not_words)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
