"""Characters that do not belong: doubled ones, stray ones, brackets and commas of mixed width; offices named twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import rjieba

from assistant.checking.terms import Spaced
from assistant.checking.words import WordList

_HAN = "\u4e00-\u9fff"
_DOUBLED = re.compile(rf"([{_HAN}])\1")
_REPEATED = re.compile(rf"([{_HAN}]{{2,6}})\1")
_PUNCTUATION = re.compile(r"([，。；：、！？,;])\1+|[，、；][。；，、]|[%％]{2,}")
_STRAY = re.compile("[\ufffd\u200b-\u200f\u2028-\u202e\ufeff\x00-\x08\x0b-\x1f]|锟斤拷|烫烫烫|&nbsp;")
_EDGES = re.compile(r"^[，。；：、,;:！？!?]+|[，；：、,;:]+$")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】", "“": "”", "《": "》"}
_FULL = {"(": "（", ")": "）", "[": "［", "]": "］"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of the pen: what is wrong, in Chinese, and the text without it. ``sure``: no judgement is needed."""

    what: str
    mended: str
    sure: bool


class Characters(WordList):
    """``data/characters.toml``."""

    file = "characters"

    doubled: Spaced
    seams: str
    prefixes: str
    offices: str

    @cached_property
    def _right(self) -> frozenset[str]:
        return frozenset(w for w in self.doubled if len(w) == 2 and w[0] == w[1])

    @cached_property
    def _seams(self) -> frozenset[str]:
        return frozenset(self.seams.split())

    def slips(self, text: str) -> Iterator[Slip]:
        """The slips in a text: stray characters, doubled punctuation, brackets, doubled words and characters."""
        if found := _STRAY.search(text):
            yield Slip(
                "有看不见或乱码的字符", _STRAY.sub("", text), sure=found[0] not in ("\ufffd", "锟斤拷", "烫烫烫")
            )
        if found := _PUNCTUATION.search(text):
            mended = _PUNCTUATION.sub(lambda m: m[0][:1], text)
            yield Slip(f"标点重复“{found[0]}”", mended, sure=True)
        if (paired := _paired(text)) is not None:
            yield Slip("括号一半全角一半半角", paired, sure=True)
        if (wide := _wide(text)) is not None:
            yield Slip("标点全角半角混用", wide, sure=True)
        yield from self._doubled(text)

    def edges(self, name: str) -> Iterator[Slip]:
        """Punctuation at the edges of a name."""
        if _EDGES.search(name.strip()):
            yield Slip("首尾有多余的标点", _EDGES.sub("", name.strip()), sure=True)

    def twice(self, organisation: str) -> Iterator[tuple[str, str]]:
        """Offices that an organisation text names twice: the name as first and as again written."""
        ends = "|".join(self.offices.split())
        named = [
            part
            for piece in re.split(r"[、，,；;。：:\n]|(?<=[室队处科])和", organisation)
            if re.search(rf"(?:{ends})$", part := re.sub(r"等(?:\d+个)?.{0,6}$|[（(].*$", "", piece).strip())
            and len(part) > 2
        ]
        bare = re.compile(rf"^(?:{'|'.join(self.prefixes.split())})")
        seen: dict[str, str] = {}
        for name in named:
            key = bare.sub("", name, count=1)
            if len(key) < 4:
                key = name
            if key in seen:
                yield seen[key], name
            else:
                seen[key] = name

    def _doubled(self, text: str) -> Iterator[Slip]:
        spans = None
        for found in (*_REPEATED.finditer(text), *_DOUBLED.finditer(text)):
            word = found[1]
            if found[0] in self._right or (word in self._seams and len(word) == 1):
                continue
            spans = spans or _spans(text)
            if _is_slip(found, spans):
                mended = text[: found.start()] + text[found.start() + len(word) :]
                yield Slip(f"有重复的字“{found[0]}”", mended, sure=False)
                return


def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """The words of a text as (start, end)."""
    at, found = 0, []
    for word in rjieba.cut(text):
        found.append((at, at + len(word)))
        at += len(word)
    return tuple(found)


def _is_slip(found: re.Match[str], spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a doubled stretch is no seam of two words (项目|目标) and no word by itself.

    Both halves of 物化化管理 are not: one of them stands as a word of its own.
    """
    start, middle, end = found.start(), found.start() + len(found[1]), found.end()
    if any(a <= start and end <= b for a, b in spans):
        return False
    first = next(((a, b) for a, b in spans if a <= start < b), (start, middle))
    second = next(((a, b) for a, b in spans if a <= middle < b), (middle, end))
    alone = [(a, b) for a, b in (first, second) if b - a <= middle - start]
    return bool(alone) if middle - start == 1 else len(alone) == 2


def _paired(text: str) -> str | None:
    """The text with each pair of brackets in one width; None where they are already, or do not pair at all."""
    mended, open_at = list(text), []
    changed = False
    for at, char in enumerate(text):
        if char in "(（":
            open_at.append(at)
        elif char in ")）" and open_at:
            begin = open_at.pop()
            if _PAIRS[text[begin]] != char:
                changed = True
                mended[begin], mended[at] = "（", "）"
    return "".join(mended) if changed else None


def _wide(text: str) -> str | None:
    """The text with half-width punctuation between Chinese characters made full-width, where it has both widths."""
    mixed = [h for h, f in _WIDE.items() if f in text and re.search(rf"[{_HAN}]{re.escape(h)}[{_HAN}]", text)]
    if not mixed:
        return None
    return re.sub(rf"(?<=[{_HAN}])[{re.escape(''.join(mixed))}](?=[{_HAN}])", lambda m: _WIDE[m[0]], text)
