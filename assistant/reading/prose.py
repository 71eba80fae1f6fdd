"""Targets written out in sentences: ``数量指标：培训班次（≥**期）≥4期，参训人数300人；质量指标：合格率100%。``"""

from __future__ import annotations

import re
from functools import cache

from assistant.reading.compose import name_and_value
from assistant.table.headings import headings

#: What a form leaves open for the value: (≥**万元).
_OPEN = re.compile(r"[(（]\s*[≥≤><=＞＜]*\s*\*+[^()（）]*[)）]")


@cache
def _label() -> re.Pattern[str]:
    known = headings()
    words = {re.sub(r"指标$", "", word) for word in (*known.sections, *known.categories)}
    long = sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True)
    return re.compile(
        rf"(?:^|(?<=[\s。；;，,：:、]))(?:设\s*)?(?:\d+\s*条)?((?:{'|'.join(long)})(?:指标|目标))\s*[:：，,]"
    )


def told(text: str) -> list[tuple[list[str], list[tuple[str, str | None]]]]:
    """The labels of each part of a text and its indicators, each a name and a value; empty where the text is no such one:
    it begins with a label, and has several, or leaves values open.

    A part that gives no value at all keeps its one clause as a name; elsewhere a clause without a value is the heading
    of those after it and says nothing itself.
    """
    marks = list(_label().finditer(text))
    if not marks or text[: marks[0].start()].strip() or (len(marks) < 2 and not _OPEN.search(text)):
        return []
    parts: list[tuple[list[str], list[tuple[str, str | None]]]] = []
    labels: list[str] = []
    for n, mark in enumerate(marks):
        labels.append(mark[1])
        body = text[mark.end() : marks[n + 1].start() if n + 1 < len(marks) else len(text)]
        if body.strip(" 。；;，,"):
            parts.append((labels, _clauses(body)))
            labels = []
    return parts


def paragraph(lines: list[str]) -> tuple[int, str] | None:
    """Where targets told in sentences begin among lines that break them anywhere, and their text up to the last sentence."""
    for first in range(len(lines)):
        if _label().match(lines[first].strip()):
            text = "".join(line.strip() for line in lines[first:])
            marks = list(_label().finditer(text))
            single = sum(len(list(_label().finditer(line.strip()))) for line in lines if _label().match(line.strip()))
            if len(marks) < 3 or single >= len(marks):
                return None
            return first, text[: (text.find("。", marks[-1].end()) + 1) or len(text)]
    return None


def _clauses(body: str) -> list[tuple[str, str | None]]:
    pairs = [_pair(_OPEN.sub("", part)) for part in re.split(r"[;；。]|[,，](?!\d{3})", body)]
    found: list[tuple[str, str | None]] = [(name, worth) for name, worth in pairs if name and worth]
    return found or [(body.strip(" 。；;，,"), None)]


def _pair(clause: str) -> tuple[str, str | None]:
    name, worth = name_and_value(clause)
    if worth is None and (worded := re.fullmatch(r"(.{3,}?)定性(.{1,8})", name)):
        return worded[1], worded[2]
    return name, worth
