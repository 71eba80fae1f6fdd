"""The smallest pieces of run-on text that a cell of it may begin or end at."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from assistant.reading.grid import Cell, Row
from assistant.reading.look import SCALE, is_unit, look
from assistant.reading.run_on import level_labels
from assistant.table.headings import headings

_FOOT = re.compile(
    r"[…\s]*(?:总\s*分|合\s*计|总\s*计)\s*\d{2,}|说明[:：]?\s*无|(?<![\u4e00-\u9fff])注\s*\d?\s*[:：]|填表人\s*[:：]|填报人\s*[:：]|填[报表]说明|其他需?要?说明的问题"
)
_SCALE = r"(?:显著|明显|有效|持续|不断|逐步|稳步|进一步|大幅)(?:减少|提升|提高|改善|增强|增加|降低|下降|促进|保障|推动|缓解|控制|加强|优化)"
_ATOM = re.compile(
    rf"(?<!\d)(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?(?:底?以?之?前|底|末)?|(?<!\d)(?:19|20)\d\d年(?=[\u4e00-\u9fff])"
    rf"|\d{{1,3}}\.\d\d(?=\d{{1,3}}\.\d\d(?!\d))|(?:19|20)\d\d\s*[-—~至]\s*(?:19|20)\d\d(?!\d)|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[≥≤><=＝≧≦＞＜]+|{_SCALE}"
    rf"|[^\d≥≤><=＝≧≦＞＜\s]+?(?={_SCALE})|[^\d≥≤><=＝≧≦＞＜\s]+"
)
#: An equals sign that a scan took for 二.
_EQUALS = re.compile(r"(?<=[\u4e00-\u9fff%％)）])(?<![第十之])二(?=\d+(?:\.\d+)?(?:[%％]|百分比|[\u4e00-\u9fff]))")
#: Figures that may belong to several cells, the last of them with decimals: 1010, 109.5.
_FIGURES = re.compile(r"(\d{2,16})(\d(?:\.\d+)?)")


def atoms(cells: Row, figures: bool) -> list[tuple[Cell, bool]]:
    """The smallest pieces of run-on text that a cell may begin or end at; True where one goes on with a number or word.

    ``figures``: columns of plain figures (分值, 得分) stand beside the values, so digits may belong to two cells.
    """
    found: list[tuple[Cell, bool]] = []
    after_number = signed = False
    level = level_labels()
    for n, cell in enumerate(cells):
        # A page's or list's number at the start of a line stands in the middle of a name.
        text = re.sub(r"^\d{1,2}、", "", cell.text) if n and cells[n - 1].row != cell.row else cell.text
        text = _EQUALS.sub("=", text)
        ended = _FOOT.search(text)
        for part in _parts(text[: ended.start()] if ended else text, level):
            if look(part).banner or not part.strip():
                continue
            pieces: list[tuple[str, bool]] = []
            found_in = [part] if level.fullmatch(part) else _ATOM.findall(part)
            for atom, after in itertools.zip_longest(found_in, found_in[1:], fillvalue=""):
                if figures and not signed and (several := _FIGURES.fullmatch(atom)):
                    pieces += [(figure, k > 0) for k, figure in enumerate((*several[1], several[2]))]
                elif atom[0].isdigit() or level.fullmatch(atom):
                    pieces.append((atom, False))
                else:
                    pieces += _cuts(atom, after_number, after[:1].isdigit())
                after_number, signed = atom[-1].isdigit(), look(atom).is_sign
            found += [(Cell(p, cell.row, k, page=cell.page), on) for k, (p, on) in enumerate(pieces, cell.column)]
        if ended:
            break
    return found


Piece = tuple[Cell, bool]


def names_closed(pieces: list[Piece], values: int) -> tuple[list[Piece], frozenset[int]]:
    """The pieces with each name that ends in its own target as one of them, and which (by index) those are: 补助2000万元 |
    2000万元 | 2000万元, where a row has ``values`` of them, target and result."""
    amount = r"(?<![\d.])(?P<own>\d+(?:\.\d+)?)(?P<unit>[^\d\s%％≥≤><=＝]{1,4})"
    again = r"(?P=own)(?P=unit)" + r"\d+(?:\.\d+)?(?P=unit)" * (values - 1)
    text = "".join(cell.text for cell, _ in pieces)
    ends = list(itertools.accumulate(len(cell.text) for cell, _ in pieces))
    found = [
        m.span("own")[:1] + m.span("unit")[1:] for m in re.finditer(f"{amount}(?={again})", text) if is_unit(m["unit"])
    ]
    out: list[Piece] = []
    named: set[int] = set()
    n = 0
    for start, end in found:
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        out += pieces[n:first]
        before = len(out)
        while before and _is_words(out[before - 1][0].text):
            before -= 1
        if before > 1 and look(out[before - 2][0].text).is_label and not look(out[before - 1][0].text).is_label:
            before -= 1  # 完成 at the beginning of a name is no result
        own = [*out[before:], *pieces[first : last + 1]]
        cell = own[0][0]
        out[before:] = [(replace(cell, text="".join(c.text for c, _ in own)), own[0][1])]
        named.add(before)
        n = last + 1
    return out + pieces[n:], frozenset(named)


def _is_words(text: str) -> bool:
    """Whether a piece is of words that a name may hold: no figure, label or result."""
    seen = look(text)
    return not (text[0].isdigit() or seen.is_label or seen.is_unit or (seen.is_word and not _SIGN_WORD.search(text)))


#: 指标1 before a name: the digits after it may be the name's (指标12031年…).
_ORDINAL = re.compile(r"指标\s*\d(?=(?:19|20)\d{2}年|\D)\s*[:：]?")


def _parts(text: str, level: re.Pattern[str]) -> list[str]:
    """Run-on text parted at its level labels, and at the ordinals of the indicators, which are left out."""
    parts: list[str] = []
    for part in re.split(f"({level.pattern})", text):
        if level.fullmatch(part):
            parts.append(part)
        else:
            # 经济效益指标1：… may be 经济效益 and 指标1.
            parts += _ORDINAL.split(re.sub(r"^\s*\d{1,2}\s*[:：]", "", part) if parts else part)
    return parts


_SIGN_WORD = re.compile(r"(?:大于等于|小于等于|大于|小于|不低于|不少于|不高于|不超过|高于|低于|超过|达到)$")
_OVER = re.compile(r"(?:及)?以[上下内]")


def _cuts(text: str, after_number: bool, before_number: bool) -> list[tuple[str, bool]]:
    """A run of words parted wherever a cell could end in it: after a unit, a short level label or a sentence; and, less
    surely (True), around words of a graded scale (制度健全性 | 健全)."""
    hard = {0}
    if after_number:
        hard |= {end for end in range(1, min(10, len(text)) + 1) if is_unit(text[:end])}
        hard |= {over.end() for end in tuple(hard) if (over := _OVER.match(text, end))}
    if before_number and (sign := _SIGN_WORD.search(text)):
        hard.add(sign.start())
    for said in _repeats(text):
        # A result repeats its target word for word.
        hard |= set(range(said.start(), said.end() + 1, len(said[1])))
    hard |= {said.start() for said in re.finditer(r"反映", text)}
    for start in sorted(hard):
        end = start
        while label := _short_label(text, end):
            end += len(label)
            hard.add(end)
        hard |= {start + len(w) for w in ("数量", "质量", "时效", "成本") if after_number and text.startswith(w, start)}
    soft = {found.end() for found in re.finditer("。", text)}
    for found in _scale().finditer(text):
        if text[found.end() : found.end() + 1] not in tuple("性率数度额量情者群"):
            soft |= {found.start(), found.end()}
    ends = sorted(hard | soft | {len(text)})
    return [(text[a:b], a not in hard) for a, b in itertools.pairwise(ends)]


def _repeats(text: str) -> Iterator[re.Match[str]]:
    """What a text says twice over, and, where that begins with a repeat of its own (服务 | 服务提升服务提升), the longer one."""
    for said in re.finditer(r"([\u4e00-\u9fff]{2,24}?)\1+", text):
        longer = _TWICE.match(text, said.end() - len(said[1]))
        yield longer if longer and len(longer[1]) > len(said[1]) else said


_TWICE = re.compile(r"([\u4e00-\u9fff]{2,24})\1")


@cache
def _short_labels() -> tuple[str, ...]:
    """Level labels without 指标 at their end, long enough to be told from other words; the longest first."""
    known = headings()
    words = {w for w in (*known.sections, *known.categories) if len(w) > 3 and not w.endswith("指标")}
    return tuple(sorted(words, key=len, reverse=True))


def _short_label(text: str, at: int) -> str:
    """The level label without 指标 that stands there, or nothing; one of two letters only before another."""
    label = next((w for w in _short_labels() if text.startswith(w, at)), "")
    if label or text[at : at + 2] not in headings().sections:
        return label
    return text[at : at + 2] if any(text.startswith(w, at + 2) for w in _short_labels()) else ""


@cache
def _scale() -> re.Pattern[str]:
    """Words of a graded scale, longest first."""
    words = sorted((w for w in SCALE if len(w) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
