"""Web archives (单个文件网页, .mht), as browsers, Word and Excel save them: the page out of its MIME parts."""

from __future__ import annotations

import re

from assistant.reading.reading import ReadingError

_HEADERS = re.compile(rb"\A\s*(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,40}", re.ASCII)


def is_web_archive(data: bytes) -> bool:
    """Whether a file begins with the headers of a MIME message."""
    head = _HEADERS.match(data[:8000])
    return bool(head and re.search(rb"(?im)^content-type:\s*(?:multipart/|text/html)", head[0]))


def page_of(data: bytes, name: str) -> bytes:
    """The pages in a web archive, as UTF-8. Raises ``ReadingError`` where there is none."""
    from email import message_from_bytes

    pages = []
    for part in message_from_bytes(data.lstrip()).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            pages.append(_text(content, part.get_content_charset()))
    if not pages:
        raise ReadingError(f"“{name}”是网页归档文件，但里面没有网页，请在浏览器里打开后另存为网页或复制表格内容。")
    return "\n".join(pages).encode("utf-8")


def _text(content: bytes, charset: str | None) -> str:
    """A page's text; GB2312 is said where GB18030 is written."""
    for encoding in (charset if charset and not charset.startswith("gb") else "gb18030", "utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", errors="replace")
