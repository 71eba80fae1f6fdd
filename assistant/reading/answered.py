"""The findings that a table answers (问题编号 | 所在行 | 情况说明), as the written forms carry them below the indicators."""

from __future__ import annotations

import re

from assistant.reading.draft import Draft
from assistant.reading.grid import Row
from assistant.table import Answered

_HEADING = ("问题编号", "所在行", "情况说明")
_WHERE = re.compile(r"全表|第(\d+)行")


def read_answered(row: Row, draft: Draft) -> bool:
    """Take the heading or a line of this part into ``draft``; False where the row is neither."""
    texts = tuple(cell.text for cell in row)
    if texts == _HEADING:
        draft.answering = True
        return True
    if not draft.answering or len(texts) != 3 or not (where := _WHERE.fullmatch(texts[1])):
        draft.answering = False
        return False
    draft.answered.append(Answered(code=texts[0], row=int(where[1]) - 1 if where[1] else None, reason=texts[2]))
    return True
