"""What no longer holds in a table's year: abolished institutions and laws, plans that have run out, another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.checking.words import WordList
from assistant.table.model import Model

#: Marks of more names than one for what there is now.
_SEVERAL = re.compile(r"[（、]|或|及其")


class Entry(Model):
    """One thing that ended; see ``data/abolished.toml`` for what the fields mean."""

    kind: str
    words: tuple[str, ...]
    since: date
    last: int
    source: str
    now: str | None = None
    not_in: tuple[str, ...] = ()
    before: str | None = None
    behind: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A word in a text that names something past."""

    word: str
    entry: Entry


class Abolished(WordList):
    """``data/abolished.toml``."""

    file = "abolished"

    past_before: tuple[str, ...]
    past_behind: tuple[str, ...]
    entry: tuple[Entry, ...]

    def at_all(self, text: str) -> bool:
        """Whether a text has any of the words, however meant."""
        return self._any.search(text) is not None

    def mentions(self, text: str, year: int) -> Iterator[Mention]:
        """What a text of a table of that year mentions as if it still held, each thing once."""
        told: set[int] = set()
        for found in self._any.finditer(text):
            n, entry = self._by_word[found[0]]
            if n not in told and self._is_meant(found, entry, year):
                told.add(n)
                yield Mention(found[0], entry)

    def brought_up_to_date(self, text: str, mention: Mention, year: int) -> str | None:
        """The text with what there is now in the place of what it mentions; None where there is not one thing."""
        now = mention.entry.now
        if now is None or _SEVERAL.search(now):
            return None
        return self._any.sub(
            lambda m: (
                now if self._by_word[m[0]][1] is mention.entry and self._is_meant(m, mention.entry, year) else m[0]
            ),
            text,
        )

    def _is_meant(self, found: re.Match[str], entry: Entry, year: int) -> bool:
        """Whether a word found in a text of that year means the entry, as something that still holds."""
        return (
            year > entry.last and not self._is_past(found.string, found) and not _is_other(found.string, found, entry)
        )

    def _is_past(self, text: str, found: re.Match[str]) -> bool:
        """Whether the text itself says that the thing is past: 原环保局, 十三五规划总结评估."""
        return text[: found.start()].endswith(self.past_before) or self._said_past.match(text, found.end()) is not None

    @cached_property
    def _said_past(self) -> re.Pattern[str]:
        return re.compile(rf"[^，。；、]{{0,10}}?(?:{'|'.join(map(re.escape, self.past_behind))})")

    @cached_property
    def _by_word(self) -> dict[str, tuple[int, Entry]]:
        return {word: (n, entry) for n, entry in enumerate(self.entry) for word in entry.words}

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._by_word, key=lambda w: (-len(w), w)))))


def _is_other(text: str, found: re.Match[str], entry: Entry) -> bool:
    """Whether what stands around the word makes it another one: 文化和旅游局 is no 旅游局."""
    if entry.before and re.search(rf"(?:{entry.before})$", text[: found.start()]):
        return True
    if entry.behind and re.match(entry.behind, text[found.end() :]):
        return True
    return any(longer in text for longer in entry.not_in)


_YEAR = re.compile(r"(?<![\d〔\[(（.])((?:19|20)\d{2})\s*年度?(?!\s*[-—–~～至到])")
_ANY_YEAR = re.compile(r"(?:19|20)\d{2}")
_SPAN = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-—–~～至到]\s*(?:19|20)?\d{2,4}\s*年?")
#: What shows that another year is meant as such: a base, a deadline, a past result, an edition, a class.
_COMPARED = re.compile(
    r"(较|比|同比|以|自|从|截至|截止|至|到|于|原|起|基期|基数|基准|相对|超过|高于|低于|历史|《[^》]*|“[^”]*|[(（][^)）]*)$"
)
_NAMED = re.compile(
    r"(以来|以前|之前|以后|起(?![草重诉动])|末?基数|底?存量|修订|版|标准|届|级|期间|结转|水平|同期|前(?!期)|跨年|的?基础上|[^，。；、]{0,30}?(项目|工程|规划|方案|标段|批次|专项|资金|债券|采购|合同|尾款|余款|款项|决算|普查|招标|试点|行动|条例|办法|意见|通知))"
)

_LOOKED_BACK = re.compile(
    r"[^，。；、]{0,12}?(年报|绩效|评价|考核|总结|审计|执行情况|汇算|清缴|补发|补贴清算|述职|述法)"
)
_PREPARED = re.compile(r"(启动|谋划|筹备|筹划|迎接|备战|准备|提前|申报|编制|储备|做好)[^，。；]*$")


def years_at_all(text: str) -> bool:
    """Whether a text has any year, however meant."""
    return _ANY_YEAR.search(text) is not None


def other_years(text: str, year: int) -> tuple[int, ...]:
    """Years that a text gives as its own and that are not the table's, in order.

    Spans (2023—2025年), years compared with (较2023年), editions and the years of projects, plans and documents are
    meant as they stand; so are the year before where it is looked back on (2024年度绩效评价), and a later one that is
    prepared for (启动2026年预算编制).
    """
    bare = _SPAN.sub(lambda m: "　" * len(m[0]), text)
    found = []
    for match in _YEAR.finditer(bare):
        other = int(match[1])
        before, end = bare[: match.start()], match.end()
        meant = _COMPARED.search(before) or _NAMED.match(bare, end)
        looked_back = other == year - 1 and _LOOKED_BACK.match(bare, end)
        prepared = other > year and _PREPARED.search(before)
        if other != year and not (meant or looked_back or prepared):
            found.append(other)
    return tuple(dict.fromkeys(found))
