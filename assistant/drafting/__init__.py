"""What a draft is and how one is made, vetted and repaired.

``draft(department=…, year=…, last=…)`` for programs; ``stream_draft`` for the page. Whatever comes out has been vetted.
"""

from __future__ import annotations

from assistant.drafting.door import draft
from assistant.drafting.indexed import Indexed
from assistant.drafting.knowledge import Knowledge, Precedent
from assistant.drafting.plan import read_plan
from assistant.drafting.request import DraftRequest, KeyTask
from assistant.drafting.result import Draft, DraftRow, Exchange, Progress, Question, Record, Refused
from assistant.drafting.stream import Event, draft_again, stream_draft
from assistant.drafting.vet import Finished, RowRefused, RowVetted, VettedDraft

__all__ = [
    "Draft", "DraftRequest", "DraftRow", "Event", "Exchange", "Finished", "Indexed", "KeyTask", "Knowledge", "Precedent", "Progress",
    "Question", "Record", "Refused", "RowRefused", "RowVetted", "VettedDraft", "draft", "draft_again", "read_plan",
    "stream_draft",
]  # fmt: skip
