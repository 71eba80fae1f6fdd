"""How well a text fits a duty (职能): a transparent score of shared words, with no model behind it.

Two things count. Words that stand in both: rarer among the table's own duties counts more, words that stand in every
department's duties (``data/common.toml``) count little. And strands of work (职责门类, ``data/topics.toml``): a word
such as 头盔 and a duty such as 车辆、驾驶员管理 share no word, but both belong to 道路交通安全管理. The key tasks and
the other rows that stand under a duty speak for it too, at less weight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from assistant.checking.terms import CommonWords, terms
from assistant.checking.words import Words, WordList
from assistant.table.model import Model

_TASK, _ROW = 0.6, 0.4
_WEAK = 0.25
_STRAND = 1.3
#: A word that stands under so many duties tells them apart no more; it also keeps large tables linear.
_TOO_COMMON = 12


class Topic(Model):
    """A strand of work and its words, with spaces between."""

    name: str
    words: str


class Topics(WordList):
    """``data/topics.toml``."""

    file = "topics"

    topic: tuple[Topic, ...]

    @cached_property
    def _by_beginning(self) -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        names: dict[str, list[str]] = defaultdict(list)
        for topic in self.topic:
            for word in topic.words.split():
                names[word].append(topic.name)
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for word, of in names.items():
            found[word[:2]].append((word, tuple(dict.fromkeys(of))))
        return {key: tuple(sorted(words, key=lambda w: -len(w[0]))) for key, words in found.items()}

    def of(self, text: str) -> dict[str, tuple[str, ...]]:
        """The strands that a text touches and the words that show it, the longest word at each place."""
        found: dict[str, list[str]] = {}
        at = 0
        while at < len(text) - 1:
            for word, topics in self._by_beginning.get(text[at : at + 2], ()):
                if text.startswith(word, at):
                    for topic in topics:
                        found.setdefault(topic, []).append(word)
                    at += len(word) - 1
                    break
            at += 1
        return {topic: tuple(dict.fromkeys(words)) for topic, words in found.items()}


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with what stands under it: ``tasks`` its key tasks, ``rows`` the names of its indicators."""

    text: str
    tasks: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(slots=True)
class Fit:
    """How well a text fits one duty: the score, the words they share, and the strands with the words that show them."""

    score: float = 0.0
    words: list[str] = field(default_factory=list)
    strands: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Relevance:
    """Scores texts against the duties of one table."""

    def __init__(self, duties: Sequence[Duty], words: Words) -> None:
        self._common = words.of(CommonWords)
        self._topics = words.of(Topics)
        self.duties = duties
        self._holds: dict[str, dict[int, float]] = defaultdict(dict)
        self._strand: dict[str, dict[int, float]] = defaultdict(dict)
        for n, duty in enumerate(duties):
            self._add(n, [duty.text], 1.0)
            self._add(n, duty.tasks, _TASK)
        self._rows: dict[str, Counter[int]] = defaultdict(Counter)
        for n, duty in enumerate(duties):
            for row in duty.rows:
                self._rows_of(n, row)

    def fits(self, text: str, home: int | None = None, own_row: bool = False) -> dict[int, Fit]:
        """The duties that a text fits at all, by their place. ``own_row``: the text is one of the rows under ``home``,
        which must not speak for itself."""
        found: dict[int, Fit] = defaultdict(Fit)
        for word in terms(text, self._common.empty):
            held = dict(self._holds.get(word, {}))
            for n, count in self._rows.get(word, {}).items():
                if count - (own_row and n == home) > 0:
                    held.setdefault(n, _ROW)
            weight = self._weight(word, len(held))
            if weight <= 0:
                continue
            for n, part in held.items():
                found[n].score += weight * part
                found[n].words.append(word)
        for topic, shown in self._topics.of(text).items():
            held = self._strand.get(topic, {})
            weight = _STRAND * self._rarity(len(held)) * min(1.0, 0.6 + 0.2 * len(shown))
            for n, part in held.items():
                if weight > 0:
                    found[n].score += weight * part
                    found[n].strands[topic] = shown
        return found

    def _add(self, n: int, parts: Iterable[str], weight: float) -> None:
        for text in parts:
            for word in terms(text, self._common.empty):
                self._holds[word].setdefault(n, weight)
            for topic in self._topics.of(text):
                self._strand[topic].setdefault(n, weight)

    def _rows_of(self, n: int, row: str) -> None:
        for word in terms(row, self._common.empty):
            self._rows[word][n] += 1

    def _weight(self, word: str, held_by: int) -> float:
        return self._rarity(held_by) * (_WEAK if word in self._common.weak else 1.0)

    def _rarity(self, held_by: int) -> float:
        """1 for what one duty has, falling to 0 for what all have."""
        if not held_by or held_by > max(_TOO_COMMON, len(self.duties) // 2):
            return 0.0
        return log((len(self.duties) + 1) / held_by) / log(len(self.duties) + 1) if len(self.duties) > 1 else 0.0
