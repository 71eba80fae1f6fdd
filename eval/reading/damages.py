"""What happens to tables on their way: each damage takes a sheet and gives the damaged one."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from dataclasses import replace

from eval.reading.forms import Box, Sheet, wide

Damage = Callable[[Sheet, random.Random], Sheet]


def none(sheet: Sheet, dice: random.Random) -> Sheet:
    return sheet


def _each(sheet: Sheet, change: Callable[[int, int, str], str]) -> Sheet:
    made = copy.deepcopy(sheet)
    for n, row in enumerate(made.rows):
        for m, box in enumerate(row):
            if box:
                row[m] = replace(box, text=change(n, m, box.text))
    return made


def unmerged(sheet: Sheet, dice: random.Random) -> Sheet:
    """Labels only in the first row of their block."""
    made = copy.deepcopy(sheet)
    made.rows = [[b and replace(b, rows=1, columns=1) for b in row] for row in made.rows]
    return made


def shifted(sheet: Sheet, dice: random.Random) -> Sheet:
    """A fifth of the rows lose the empty cells before their text."""
    made = unmerged(sheet, dice)
    for n in made.indicators:
        row = made.rows[n]
        if row[0] is None and dice.random() < 0.2:
            first = next(m for m, box in enumerate(row) if box)
            made.rows[n] = row[dice.randint(1, first) :]
    return made


def full_width(sheet: Sheet, dice: random.Random) -> Sheet:
    """Signs and digits as Chinese keyboards give them."""
    signs = str.maketrans("≥≤=><%", "≧≦＝＞＜％")
    return _each(sheet, lambda n, m, t: t.translate(signs) if n in sheet.indicators and m >= 2 else t)


def repeated(sheet: Sheet, dice: random.Random) -> Sheet:
    """The heading again every eight rows, as at page breaks."""
    made = unmerged(sheet, dice)
    rows, headings, indicators = [], set(), []
    latest = 0
    since = 0
    for n, row in enumerate(made.rows):
        if n in made.headings:
            latest, since = n, 0
            headings.add(len(rows))
        elif n in made.indicators:
            if since == 8:
                headings.add(len(rows))
                rows.append(copy.deepcopy(made.rows[latest]))
                since = 0
            since += 1
            indicators.append(len(rows))
        rows.append(row)
    return Sheet(rows, headings, indicators)


def broken(sheet: Sheet, dice: random.Random) -> Sheet:
    """Labels and names broken over lines within their cells."""

    def cut(n: int, m: int, text: str) -> str:
        if (
            n not in sheet.indicators
            or m > 3
            or len(text) < 5
            or re.search(r"[\d≥≤=<>a-zA-Z]", text)
            or dice.random() > 0.5
        ):
            return text
        at = len(text) - dice.choice((1, 2))
        return f"{text[:at]}\n{text[at:]}"

    return _each(sheet, cut)


def markup(sheet: Sheet, dice: random.Random) -> Sheet:
    """HTML remains in long texts."""
    return _each(
        sheet, lambda n, m, t: f'<p style="text-indent:2em">{t}</p>' if n not in sheet.indicators and len(t) > 25 else t
    )


def blank_columns(sheet: Sheet, dice: random.Random) -> Sheet:
    """An empty column somewhere in the middle."""
    made = unmerged(sheet, dice)
    at = dice.randint(1, wide(sheet) - 1)
    made.rows = [[*row[:at], None, *row[at:]] if len(row) > at else row for row in made.rows]
    return made


def weighted_labels(sheet: Sheet, dice: random.Random) -> Sheet:
    """Weights in the level labels, numbers before the names."""

    def mark(n: int, m: int, text: str) -> str:
        if n not in sheet.indicators:
            return text
        if m == 0 and text.endswith("指标"):
            return f"{text}（50分）"
        name_at = 3 if len(sheet.rows[n]) == 6 and sheet.rows[n][2] and len(sheet.rows[n][2].text) > 12 else 2  # type: ignore[union-attr]
        return f"指标{dice.randint(1, 9)}：{text}" if m == name_at == 2 and len(sheet.rows[n]) < 6 else text

    return _each(sheet, mark)


def footed(sheet: Sheet, dice: random.Random) -> Sheet:
    """Totals and notes below."""
    made = copy.deepcopy(sheet)
    made.add("合计", None, None, "100")
    made.add("注：1.各项指标按年度工作任务设定。2.本表一式两份。")
    made.add("填表人：", "张某", "联系电话：", "0000-1234567")
    return made


def signless(sheet: Sheet, dice: random.Random) -> Sheet:
    """The column of signs lost (its heading stays)."""
    made = unmerged(sheet, dice)
    for n in made.indicators:
        head = max(h for h in made.headings if h < n)
        for m, box in enumerate(made.rows[head]):
            if box and box.text == "计算符号" and m < len(made.rows[n]):
                made.rows[n][m] = None
    return made


def two_line_heading(sheet: Sheet, dice: random.Random) -> Sheet:
    """指标值 over its parts, in a heading of two rows."""
    made = copy.deepcopy(sheet)
    for at in sorted(made.headings, reverse=True):
        head = made.rows[at]
        titles = [b.text if b else "" for b in head]
        under = [m for m, t in enumerate(titles) if t in ("半年指标值", "全年指标值", "计算符号", "目标值", "度量单位")]
        if len(under) < 2:
            continue
        low: list[Box | None] = [None] * len(head)
        for m in under:
            low[m] = Box({"半年指标值": "半年", "全年指标值": "全年"}.get(titles[m], titles[m]))
            head[m] = None
        for m in range(len(head)):
            if m not in under and head[m]:
                head[m] = replace(head[m], rows=2)  # type: ignore[type-var]
        head[under[0]] = Box("指标值", columns=len(under))
        made.rows.insert(at + 1, low)
        made.headings = {h + (h > at) for h in made.headings} | {at + 1}
        made.indicators = [i + (i > at) for i in made.indicators]
    return made


DAMAGES: dict[str, Damage] = {
    f.__name__: f
    for f in (
        none, unmerged, shifted, full_width, repeated, broken, markup, blank_columns, weighted_labels, footed, signless,
        two_line_heading,
    )
}  # fmt: skip
