"""How well a text fits a duty (职能): a transparent score of shared words, with no model behind it.

Two things count. Words that stand in both: rarer among the table's own duties counts more, words that stand in every
department's duties (``data/common.toml``) count little. And strands of work (职责门类, ``data/topics.toml``): a word
such as 头盔 and a duty such as 车辆、驾驶员管理 share no word, but both belong to 道路交通安全管理. The key tasks and
the other rows that stand under a duty speak for it too, at less weight.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from assistant.checking.strands import WEAK, longest
from assistant.checking.vocabulary import Vocabulary
from assistant.checking.words import WordList, Words
from assistant.table.model import TargetTable

_TEXT, _TASK, _ROW = 1.0, 0.6, 0.4
#: A key task and the rows under it go together: they speak for its place more than for a row's.
_ROW_OF_TASK = 0.8
#: What a text is, when it is scored: an indicator's name or a key task.
ROW, TASK = _ROW, _TASK
_WORD, _STRAND = 0.75, 1.3
#: What is left of a strand that is slight (``Vocabulary.is_slight``).
_SLIGHT = 0.6
#: More strands than that say the same again.
_STRANDS = 2
#: A word that stands under more than half of the duties, and under so many, tells them apart no more; nor does one under
#: more than the second number, which also keeps large tables linear.
_TOO_COMMON, _FAR_TOO_COMMON = 12, 24


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with what stands under it: ``tasks`` its key tasks, ``rows`` the names of its indicators."""

    text: str
    tasks: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(slots=True)
class Fit:
    """How well a text fits one duty: the words they share and the strands with the words that show them, each with
    what it adds to the score. A word within a longer shared word adds nothing of its own."""

    words: dict[str, float] = field(default_factory=dict)
    strands: dict[str, tuple[float, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def telling(self) -> tuple[str, ...]:
        """The shared words that are not within a longer one."""
        return longest(self.words)

    def beyond(self, other: Fit) -> tuple[str, ...]:
        """The different words that show this fit and not the other."""
        strands = (words for name, (_, words) in self.strands.items() if name not in other.strands)
        return longest({*(self.words.keys() - other.words.keys()), *(word for words in strands for word in words)})

    @property
    def score(self) -> float:
        """All of it together."""
        strands = sorted((weight for weight, _ in self.strands.values()), reverse=True)
        return _WORD * sum(self.words[w] for w in self.telling) + sum(strands[:_STRANDS])


class Relevance:
    """Scores texts against the duties of one table."""

    def __init__(self, duties: Sequence[Duty], vocabulary: Vocabulary) -> None:
        self.duties = duties
        self.vocabulary = vocabulary
        self._places = {duty.text: n for n, duty in enumerate(duties)}
        self._by_word: dict[str, Counter[tuple[int, float]]] = defaultdict(Counter)
        self._by_strand: dict[str, dict[int, float]] = defaultdict(dict)
        for n, duty in enumerate(duties):
            for text, part in ((duty.text, _TEXT), *((t, _TASK) for t in duty.tasks), *((r, _ROW) for r in duty.rows)):
                self._by_word_add(n, text, part)

    def place(self, duty: str | None) -> int | None:
        """Which of the duties that is."""
        return self._places.get(duty or "")

    def fits(self, text: str, home: int | None, part: float) -> dict[int, Fit]:
        """The duties that a text fits at all, by their place.

        The text stands under ``home`` itself and must not speak for itself; ``part`` says as what: ``ROW`` or ``TASK``.
        Key tasks do not speak for each other: one that stands a row off would draw the next one after it.
        """
        found: dict[int, Fit] = defaultdict(Fit)
        told = self.vocabulary.told(text)
        for word in told.words:
            entries: Mapping[tuple[int, float], int] = self._by_word.get(word, {})
            if len(entries) > 3 * (_FAR_TOO_COMMON + 1):
                continue
            held = self._held(entries, home, part)
            if weight := self._rarity(len(held)) * self.vocabulary.weight(word):
                for n, held_part in held.items():
                    found[n].words[word] = weight * held_part
        for topic, shown in told.strands.items():
            if len(self._by_strand.get(topic, {})) > 2 * (_FAR_TOO_COMMON + 1):
                continue
            among = self._among(self._by_strand.get(topic, {}), part)
            said = sum(text.count(word) for word in shown)
            weight = _STRAND * self._rarity(len(among)) * min(2.0, 0.6 + 0.2 * said)
            weight *= WEAK if self.vocabulary.common.weak.issuperset(shown) else 1.0
            weight *= _SLIGHT if self.vocabulary.is_slight(topic, shown) else 1.0
            for n, held_part in among.items() if weight else ():
                found[n].strands[topic] = (weight * held_part, shown)
        return found

    def _by_word_add(self, n: int, text: str, part: float) -> None:
        told = self.vocabulary.told(text)
        for word in told.words:
            self._by_word[word][n, part] += 1
        for topic in told.strands if part != _ROW else ():
            held = self._by_strand[topic]
            held[n] = max(part, held.get(n, 0.0))

    @staticmethod
    def _among(held: Mapping[int, float], part: float) -> Mapping[int, float]:
        """The duties that touch a strand by their own text or a key task; for a key task by their own text only."""
        return {n: of for n, of in held.items() if of == _TEXT} if part == _TASK else held

    def _held(self, entries: Mapping[tuple[int, float], int], home: int | None, part: float) -> dict[int, float]:
        """By duty the strongest part of it that has the word, the text itself left out."""
        held: dict[int, float] = {}
        for (n, of), count in entries.items():
            if part == _TASK and of == _TASK:
                continue
            if count - (n == home and of == part) > 0:
                held[n] = max(_ROW_OF_TASK if part == _TASK and of == _ROW else of, held.get(n, 0.0))
        return held

    def _rarity(self, held_by: int) -> float:
        """1 for what one duty has, falling to 0 for what all have."""
        every = len(self.duties)
        if not held_by or every < 2 or held_by > max(_TOO_COMMON, min(every // 2, _FAR_TOO_COMMON)):
            return 0.0
        return log((every + 1) / held_by) / log(every + 1)


def relevance(table: TargetTable, vocabulary: Vocabulary) -> Relevance:
    """The relevance score over the duty section (履职) of a table."""
    tasks: dict[str, list[str]] = {}
    rows: dict[str, list[str]] = {}
    for block in table.blocks:
        if block.duty:
            tasks.setdefault(block.duty, []).extend([block.key_task] if block.key_task else [])
            rows.setdefault(block.duty, []).extend(n for r in block.rows if (n := table.indicators[r].name))
    duties = [Duty(duty, tuple(dict.fromkeys(tasks[duty])), tuple(rows[duty])) for duty in tasks]
    return Relevance(duties, vocabulary)


def is_residual(text: str, words: Words) -> bool:
    """Whether a duty or key task only passes on what others assign (完成交办的其他任务)."""
    return words.of(Residual).pattern.search(text) is not None


class Residual(WordList):
    """``data/residual.toml``: how duties say "and whatever else is assigned"."""

    file = "residual"

    patterns: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All patterns as one."""
        return re.compile("|".join(f"(?:{p})" for p in self.patterns))
