"""A value's text from the cells it is spread over: sign, number and unit in columns of their own."""

from __future__ import annotations

import re
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
    text = text.strip()
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


def money(text: str) -> Decimal | None:
    """A sum of money as written, without its unit: ``10,000.00`` → 10000; None where the text is no number."""
    found = re.fullmatch(r"[-+]?[\d,，]+(?:\.\d+)?", text.strip().removeprefix("¥").removeprefix("￥").replace(" ", ""))
    try:
        return Decimal(found[0].replace(",", "").replace("，", "")) if found else None
    except InvalidOperation:
        return None
