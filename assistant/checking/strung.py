"""Key tasks (重点工作) that string several tasks together."""

from __future__ import annotations

import re

#: 打造……体系, 建设……工程: how a key task is headed. A second heading within one key task begins another one.
_HEADING = re.compile(
    r"(?:努力|全力|着力|加快|持续|积极)?(?:打造|构建|建设|建立|推进|实施|深化|健全|完善)([^，。；、]{2,14}?(?:体系|工程|格局|机制))(?=[，。；]|$)"
)


def headings(task: str) -> tuple[str, ...]:
    """The systems (……体系) that a key task sets up, each once."""
    return tuple(dict.fromkeys(m[1] for m in _HEADING.finditer(task)))


def strung(task: str) -> bool:
    """Whether one key task strings several together."""
    return len(headings(task)) > 1
