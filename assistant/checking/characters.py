"""Characters that do not belong: doubled ones, stray ones, brackets and commas of mixed width; offices named twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import rjieba

from assistant.checking.terms import Spaced
from assistant.checking.words import WordList

_HAN = "\u4e00-\u9fff"
#: Where what stands is said again at once: a character, or a word of up to six; at every place, for repeats overlap.
_DOUBLED = re.compile(rf"(?=([{_HAN}]{{1,6}})\1)")
_PUNCTUATION = re.compile(r"([，。；：、！？,;])\1+|[，、；][。；，、]|[%％]{2,}")
_STRAY = re.compile("[\ufffd\u200b-\u200f\u2028-\u202e\ufeff\x00-\x08\x0b-\x1f]|锟斤拷|烫烫烫|&nbsp;")
_EDGES = re.compile(r"^[，。；：、,;:！？!?]+|[，；：、,;:]+$")
#: Something of this stands in every slip but a doubled word; most texts have nothing of it.
_MARKS = re.compile(
    r"[，。；：、！？,;%％]{2}|^\s*[，。；：、！？]|[，；：、]\s*$"
    "|[,;:!?(（\ufffd\u200b-\u200f\u2028-\u202e\ufeff\x00-\x08\x0b-\x1f锟烫&]"
)
_ENDS = ("率", "性", "度")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_PAIRS = {"(": ")", "（": "）"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip of the pen: what is wrong, in Chinese, and the text without it. ``sure``: no judgement is needed."""

    what: str
    mended: str
    sure: bool


class Characters(WordList):
    """``data/characters.toml``."""

    file = "characters"

    confused: tuple[str, ...]
    typos: tuple[str, ...]
    doubled: Spaced
    seams: Spaced
    suffixes: str
    particles: str
    prefixes: str
    offices: str

    @cached_property
    def _right(self) -> frozenset[str]:
        return frozenset(w for w in self.doubled if len(w) == 2 and w[0] == w[1])

    def mistaken(self, text: str, measures: frozenset[str]) -> Slip | None:
        """A character put for one that sounds or looks alike: 覆该率, 满意渡, 采内. ``measures``: words of three
        characters that are known to be right."""
        if found := self._any_typo.search(text):
            wrong, right = found[0], self._typos[found[0]]
            return Slip(f"“{wrong}”应为“{right}”", text.replace(wrong, right), sure=False)
        for at in (at for at, end in enumerate(text[2:]) if end in self._measure_ends):
            wrong = text[at : at + 3]
            if wrong not in measures and (meant := self._meant(wrong, measures)):
                return Slip(f"“{wrong}”应为“{meant}”", text[:at] + meant + text[at + 3 :], sure=False)
        return None

    def _meant(self, wrong: str, measures: frozenset[str]) -> str | None:
        """The measure that a word of three characters is, but for one character."""
        for n, char in enumerate(wrong):
            for other in self._alike.get(char, ()):
                right = wrong[:n] + other + wrong[n + 1 :]
                if right in measures:
                    return right
        return None

    @cached_property
    def _typos(self) -> dict[str, str]:
        return dict(re.findall(r"(\S+)=(\S+)", " ".join(self.typos)))

    @cached_property
    def _any_typo(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._typos)))

    @cached_property
    def _alike(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for group in self.confused:
            for char in group:
                found[char] = (*found.get(char, ()), *(other for other in group if other != char))
        return found

    @cached_property
    def _measure_ends(self) -> frozenset[str]:
        return frozenset({"率", "度", *self._alike.get("率", ()), *self._alike.get("度", ())})

    def slips(self, text: str, name: bool = False) -> Iterator[Slip]:
        """The slips in a text: stray characters, doubled punctuation, brackets and commas of mixed width; for a name
        also punctuation at its edges."""
        if not _MARKS.search(text):
            return
        if name and _EDGES.search(text.strip()):
            yield Slip("首尾有多余的标点", _EDGES.sub("", text.strip()), sure=True)
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

    def mended(self, text: str, name: bool = False) -> str:
        """The text without any slip that needs no judgement, all at once: fixes of one text must not undo each other."""
        for _ in range(len(text)):
            slip = next((s for s in self.slips(text, name) if s.sure), None)
            if slip is None:
                break
            text = slip.mended
        return text

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

    def doubled_in(self, text: str) -> Iterator[Slip]:
        """Doubled words and characters, the first of them, words before characters."""
        if len(set(text)) == len(text):
            return
        found = [(match.start(), match[1]) for match in _DOUBLED.finditer(text)]
        starts = _cut_at(text) if found else {}
        for at, said in sorted(found, key=lambda one: len(one[1]) == 1):
            mended = text[:at] + text[at + len(said) :]
            slip = _stand_alone(starts, at, said) if len(said) > 1 else self._is_slip(text, at, starts, mended)
            if slip:
                yield Slip(f"有重复的字“{said}{said}”", mended, sure=False)
                return

    def _is_slip(self, text: str, at: int, starts: Mapping[int, int], mended: str) -> bool:
        """Whether a doubled character is no seam of two words: without it the text cuts into fewer words.

        项目目标 and 项目标 are two words each; 整治治率 is one more than 整治率. No word begins right before the 率 that
        ends a name: 检查查率.
        """
        char, rest = text[at], text[at + 2 :]
        if (char * 2 in self._right and not _is_straddled(starts, at)) or self._is_seam(text, at, starts):
            return False
        if rest in _ENDS or (not rest and char in "率数度量额性"):
            return True
        return len(starts) > len(rjieba.cut(mended))

    def _is_seam(self, text: str, at: int, starts: Mapping[int, int]) -> bool:
        """Whether the second of two characters begins a word, the first ending one before it that cutting need not know
        (学生|生均, 某园区|区级) or joining the two (到|到账)."""
        if at > 0 and text[at] in self.particles:
            return True
        ends_one = starts.get(at) != 1 or (at > 0 and text[at] in self.suffixes)
        return ends_one and text[at + 1 : at + 3] in self.seams


def _stand_alone(starts: Mapping[int, int], at: int, said: str) -> bool:
    """Whether both halves of a repeated word are words by themselves: 培训|培训|率, not 公共服务|服务对象; 一件一件 is
    one by one."""
    return "一" not in said and starts.get(at) == len(said) == starts.get(at + len(said))


def _is_straddled(starts: Mapping[int, int], at: int) -> bool:
    """Whether one half of doubled characters belongs to a longer word: 满|满意度, 军人|人|军属; not 人人|参与."""
    first, second = starts.get(at, 0), starts.get(at + 1, 0)
    return second > 1 or (second == 1 and first == 0)


def _cut_at(text: str) -> dict[int, int]:
    """The words of a text: the length of each by the place where it begins."""
    at, starts = 0, {}
    for word in rjieba.cut(text):
        starts[at] = len(word)
        at += len(word)
    return starts


def _paired(text: str) -> str | None:
    """The text with each pair of brackets in one width; None where they are already, or there is but one width."""
    if not ({"(", ")"}.intersection(text) and {"（", "）"}.intersection(text)):
        return None
    mended, open_at, changed = list(text), [], False
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
