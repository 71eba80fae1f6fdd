"""The table made ready for the rules: looked up and normalised once, so that every rule stays linear in the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar

from assistant.checking.findings import Context
from assistant.checking.names import Meaning, NameWords
from assistant.checking.places import Places
from assistant.checking.relevance import Relevance, relevance
from assistant.checking.vocabulary import Vocabulary
from assistant.checking.words import Words, words_with
from assistant.table import UNKNOWN_BASELINE
from assistant.table.model import DutyBlock, Indicator, TargetTable, TargetValue
from assistant.table.templates import CommonIndicator, Template, template

T = TypeVar("T")
ValueCell = Literal["half_year", "full_year"]

#: No graded word (等级) is that long; so many sections are not forgotten at once; fewer rows tell nothing.
_LONGEST_WORD, _MISSING_AT_END, _ROWS = 40, 2, 3

_FOLD = str.maketrans("（）［］【】，；：％／", "()()(),;:%/", "\"'“”‘’「」『』《》〈〉")


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """A name for comparing: no spaces, no quotes, brackets and punctuation of one width."""
    return "".join(text.split()).translate(_FOLD)


def shortened(text: str, length: int = 20) -> str:
    """A long duty or key task as it is quoted in a message."""
    return text if len(text) <= length else f"{text[:length]}…"


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator made ready. ``common``: the common indicator (共性指标) of the template that it is, if any.

    ``key`` is the name normalised for comparing, ``meaning`` what the name promises of its value, ``values`` the value
    cells that are filled, half-year first.
    """

    index: int
    indicator: Indicator
    key: str
    common: CommonIndicator | None
    meaning: Meaning
    values: tuple[tuple[ValueCell, TargetValue], ...]

    @property
    def name(self) -> str:
        """The name as written."""
        return self.indicator.name


class Sheet:
    """What a rule looks at: the table, what is known beside it, and views that several rules share."""

    def __init__(self, table: TargetTable, context: Context) -> None:
        self.table = table
        self.context = context
        self.template: Template | None = template(table.template)
        self._made: dict[Callable[[Sheet], Any], Any] = {}

    def once(self, make: Callable[[Sheet], T]) -> T:
        """What ``make`` makes of this sheet, made once however many rules ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def words(self) -> Words:
        """The word lists, with the person's own."""
        return words_with(self.context.words)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The indicators that have a name, in order; ``index`` is the place in ``table.indicators``."""
        known, names = self._common_by_name, self.words.of(NameWords)
        keyed = ((n, i, plain(i.name)) for n, i in enumerate(self.table.indicators) if i.name.strip())
        return tuple(Row(n, i, key, known.get(key), names.meaning(key), _filled(i)) for n, i, key in keyed)

    @cached_property
    def own_rows(self) -> tuple[Row, ...]:
        """The rows that the department wrote itself: neither common indicators nor in a section of them (决策, 过程)."""
        common = {s.name for s in self.template.sections if s.common} if self.template else {"决策", "过程"}
        return tuple(r for r in self.rows if r.common is None and r.indicator.section not in common)

    @cached_property
    def blocks(self) -> tuple[DutyBlock, ...]:
        """Duties (职能) with their key tasks (重点工作) and rows, in the order of the table."""
        return self.table.blocks

    @cached_property
    def duties(self) -> tuple[str, ...]:
        """The department's duties: the table's own, else those handed in."""
        return self.table.duties or self.context.duties

    @cached_property
    def by_section(self) -> Mapping[str, tuple[Row, ...]]:
        """Named rows by first level (一级)."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.indicator.section, []).append(row)
        return {section: tuple(rows) for section, rows in found.items()}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What texts of this table say; the place's own name tells nothing."""
        places = self.words.of(Places)
        home = places.place_of(self.table.department)
        stated = [b.duty for b in self.blocks if b.duty]
        return Vocabulary(self.words, dict.fromkeys(stated or self.duties), places.forms(home) if home else ())

    @cached_property
    def relevance(self) -> Relevance:
        """How well texts fit the duties of the duty section."""
        return relevance(self.table, self.vocabulary)

    @cached_property
    def breaks_off(self) -> bool:
        """Whether the table ends like one that was cut, though nobody said so: two or more required sections at its end
        are missing while those before them are there, or its last value is a long running text."""
        rows = self.table.indicators
        if self.template is None or len(rows) < _ROWS:
            return False
        last = rows[-1].full_year
        if last is not None and last.kind == "word" and len(last.text) > _LONGEST_WORD:
            return True
        required = [s.name for s in self.template.sections if s.required]
        present = [n for n, name in enumerate(required) if name in self.by_section]
        return bool(present) and len(required) - 1 - present[-1] >= _MISSING_AT_END

    @cached_property
    def has_half_year(self) -> bool:
        """Whether this table has a half-year column (半年指标值): at least one row has such a value."""
        return any(i.half_year is not None for i in self.table.indicators)

    def label(self, cell: ValueCell) -> str:
        """How the form calls a value cell."""
        if cell == "half_year":
            return "半年指标值"
        return "全年指标值" if self.has_half_year else "指标值"

    def left_open(self, value: TargetValue) -> bool:
        """Whether a draft asks for a baseline here (基数未知), as a draft may and a filed table may not."""
        return self.context.draft and value.text == UNKNOWN_BASELINE

    @cached_property
    def has_money(self) -> bool:
        """Whether any amount was read."""
        funds = self.table.funds
        return bool(funds.projects) or (funds.income, funds.spending) != (_NO_FUNDS.income, _NO_FUNDS.spending)

    @cached_property
    def _common_by_name(self) -> Mapping[str, CommonIndicator]:
        if self.template is None:
            return {}
        return {plain(name): c for c in self.template.common for name in (c.name, *c.also)}


def _filled(indicator: Indicator) -> tuple[tuple[ValueCell, TargetValue], ...]:
    half, full = indicator.half_year, indicator.full_year
    if half is None:
        return () if full is None else (("full_year", full),)
    return (("half_year", half),) if full is None else (("half_year", half), ("full_year", full))


_NO_FUNDS = TargetTable().funds
