"""Reports as a person or a program takes them: text, JSON, SARIF, HTML, an annotated workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assistant.checking.rendering.book import summary_xlsx, to_xlsx
from assistant.checking.rendering.data import to_json, to_sarif
from assistant.checking.rendering.page import review_page, to_html
from assistant.checking.rendering.text import to_text
from assistant.checking.summary import Checked

#: How reports are rendered, by the name of the format.
RENDERERS: Mapping[str, Callable[[Sequence[Checked]], str | bytes]] = {
    "text": to_text,
    "json": to_json,
    "sarif": to_sarif,
    "html": to_html,
    "xlsx": to_xlsx,
}

__all__ = [
    "RENDERERS",
    "Checked",
    "review_page",
    "summary_xlsx",
    "to_html",
    "to_json",
    "to_sarif",
    "to_text",
    "to_xlsx",
]
