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


_VALUES = ("full", "half", "actual", "last")


def _part(sheet: Sheet, row: int, column: int) -> str:
    """What stands in a cell of an indicator's row."""
    parts = sheet.parts(row)
    return parts[column] if column < len(parts) else ""


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
    """Signs as Chinese keyboards give them."""
    signs = str.maketrans("≥≤=><%", "≧≦＝＞＜％")
    return _each(sheet, lambda n, m, t: t.translate(signs) if n in sheet.indicators and m >= 2 else t)


def in_words(sheet: Sheet, dice: random.Random) -> Sheet:
    """Signs as people write them in words or on typewriters: 不低于95%, 95%以上, >=95%."""
    ways = {
        "≥": ("不低于{}", "{}以上", ">={}", "≥ {}", "不少于{}", "大于等于{}"),
        "≤": ("不超过{}", "{}以内", "<={}", "≤ {}", "不高于{}", "小于等于{}"),
    }

    def say(n: int, m: int, text: str) -> str:
        rest = text[1:]
        plain = n in sheet.indicators and rest and rest[0].isdigit() and _part(sheet, n, m) in _VALUES
        return dice.choice(ways[text[0]]).format(rest) if plain and text[0] in ways else text

    return _each(sheet, say)


def repeated(sheet: Sheet, dice: random.Random) -> Sheet:
    """The heading again every eight rows, as at page breaks."""
    made = unmerged(sheet, dice)
    rows: list[list[Box | None]] = []
    headings: dict[int, tuple[str, ...]] = {}
    indicators: list[int] = []
    latest = 0
    since = 0
    for n, row in enumerate(made.rows):
        if n in made.headings:
            latest, since = n, 0
            headings[len(rows)] = made.headings[n]
        elif n in made.indicators:
            if since == 8:
                headings[len(rows)] = made.headings[latest]
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
            or _part(sheet, n, m) not in ("l1", "l2", "task", "name")
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


def marked_up(sheet: Sheet, dice: random.Random) -> Sheet:
    """HTML remains in the cells of the table themselves: tags, entities, no-break blanks."""

    def wrap(n: int, m: int, text: str) -> str:
        way = dice.randint(0, 5)
        if n not in sheet.indicators or way > 3:
            return text
        signs = text.replace("≥", "&ge;").replace("≤", "&le;").replace("<", "&lt;").replace(">", "&gt;")
        return (f"<p>{text}</p>", f"{text}&nbsp;", f"<span style='color:#333'>{signs}</span>", f"{text}<br/>")[way]

    return _each(sheet, wrap)


def spaced(sheet: Sheet, dice: random.Random) -> Sheet:
    """Blanks within labels and around numbers, as letter spacing and typing leave them."""

    def space(n: int, m: int, text: str) -> str:
        if n in sheet.headings or (n in sheet.indicators and _part(sheet, n, m) in ("l1", "l2") and len(text) <= 6):
            return " ".join(text) if dice.random() < 0.5 else text
        if n in sheet.indicators and _part(sheet, n, m) in _VALUES:
            return re.sub(r"(?<=[≥≤=><])(?=\d)|(?<=\d)(?=[%\u4e00-\u9fff])", " ", text)
        return text

    return _each(sheet, space)


#: Headings that people use where the form says another: (what stands under it) to ways to head it.
_HEADED = {
    "l1": ("一级绩效指标", "一级指标名称", "指标一级分类"),
    "l2": ("二级绩效指标", "二级指标名称", "指标二级分类"),
    "name": ("三级绩效指标", "绩效指标名称", "三级指标（具体）", "指标名称（三级）"),
    "full": ("年度绩效指标值", "全年目标值（本年）", "年度计划指标值", "2025年指标值", "预期达到值", "本年度目标值"),
    "half": ("半年绩效目标值", "上半年目标值", "1-6月目标值", "半年计划指标值"),
    "weight": ("权重分值", "指标权重（%）", "权重（满分100）", "标准分值"),
    "sign": ("指标符号", "计算符", "比较关系符号"),
    "number": ("绩效指标值", "目标数值", "年度指标数值"),
    "unit": ("计量单位名称", "指标计量单位", "数量单位"),
    "actual": ("年度实际完成值", "实际完成指标值", "全年实际完成情况"),
    "score": ("自评得分（分）", "单位自评得分", "最终得分"),
    "note": ("备注及说明", "备注（补充说明）", "偏差原因及改进措施说明"),
    "long": ("指标说明及解释", "指标解释和计算方法", "指标内涵说明"),
    "last": ("上年度完成值", "2024年实际值", "上年实绩值"),
    "task": ("年度重点工作任务", "重点工作内容"),
}


def other_headings(sheet: Sheet, dice: random.Random) -> Sheet:
    """Columns under headings that no list holds word for word."""
    made = copy.deepcopy(sheet)
    for at, parts in made.headings.items():
        for m, part in enumerate(parts):
            if (known := _HEADED.get(part.removesuffix("+"))) and dice.random() < 0.6:
                made.rows[at][m] = Box(dice.choice(known))
    return made


def counted_labels(sheet: Sheet, dice: random.Random) -> Sheet:
    """Labels and names with their numbers before them: （一）产出指标, 1.数量指标, 1.1名称."""
    first = second = 0

    def count(n: int, m: int, text: str) -> str:
        nonlocal first, second
        part = _part(sheet, n, m) if n in sheet.indicators else ""
        if part == "l1":
            first, second = first + 1, 0
            return f"（{'一二三四五六七'[first % 7 - 1]}）{text}"
        if part == "l2" and len(text) < 12:
            second += 1
            return f"{second}.{text}"
        return text

    return _each(sheet, count)


def page_feet(sheet: Sheet, dice: random.Random) -> Sheet:
    """The paper's own lines between the rows: page numbers, the form's name again."""
    made = unmerged(sheet, dice)
    for n in sorted(made.indicators, reverse=True)[::9][1:]:
        made.rows.insert(n + 1, [Box(dice.choice(("第 1 页，共 3 页", "— 2 —", "- 2 -")))])
        made.headings = {h + (h > n): parts for h, parts in made.headings.items()}
        made.indicators = [i + (i > n) for i in made.indicators]
    return made


def blank_columns(sheet: Sheet, dice: random.Random) -> Sheet:
    """An empty column somewhere in the middle."""
    made = unmerged(sheet, dice)
    at = dice.randint(1, wide(sheet) - 1)
    made.rows = [[*row[:at], None, *row[at:]] if len(row) > at else row for row in made.rows]
    return made


def weighted_labels(sheet: Sheet, dice: random.Random) -> Sheet:
    """Weights in the level labels, numbers before the names."""

    def mark(n: int, m: int, text: str) -> str:
        part = _part(sheet, n, m) if n in sheet.indicators else ""
        if part == "l1" and text.endswith("指标"):
            return f"{text}（50分）"
        return f"指标{dice.randint(1, 9)}：{text}" if part == "name" and "task" not in sheet.parts(n) else text

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
        for m, part in enumerate(made.parts(n)):
            if part in ("sign", "signword") and m < len(made.rows[n]):
                made.rows[n][m] = None
    return made


def two_line_heading(sheet: Sheet, dice: random.Random) -> Sheet:
    """指标值 over its parts, in a heading of two rows."""
    made = copy.deepcopy(sheet)
    for at in sorted(made.headings, reverse=True):
        head = made.rows[at]
        titles = [b.text if b else "" for b in head]
        parts = made.headings[at]
        under = [m for m, part in enumerate(parts) if part in ("half", "full", "sign", "signword", "number", "unit")]
        if len(under) < 2 or under[-1] - under[0] >= len(under):
            continue
        low: list[Box | None] = [None] * len(head)
        for m in under:
            low[m] = Box({"half": "半年", "full": "全年"}.get(parts[m], titles[m]))
            head[m] = None
        for m in range(len(head)):
            if m not in under and head[m]:
                head[m] = replace(head[m], rows=2)  # type: ignore[type-var]
        head[under[0]] = Box("指标值", columns=len(under))
        made.rows.insert(at + 1, low)
        made.headings = {h + (h > at): parts for h, parts in made.headings.items()} | {at + 1: parts}
        made.indicators = [i + (i > at) for i in made.indicators]
    return made


DAMAGES: dict[str, Damage] = {
    f.__name__: f
    for f in (
        none, unmerged, shifted, full_width, in_words, repeated, broken, markup, marked_up, spaced, other_headings, counted_labels,
        page_feet, blank_columns, weighted_labels, footed, signless, two_line_heading,
    )
}  # fmt: skip
