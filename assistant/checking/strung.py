"""Key tasks (重点工作) that string several tasks together."""

from __future__ import annotations

import re

#: 打造……体系, 实施……工程: how a key task is headed; the same kind of heading again begins another one.
_HEADING = re.compile(
    r"(?:打造|构建|建设|建立|推进|实施|深化|健全|完善)(?P<name>[^，。；、“”]{2,14}?(?P<kind>体系|工程|行动|计划))(?=[，。；]|$)"
)
_NUMBERED = re.compile(
    r"(?:^|[。；，：\s])(?:[一二三四五六七八九]是|[（(][一二三四五六七八九\d]{1,2}[)）]|[1-9][.、．](?!\d))"
)


def headings(task: str) -> tuple[str, ...]:
    """The tasks that one key task is made of where they are told apart: by headings of one kind, or by numbers."""
    found = list(_HEADING.finditer(task))
    same = [m["name"] for m in found if found and m["kind"] == found[0]["kind"]]
    if len(set(same)) > 1:
        return tuple(dict.fromkeys(same))
    numbered = [piece.strip() for piece in _NUMBERED.split(task)[1:] if piece.strip()]
    return tuple(re.split(r"[，。；：]", piece)[0] for piece in numbered) if len(numbered) > 1 else ()


def strung(task: str) -> bool:
    """Whether one key task strings several together."""
    return len(headings(task)) > 1
