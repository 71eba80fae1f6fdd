"""A value's text from the cells it is spread over: sign, number and unit in columns of their own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from assistant.reading.look import look
from assistant.table import TargetValue, understand, value

_OPERATORS = {
    "大于等于": "≥",
    "大于或等于": "≥",
    "小于等于": "≤",
    "小于或等于": "≤",
    "等于": "=",
    "大于": ">",
    "小于": "<",
}
_BRACKET_UNIT = re.compile(r"[(（]([^()（）]{1,8})[)）]\s*$")


def compose(text: str | None, sign: str | None = None, unit: str | None = None) -> TargetValue | None:
    """The value of a cell, completed by the sign and unit that stand beside it; None where the cell is empty."""
    if text is None or not text.strip():
        return None
    text = re.sub(r"\s*\n\s*", "", text.strip())
    seen = look(text)
    if seen.value.kind != "number" or seen.value.when:
        return value(text)
    written = text
    if unit and seen.value.unit is None and not look(unit).is_number:
        written = f"{written}{unit.strip()}"
    if sign and seen.value.operator is None and look(sign).is_sign:
        written = f"{_OPERATORS.get(sign.strip(), sign.strip())}{written}"
    return value(written)


def unit_in_name(name: str) -> str | None:
    """The unit that a name carries in a bracket at its end: ``湿地保有量（公顷）`` → 公顷."""
    found = _BRACKET_UNIT.search(name)
    return found[1] if found and look(found[1]).is_unit else None


def number(text: str | None) -> Decimal | None:
    """A plain number such as a weight or a score (``10``, ``10分``, ``10%``); None where it is none."""
    if not text:
        return None
    seen = understand(text)
    return seen.number if seen.kind == "number" else None


def is_points(text: str) -> bool:
    """Whether a text is a plain figure as points are: up to 100, nothing beside it."""
    points = number(text)
    return look(text).is_number and points is not None and points <= 100


def money(text: str) -> Decimal | None:
    """A sum of money as written, without its unit: ``10,000.00`` → 10000; None where the text is no number."""
    found = re.fullmatch(r"[-+]?[\d,，]+(?:\.\d+)?", text.strip().removeprefix("¥").removeprefix("￥").replace(" ", ""))
    try:
        return Decimal(found[0].replace(",", "").replace("，", "")) if found else None
    except InvalidOperation:
        return None


_SIGNED = r"(?:[≥≤><=＝＞＜≧≦]{1,2}|达到?|不低于|不少于|不超过|不高于|大于等于|小于等于|大于|小于|低于|高于|控制在)"
_IN_BRACKET = re.compile(
    r"^(?P<name>.{2,60}?)\s*[(（](?P<value>[^()（）]{1,40}(?:[(（][^()（）]*[)）])?)[)）]?\s*$", re.DOTALL
)
_BEHIND = re.compile(
    rf"^(?P<name>[^,，。；;]*?[\u4e00-\u9fff”」)）])\s*[:：]?\s*(?P<value>{_SIGNED}\s*\d[^,，。；;]*|\d[\d.,]*\s*[%％](?:以上|以下|以内)?|\d[\d.,]*\s*[\u4e00-\u9fff]{{1,4}}(?:以上|以下|以内))$"
)
_COLON = re.compile(r"^(?P<name>[^:：]{2,40})[:：](?P<value>.{1,30})$")


def split_value(text: str) -> tuple[str, str | None]:
    """A name that carries its value: ``机柜数量(≥77台)``, ``社区满意度95%以上`` → name and value; else (text, None)."""
    text = text.strip(" 。；;")
    for shape in (_BEHIND, _IN_BRACKET, _COLON):
        if not (found := shape.match(text)):
            continue
        name, worth = found["name"].strip(), found["value"].strip()
        seen = look(worth)
        understood = seen.value.kind in ("number", "range", "date") or seen.is_word
        wordy = shape is not _BEHIND and not seen.is_unit and 2 <= len(worth) <= 12
        if name and (understood or wordy) and not (shape is _IN_BRACKET and seen.is_unit):
            return name, worth
    return text, None


def name_and_value(clause: str) -> tuple[str, str | None]:
    """A clause with its value at the end: ``亩均增收≥300元`` → name and value; else (text, None)."""
    bare = clause.strip(" 。；;，,★*")
    found = _BEHIND.match(bare)
    return (found["name"].strip(), found["value"].strip()) if found else (bare, None)


_TIMELY = re.compile(r"时间|日期|时限|期限|截止|节点|完工|工期")


def serial_date(text: str, name: str, category: str | None) -> str | None:
    """A spreadsheet's date serial that stands in for a time: ``44,561`` → 2021年12月31日; None for any other number."""
    bare = text.replace(",", "").replace("，", "").strip()
    if not re.fullmatch(r"[3-5]\d{4}(?:\.0+)?", bare) or not (category == "时效" or _TIMELY.search(name)):
        return None
    day = date(1899, 12, 30) + timedelta(days=int(float(bare)))
    return f"{day.year}年{day.month}月{day.day}日" if 1995 <= day.year <= 2060 else None


def clauses(text: str) -> list[tuple[str, str]]:
    """``社区满意度95%以上，家长满意度≥90%``: each clause a name and its value; empty unless all of them are.

    A last short clause without a value is one that the file's end cut off.
    """
    parts = [part.strip() for part in re.split(r"[,，；;]", text) if part.strip(" 。")]
    pairs = [(found["name"].strip(), found["value"].strip()) for part in parts if (found := _BEHIND.match(part))]
    whole = len(pairs) == len(parts) or (
        len(pairs) == len(parts) - 1 and len(parts[-1]) <= 6 and not _BEHIND.match(parts[-1])
    )
    return pairs if pairs and whole and len(parts) > 1 else []
