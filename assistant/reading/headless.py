"""An indicator part without its heading, as a copied fragment of a table comes: its columns told by what its rows hold."""

from __future__ import annotations

import re

from assistant.reading.columns import heading
from assistant.reading.compose import is_points
from assistant.reading.grid import Row
from assistant.reading.look import look
from assistant.reading.placing import Column
from assistant.table.headings import Level

_PLAIN = ("level1", "level2", "name", "full_year")
#: As the finance system exports them, with the sign in a column of its own.
_SIGNED = ("level1", "level2", "name", "sign", "full_year", "unit", "actual", "weight", "score", "note")
_FEWEST = 3  # rows that must be alike before they tell of a column
_MOST_BEFORE = 8
_SIGN = re.compile(r"[≥≤><＞＜≧≦]")


def implied(rows: list[Row]) -> tuple[Column, ...]:
    """The columns of a part without heading: levels, name and target; signs, results and points where the rows have them."""
    if any(look(cell.text).is_sign for row in rows for cell in row):
        return _columns(_SIGNED)
    tails = [tail for row in rows if (tail := _behind_name(row))]
    results = [tail for tail in tails if len(tail) > 1 and _is_result(tail[0], tail[1])]
    pointed = [tail for tail in tails if len(tail) > 3 and all(is_points(text) for text in tail[2:4])]
    if len(pointed) >= _FEWEST and len(pointed) >= 0.6 * len(tails):
        return _columns((*_PLAIN, "actual", "weight", "score", "note"))
    signed = any(_SIGN.match(target) for target, *_ in results)
    if signed and len(results) >= _FEWEST and len(results) >= 0.6 * len(tails):
        return _columns((*_PLAIN, "actual"))
    return _columns(_PLAIN)


def unlabelled(rows: list[Row]) -> tuple[int, Level | None] | None:
    """Where a fragment's rows begin that stand before its first label, and the section that this label goes on with.

    None where there are no such rows, or anything but names with their values stands among them.
    """
    start = next((n for n, row in enumerate(rows) if len(row) > 1), len(rows))
    for n, row in enumerate(rows[start : start + _MOST_BEFORE + 1]):
        seen = look(row[0].text)
        if n and seen.is_label and len(row) > 2:
            goes_on = seen.categories[0] if seen.categories and seen.section is None else None
            return start, Level(section=goes_on.section) if goes_on else None
        if not _is_named_value(row):
            break
    return None


def _columns(roles: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(role, n) for n, role in enumerate(roles, 1))


def _is_named_value(row: Row) -> bool:
    name = look(row[0].text)
    worth = look(row[1].text) if len(row) > 1 else None
    sound = not (name.is_value or name.is_number or name.is_word or name.is_label or name.field or name.money)
    said = worth is not None and (worth.is_value or worth.is_word or (worth.is_number and len(row) > 2))
    return sound and len(name.text) >= 4 and said and heading(row) is None


def _behind_name(row: Row) -> list[str]:
    """The texts behind the name in a row that begins with a level label."""
    labels = next((n for n, cell in enumerate(row) if not look(cell.text).is_label), len(row))
    return [cell.text for cell in row[labels + 1 :]] if labels else []


def _is_result(target: str, result: str) -> bool:
    """Whether a value is what was reached of the target before it: it has no sign where the target may have one."""
    seen = look(result)
    same = look(target).value.unit == seen.value.unit
    return not _SIGN.match(result) and ((seen.is_value and same) or (seen.is_word and look(target).is_word))
