"""A difference of two tables in Chinese, as Markdown: what a reviewer reads first."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.table import Amount, TargetTable, print_number
from assistant.writing.diff import Difference, FieldChange, MoneyChange, RowChange, RowKind, diff

_KINDS: dict[RowKind, str] = {"added": "新增", "dropped": "去掉", "moved": "移动", "renamed": "改名", "changed": "调整"}
_WAYS = {"up": "上调", "down": "下调", None: ""}


def describe(old: TargetTable, new: TargetTable, difference: Difference | None = None) -> str:
    """The difference of two tables, told: one line that counts, then indicators, money, texts; longest texts cut."""
    found = diff(old, new) if difference is None else difference
    if not found:
        return "两张表没有差别。\n"
    lines = [_summary(found)]
    for heading, told in (
        ("指标", [_row(row, old, new) for row in found.rows]),
        ("资金（万元）", [_money(change) for change in found.money]),
        ("文字", list(_texts(found.texts))),
    ):
        if told:
            lines += ["", f"### {heading}", "", *(f"- {line}" for line in told)]
    return "\n".join(lines) + "\n"


def _summary(found: Difference) -> str:
    counts = [f"{word}{n}条" for kind, word in _KINDS.items() if (n := len(found.of(kind)))]
    ways = [field.direction for row in found.rows for field in row.fields if field.field in ("full_year", "half_year")]
    if ups_downs := [f"{_WAYS[way]}{n}处" for way in ("up", "down") if (n := ways.count(way))]:
        counts.append("指标值" + "、".join(ups_downs))
    years = f"{found.old_year or '旧表'}→{found.new_year or '新表'}：" if found.old_year != found.new_year else ""
    return years + ("指标" + "，".join(counts) if counts else "指标没有变化") + "。"


def _row(row: RowChange, old: TargetTable, new: TargetTable) -> str:
    indicator = new.indicators[row.new] if row.new is not None else old.indicators[row.old or 0]
    place = " / ".join(filter(None, (indicator.section, indicator.category, _cut(indicator.duty))))
    name = indicator.name or "（没有指标）"
    kinds = "、".join(_KINDS[kind] for kind in row.kinds)
    if not row.fields:
        return f"{kinds}：{name}（{place}）{indicator.full_year or ''}".rstrip()
    return f"{kinds}：{name}（{place}）：" + "；".join(map(_field, row.fields))


def _field(change: FieldChange) -> str:
    way = f"（{_WAYS[change.direction]}）" if change.direction else ""
    return f"{change.label} {_cut(change.old) or '空'} → {_cut(change.new) or '空'}{way}"


def _money(change: MoneyChange) -> str:
    if change.old is None or change.new is None:
        word = "新增" if change.old is None else "去掉"
        return f"{word} {change.name}：{_amount(change.new or change.old)}"
    way = f"（{_WAYS[change.direction]}）" if change.direction else ""
    return f"{change.name}：{_amount(change.old)} → {_amount(change.new)}{way}"


def _amount(amount: Amount | None) -> str:
    if amount is None or (amount.full_year is None and amount.half_year is None):
        return "空"
    full = "" if amount.full_year is None else print_number(amount.full_year)
    return full if amount.half_year is None else f"{full or '空'}（半年 {print_number(amount.half_year)}）"


def _texts(changes: tuple[FieldChange, ...]) -> Iterator[str]:
    for change in changes:
        if change.old is None or change.new is None:
            yield f"{change.label}{'新增' if change.old is None else '去掉'}：{_cut(change.new or change.old)}"
        else:
            yield f"{change.label}：{_cut(change.old)} → {_cut(change.new)}"


def _cut(text: str | None, most: int = 60) -> str:
    one = " ".join((text or "").split())
    return one if len(one) <= most else f"{one[:most]}…"
