"""Bytes that are text: which encoding they are in, and whether they are a web page or plain text."""

from __future__ import annotations

import re

from assistant.reading.formats.text import text_grid
from assistant.reading.grid import Grid
from assistant.reading.reading import ReadingError

_LONGEST = 8_000_000
_LONGEST_LINE = 1_000_000


def text_grids(data: bytes, name: str) -> list[Grid]:
    """The grid of a text file, or of a web page."""
    text = decode(data, name)
    if text.count("\x00") + text.count("\ufffd") > 0.02 * len(text) + 2 or _binary(data):
        raise ReadingError(f"“{name}”不是文字文件，也不是能认出的Excel、Word或PDF，请另存为这些格式之一后再上传。")
    if looks_like_html(text):
        from assistant.reading.formats.html import html_grid

        return [html_grid(text)]
    if len(text) > _LONGEST or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        raise ReadingError(
            f"“{name}”的文字太长（{len(text) // 10_000}万字），不像绩效目标表，请只保留需要的部分后再上传。"
        )
    return [text_grid(text)]


def decode(data: bytes, name: str) -> str:
    """Text from bytes: UTF-8, UTF-16, GB18030 (in which GBK is), each strictly."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if data[:200].count(0) > 20:
        wide = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
        return data.decode(wide, errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(
        f"“{name}”不是能认出的文字编码（试过UTF-8、UTF-16、GB18030），请另存为UTF-8文本或Excel后再上传。"
    )


def looks_like_html(text: str) -> bool:
    """Whether a text is a page or a fragment with a table, not a text with a few tags left in it."""
    head = text[:3000].lower()
    return (
        "<html" in head
        or "<!doctype html" in head
        or bool(re.search(r"<t(?:able|r|d)\b", text[:200_000], re.IGNORECASE))
    )


def _binary(data: bytes) -> bool:
    """Control bytes that no text has; UTF-16 is told by its byte order mark or its many zeros and judged when decoded."""
    sample = data[:20_000]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff") or sample.count(0) > 20:
        return False
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) > 0.01 * len(sample) + 1
