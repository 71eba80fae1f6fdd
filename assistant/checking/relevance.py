"""How well a text fits a duty (职能): a transparent score of shared words, with no model behind it.

Two things count. Words that stand in both: rarer among the table's own duties counts more, words that stand in every
department's duties (``data/common.toml``) count little. And strands of work (职责门类, ``data/topics.toml``): a word
such as 头盔 and a duty such as 车辆、驾驶员管理 share no word, but both belong to 道路交通安全管理. The key tasks and
the other rows that stand under a duty speak for it too, at less weight.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
        shown = {*self.words, *(word for words in strands for word in words)}
        return longest(shown - other.words.keys())

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
        self._by_word: dict[str, dict[tuple[int, float], int]] = defaultdict(dict)
        self._by_strand: dict[str, dict[int, float]] = defaultdict(dict)
        for n, duty in enumerate(duties):
            for text, part in ((duty.text, _TEXT), *((t, _TASK) for t in duty.tasks), *((r, _ROW) for r in duty.rows)):
                self._add(n, text, part)
        self._weights: dict[tuple[str, float], Mapping[int, float]] = {}
        self._rarities = tuple(_rarity(held_by, len(duties)) for held_by in range(_FAR_TOO_COMMON + 1))

    @staticmethod
    def is_slight(fit: Fit) -> bool:
        """Whether a fit rests on nothing but one short word of a strand, which may mean another thing here (辅警)."""
        shown = [words for _, words in fit.strands.values()]
        return not fit.words and len(shown) == 1 and len(shown[0]) == 1 and len(shown[0][0]) == 2

    def place(self, duty: str | None) -> int | None:
        """Which of the duties that is."""
        return self._places.get(duty or "")

    def fits(self, text: str, home: int | None, part: float, least: float = 0.0) -> dict[int, Fit]:
        """The duties that a text fits at all, by their place; none where no other than its own can come to ``least``.

        The text stands under ``home`` itself and must not speak for itself; ``part`` says as what: ``ROW`` or ``TASK``.
        Key tasks do not speak for each other: one that stands a row off would draw the next one after it.
        """
        told = self.vocabulary.told(text)
        words = [(word, held) for word in told.words if (held := self._held(word, home, part))]
        strands = [
            (t, shown, held) for t, shown in told.strands.items() if (held := self._touched(t, shown, text, part))
        ]
        if not _reached(least, home, [held for _, held in words], [held for _, _, held in strands]):
            return {}
        found: dict[int, Fit] = defaultdict(Fit)
        for word, held in words:
            for n, weight in held.items():
                found[n].words[word] = weight
        for strand, shown, held in strands:
            for n, weight in held.items():
                found[n].strands[strand] = (weight, shown)
        return found

    def _add(self, n: int, text: str, part: float) -> None:
        told = self.vocabulary.told(text)
        for word in told.words:
            entries = self._by_word[word]
            entries[n, part] = entries.get((n, part), 0) + 1
        for strand in told.strands if part != _ROW else ():
            held = self._by_strand[strand]
            held[n] = max(part, held.get(n, 0.0))

    def _held(self, word: str, home: int | None, part: float) -> Mapping[int, float]:
        """What a word of a text adds, by duty: for the strongest part of the duty that has it, the text itself left out."""
        entries: Mapping[tuple[int, float], int] = self._by_word.get(word, {})
        if home is not None and entries.get((home, part)) == 1:
            return self._without(home, entries, part, word) if len(entries) > 1 else {}
        held = self._weights.get((word, part))
        if held is None:
            held = self._weights[word, part] = self._without(None, entries, part, word)
        return held

    def _without(
        self, alone: int | None, entries: Mapping[tuple[int, float], int], part: float, word: str
    ) -> Mapping[int, float]:
        """What a word adds where the text is the only one under the duty ``alone`` to have it as that part."""
        held: dict[int, float] = {}
        for n, of in entries if len(entries) <= 3 * (_FAR_TOO_COMMON + 1) else ():
            if of != part or (part != _TASK and n != alone):
                strength = _ROW_OF_TASK if part == _TASK and of == _ROW else of
                held[n] = max(strength, held.get(n, 0.0))
        return self._weighed(held, self.vocabulary.weight(word)) if held else {}

    def _touched(self, strand: str, shown: tuple[str, ...], text: str, part: float) -> Mapping[int, float]:
        """What a strand that a text touches adds, by duty: to those that touch it by their own text or, for a row, by a
        key task."""
        entries: Mapping[int, float] = self._by_strand.get(strand, {})
        if len(entries) > 2 * (_FAR_TOO_COMMON + 1):
            return {}
        held = {n: of for n, of in entries.items() if of == _TEXT} if part == _TASK else entries
        if not held:
            return {}
        factor = _STRAND * min(2.0, 0.6 + 0.2 * sum(text.count(word) for word in shown))
        factor *= WEAK if self.vocabulary.common.weak.issuperset(shown) else 1.0
        factor *= _SLIGHT if self.vocabulary.is_slight(strand, shown) else 1.0
        return self._weighed(held, factor)

    def _weighed(self, held: Mapping[int, float], factor: float) -> Mapping[int, float]:
        """What is held, by its strength in each duty, the rarer the more."""
        weight = factor * self._rarities[len(held)] if len(held) < len(self._rarities) else 0.0
        return {n: weight * strength for n, strength in held.items()} if weight else {}


def _rarity(held_by: int, every: int) -> float:
    """1 for what one duty of so many has, falling to 0 for what all have."""
    if not held_by or every < 2 or held_by > max(_TOO_COMMON, min(every // 2, _FAR_TOO_COMMON)):
        return 0.0
    return log((every + 1) / held_by) / log(every + 1)


def _reached(
    least: float, home: int | None, words: Iterable[Mapping[int, float]], strands: Iterable[Mapping[int, float]]
) -> bool:
    """Whether a duty other than the text's own may come to that score: it is never more than all words and strands."""
    if not least:
        return True
    by_words: dict[int, float] = defaultdict(float)
    by_strands: dict[int, float] = defaultdict(float)
    for total, parts in ((by_words, words), (by_strands, strands)):
        for held in parts:
            for n, weight in held.items():
                total[n] += weight
    return any(
        _WORD * by_words.get(n, 0.0) + by_strands.get(n, 0.0) >= least for n in {*by_words, *by_strands} if n != home
    )


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
