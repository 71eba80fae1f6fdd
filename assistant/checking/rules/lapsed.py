"""WRD: what no longer holds in the table's year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.findings import Fix
from assistant.checking.lapsed import Abolished, Mention, other_years, years_at_all
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Sheet
from assistant.checking.texts import Text, texts, together

#: What is only known after the year may be due by that month of the next one (年报报送时间).
_NEXT_SPRING = 4


@rule(
    code="WRD005",
    zh="已经撤销、废止或到期的机构、制度、规划",
    en="An institution, law or plan that no longer holds in that year",
    severity="warning",
    basis="practice",
    what="文字里还写着在这个年度已经撤销的机构、已经废止的制度，或已经到期的规划、行动。",
    why="这样的说法一看就是从旧表抄来的，职能和任务都可能早已改变。",
    mend="换成现在的机构、制度或规划名称；没有对应的，删去。",
    needs=("year",),
)
def no_longer_holds(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    assert sheet.table.year is not None
    abolished = sheet.words.of(Abolished)
    own = {m.word for m in abolished.mentions(sheet.table.department or "", sheet.table.year)}
    for text in texts(sheet) if abolished.at_all(together(sheet)) else ():
        for mention in abolished.mentions(text.text, sheet.table.year) if text.path != "department" else ():
            if mention.word in own:
                continue
            entry = mention.entry
            ended = f"{entry.since.year}年{entry.since.month}月{entry.since.day}日"
            now = f"，现为{entry.now}" if entry.now else ""
            yield text.fault(
                f"“{mention.word}”在{sheet.table.year}年已不再适用{now}",
                f"{ended}，{entry.source}",
                _replaced(text, mention, abolished, sheet.table.year),
            )


def _replaced(text: Text, mention: Mention, abolished: Abolished, year: int) -> Fix:
    """What there is now instead; whether the work goes on where nothing took its place, the person must say."""
    entry, new = mention.entry, abolished.brought_up_to_date(text.text, mention, year)
    fix = text.rewritten(new, f"“{mention.word}”改为“{entry.now}”") if new else None
    asks = f"现为{entry.now}，这里应当写哪一个？" if entry.now else "这项工作现在还做不做，用什么说法？"
    return fix or Fix(title="换成现在的说法，或者删去", asks=f"“{mention.word}”{asks}")


@rule(
    code="WRD006",
    zh="文字里的年份不是本年度",
    en="A year in the text that is not the table's year",
    severity="warning",
    basis="practice",
    what="年度目标、重点工作、指标名称或指标值里写的年份与表的年度不一致。",
    why="多半是沿用上年的表忘了改，评审会怀疑目标没有按本年度重新定过。",
    mend="改成本年度；确实要写别的年份的，写明是基数、期限还是项目名称。",
    needs=("year",),
)
def another_year(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    year = sheet.table.year
    assert year is not None
    for text in texts(sheet) if years_at_all(together(sheet)) else ():
        if text.cell in ("half_year", "full_year"):
            yield from _dated(text, sheet, year)
        elif text.path == "annual_goal" or text.cell in ("name", "key_task"):
            for other in other_years(text.text, year):
                yield text.fault(
                    f"写的是{other}年，表的年度是{year}年",
                    fix=text.rewritten(_moved(text.text, other, year), f"改为{year}年"),
                )


def _dated(text: Text, sheet: Sheet, year: int) -> Iterator[Fault]:
    """A date as the value: one before the table's year cannot be met; a later one cannot be judged in it."""
    assert text.row is not None
    row = sheet.table.indicators[text.row]
    value = row.half_year if text.cell == "half_year" else row.full_year
    when = value.when if value else None
    if value is None or when is None or not when[:4].isdigit() or int(when[:4]) == year:
        return
    if int(when[:4]) > year:
        if _finished(row.name) and when[:7] > f"{year + 1}-{_NEXT_SPRING:02}":
            asks = Fix(title="写本年度的节点", asks=f"“{row.name}”到{year}年底应完成到哪一步？")
            yield text.fault(f"指标值“{value.text}”在{year}年之后，年底没法考核", fix=asks)
        return
    fix: Fix | None = text.rewritten(_moved(value.text, int(when[:4]), year), f"改为{year}年")
    yield text.fault(f"指标值“{value.text}”写的是{when[:4]}年，表的年度是{year}年", fix=fix)


def _finished(name: str) -> bool:
    """Whether a name asks when something is done, not how long it lasts or holds."""
    return name.endswith(("时间", "时限", "日期", "时点", "时效")) and not re.search(
        "有效|截止|质保|保修|使用|合同|租赁|运营|服务期", name
    )


def _moved(text: str, old: int, new: int) -> str:
    return re.sub(rf"(?<!\d){old}(?!\d)", str(new), text)
