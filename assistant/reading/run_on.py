"""Text run together: where its headings stand, and what of it is head and what body."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from assistant.reading.columns import heading
from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.table.headings import headings

#: The title of the next form, which ends a table's body.
_TITLE = re.compile(
    r"(?:[省市县区]级|[省市县区]本级)?(?:部门预算|部门)?(?:项目支出|整体支出|转移支付|专项资金)绩效(?:目标|自评)[\u4e00-\u9fff]{0,6}表"
)
#: A title with its year in the middle of a line, what stands before it run into it.
_DATED_TITLE = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:19|20)\d{2}\s*年度?[\u4e00-\u9fff]{0,14}?绩效(?:目标|自评)[\u4e00-\u9fff]{0,6}?表"
)
_BRACKET = r"(?:\s?[(（][^()（）]{1,24}[)）])?"


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns over run-on text: a run of headings, a known head label, a level label, one heading."""
    known = headings()

    def either(words: list[str]) -> str:
        return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"

    bracketed = ("年度(/项目)指标值", "评(扣分标准)", "评(扣)分标准", "评（扣）分标准")
    column = either([w for w in (*known.columns, *bracketed) if len(w) > 1]) + _BRACKET
    run = re.compile(rf"(?:{column}\s*){{3,}}")
    label = re.compile(either([w for w in (*known.fields, *known.money) if len(w) >= 4]) + _BRACKET)
    banners = [w for w in known.banners if len(w) > 5]
    level = re.compile(
        either([w for w in (*known.sections, *known.categories, *banners) if w.endswith("指标")]) + _BRACKET
    )
    return run, label, level, re.compile(column)


def level_labels() -> re.Pattern[str]:
    """The pattern of a level label (产出指标, 数量指标)."""
    return _words()[2]


def runs_on(line: Row) -> bool:
    """Whether a line holds headings run together, or headings with the table's body behind them."""
    text = _text_of(line)
    run = _run(text) if len(text) >= 12 else None
    if run is None:
        return False
    return is_glued(line) or (len(text) >= 30 and len(text[run[1] :].strip()) > 10)


def is_glued(line: Row) -> bool:
    """Whether headings stand in one cell without a mark between them."""
    runs = (_run(cell.text) for cell in line)
    return any(run is not None and len(run[2]) > 3 for run in runs)


def _text_of(line: Row) -> str:
    """A line's text, letter-spaced labels (项 目 名 称) and known ones with a blank in them closed up."""
    text = " ".join(cell.text for cell in line)
    text = re.sub(r"[\u4e00-\u9fff](?: [\u4e00-\u9fff](?=\s|$)){2,}", lambda m: m[0].replace(" ", ""), text)
    return _broken_words().sub(lambda m: m[0].replace(" ", ""), text) if " " in text else text


@cache
def _broken_words() -> re.Pattern[str]:
    """Headings and level labels with or without blanks between their letters."""
    known = headings()
    words = {*known.columns, *(w for w in (*known.sections, *known.categories, *known.banners) if w.endswith("指标"))}
    long = sorted((w for w in words if len(w) > 3), key=len, reverse=True)
    return re.compile("|".join(" ?".join(map(re.escape, word)) for word in long))


def labels_in(text: str) -> list[str]:
    """The level labels (产出指标, 数量指标) that stand in a text, in order."""
    return [m[0] for m in _words()[2].finditer(text)]


def lines_closed(cells: Row) -> Row:
    """Each line of run-on text as one cell, broken labels closed up."""
    lines = [tuple(line) for _, line in itertools.groupby(cells, key=lambda cell: cell.row)]
    return tuple(Cell(_text_of(line), line[0].row, line[0].column, page=line[0].page) for line in lines)


def _run(text: str) -> tuple[int, int, list[str]] | None:
    """Where headings stand run together in a text: start, end, and the headings."""
    return next(_runs(text), None)


def _runs(text: str) -> Iterator[tuple[int, int, list[str]]]:
    run_of, one = _words()[0], _words()[3]
    for found in run_of.finditer(text):
        titles = [t.strip() for t in one.findall(found[0])]
        if heading(tuple(Cell(t, 1, k) for k, t in enumerate(titles, 1))):
            yield found.start(), found.end(), titles


#: The goal of a year, of several, that stands over its own indicators.
GOAL = re.compile(r"年度(?:绩效)?目标\s*\d{1,2}\s*(?:[(（]\d+分[)）])?\s*$")


def parted(line: Row) -> list[Cell]:
    """A run-on line in pieces: head labels and their texts, each heading, and the body behind."""
    text = _text_of(line)
    at, page = line[0].row, line[0].page
    runs = list(_runs(text))
    pieces: list[str] = []
    end = 0
    for n, (start, after, titles) in enumerate(runs):
        before = text[end:start]
        if n:
            # The goal that the next indicators stand under names them, and is none of the last one's cells.
            title = _TITLE.search(before)
            before, head = (before[: title.start()], before[title.start() :]) if title else (before, "")
            named = GOAL.search(before)
            pieces += [*_spaced(before[: named.start()] if named else before), *([named[0]] if named else [])]
            pieces += _head_pieces(head)
        else:
            pieces += _head_pieces(before)
        pieces += titles
        end = after
    title = _TITLE.search(text, end)
    pieces += _spaced(text[end : title.start() if title else len(text)])
    pieces += _head_pieces(text[title.start() :] if title else "")
    return [Cell(p.strip(), at, n, page=page) for n, p in enumerate(pieces, 1) if p.strip()]


def _spaced(body: str) -> list[str]:
    """The cells of a body in one line where blanks part them; else the body as it is."""
    words = body.split()
    told = sum(
        seen.is_label or seen.is_number or seen.is_value or seen.is_word or seen.is_namelike
        for seen in map(look, words)
    )
    return words if len(words) >= 8 and told >= 0.6 * len(words) else [body]


def _head_pieces(text: str) -> list[str]:
    text = re.sub(r"^附[件表]\s*\d*\s*[:：]?\s*", "", text)
    title = re.match(
        r"[\u4e00-\u9fff（）()\d]{0,30}?(?:申报表|目标表|自评表|评价表|批复表)(?:[（(][^（）()]{2,12}[)）])?", text
    )
    title = title or _DATED_TITLE.search(text)
    before, rest = (text[: title.start()], text[title.end() :]) if title else ("", text)
    pieces = [p for part in (before, rest) for p in re.split(f"({_words()[1].pattern})", part) if p.strip()]
    return ([title[0]] if title else []) + pieces


def head_cells(cell: Cell) -> list[Cell]:
    """A line of a form's head whose label has its text stuck to it (项目名称某项目), as label and text."""
    found = _words()[1].match(cell.text)
    rest = cell.text[found.end() :].strip() if found else ""
    if not found or not rest or rest[0] in ":：" or look(cell.text).field or look(cell.text).column:
        return [cell]
    pieces = [p for p in re.split(f"({_words()[1].pattern})", cell.text) if p.strip()]
    return [Cell(piece, cell.row, cell.column + n, page=cell.page) for n, piece in enumerate(pieces)]
