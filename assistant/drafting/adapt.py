"""Taking over a text from another year or another department: years moved on, other places' names taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLACE = re.compile(r"^([\u4e00-\u9fff]{2,7}?(?:自治区|自治州|自治县|新区|[省市区县州盟旗]))")
_SUFFIX = re.compile(r"(自治区|自治州|自治县|[省市区县州盟旗])$")


def place_of(department: str | None) -> str | None:
    """The place a department's name begins with: 苏州市公安局 -> 苏州市; None where it names none."""
    found = _PLACE.match(department or "")
    return found[1] if found else None


def renewed(text: str, last: int | None, year: int) -> str:
    """A text of last year's table for this year: mentions of last year become this year; other years stay."""
    if last is None or last == year:
        return text
    return re.sub(rf"(?<!\d){last}(?=年|-\d|\.\d|/\d)", str(year), text)


def stripped(text: str, names: Iterable[str | None]) -> str:
    """A similar department's text without the names of its place and of itself; longer names first."""
    wanted = {n for name in names if name for n in (name, _SUFFIX.sub("", name)) if len(n) >= 2}
    for name in sorted(wanted, key=lambda n: (-len(n), n)):
        text = text.replace(name, "")
    return re.sub(r"^[的、，,：:]+", "", text).strip()


def mentions(text: str, names: Iterable[str]) -> str | None:
    """The first of the names that the text contains."""
    return next((n for n in names if len(n) >= 2 and n in text), None)


def squeezed(name: str) -> str:
    """A name as it is compared: without spaces, quotes, brackets and punctuation."""
    return re.sub(r"[\s“”\"'‘’（）()《》〈〉、，,。.；;：:·\-]", "", name)
