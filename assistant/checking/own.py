"""An installation's own thresholds and words for the checker, read from its files into plain data."""

from __future__ import annotations

from pathlib import Path

from assistant.checking.findings import Context
from assistant.checking.parameters import load_settings
from assistant.checking.words import load_words


def own_context(rules: Path | None, words: Path | None) -> Context:
    """What the checker knows of every table: the settings in the file ``rules`` and the lists in the folder ``words``,
    where there are any.

    Raises ``ValueError`` with a Chinese sentence where one of them cannot be used.
    """
    if words is not None and not words.is_dir():
        raise ValueError(f"没有词表文件夹 {words}。")
    return Context(settings=load_settings(rules) if rules else {}, words=load_words(words) if words else {})
