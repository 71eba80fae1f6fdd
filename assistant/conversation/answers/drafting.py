"""起草: the rows appear as they are vetted; the vetted whole becomes a version."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import cast

from assistant.checking import Report
from assistant.conversation.actions import Draft
from assistant.conversation.edition import Edition, drafted
from assistant.conversation.reply import Growing, Options, Part, Parts, Progress, Text, options
from assistant.conversation.rooms import VIEWER, department_meant, meant_instead
from assistant.conversation.turn import Turn
from assistant.drafting import DraftRequest, Event, Finished, Indexed, RowRefused, RowVetted, VettedDraft, stream_draft
from assistant.drafting import Progress as Drafting
from assistant.table.model import TargetTable

_LISTED = 6


async def answer_draft(action: Draft, turn: Turn) -> Parts:
    """A draft for the department and year asked for; what is missing is asked back."""
    current = turn.meant
    department = _department(action, current)
    if department is None:
        yield Options(text="给哪个单位起草？请写出单位名称，或先上传它去年的表。", awaiting="draft")
        return
    if action.year is None:
        first = (current.year or turn.today) + 1 if current else turn.today + 1
        years = options(*(f"起草{department}{year}年绩效目标" for year in dict.fromkeys((first, turn.today + 1))))
        yield years.model_copy(update={"text": "起草哪一年的？", "awaiting": "draft"})
        return
    project = current.project if current and current.department == department else None
    past = turn.past(department, action.year, project)
    known = any(past)
    if not known and current and current.year == action.year and department == current.department:
        yield Text(
            text=f"手头的表就是{action.year}年的，会作为这次起草要替换的表；没有更早的表时按语料里的往年表和同类部门起草。",
            tone="note",
        )
    yield Progress(text="正在打开指标库…")
    index = await asyncio.to_thread(turn.rooms.index)
    if not known:
        meant = department_meant(index, department)
        near = () if meant else meant_instead(index, department)
        if near:
            said = f"没有“{department}”往年的表。是下面哪一家的，点它重新起草："
            yield options(*(f"起草{d}{action.year}年绩效目标" for d in near), text=said)
        department = meant or department
    budget, origin = turn.rooms.store.budget(turn.conversation) or (None, None)
    request = DraftRequest(
        department=department,
        year=action.year,
        last=past.last,
        history=past.history,
        results=past.results,
        key_tasks=turn.rooms.store.plan(turn.conversation),
        budget=budget,
        budget_origin=origin,
        wishes=(action.wishes,) if action.wishes else (),
    )
    head = TargetTable(department=department, year=action.year, template=past.last.template if past.last else None)
    growing = Edition(table=head, report=Report(), origin="draft")
    events = stream_draft(request, Indexed(index, VIEWER), turn.rooms.settings, own=turn.rooms.own)
    async with aclosing(cast("AsyncGenerator[Event, None]", events)) as stream:
        async for event in stream:
            match event:
                case Drafting():
                    yield Progress(text=event.text)
                case RowVetted():
                    growing = _with(growing, event)
                    yield Growing(edition=growing)
                case RowRefused():
                    pass  # shown with the whole, apart from the table
                case Finished():
                    for part in _finished(event.draft, turn):
                        yield part


def _department(action: Draft, current: TargetTable | None) -> str | None:
    """Whose table: the one on the screen, unless another department is named."""
    on_screen = current.department if current else None
    if on_screen and action.department and on_screen.endswith(action.department):
        return on_screen
    return action.department or on_screen


def _with(growing: Edition, event: RowVetted) -> Edition:
    """The growing table with one more vetted row."""
    row = len(growing.table.indicators)
    table = growing.table.model_copy(update={"indicators": (*growing.table.indicators, event.indicator)})
    findings = tuple(f.model_copy(update={"row": row}) for f in event.findings)
    return growing.model_copy(
        update={
            "table": table,
            "ids": (*growing.ids, f"new-{row}"),
            "report": Report(findings=(*growing.report.findings, *findings)),
            "grounds": {**growing.grounds, row: event.grounds},
            "sources": {**growing.sources, **{s.id: s for s in event.sources}},
        }
    )


def _finished(draft: VettedDraft, turn: Turn) -> list[Part]:
    edition = drafted(draft, f"起草{draft.table.year}年绩效目标")
    parts: list[Part] = [turn.keep(edition), Text(text=_how(draft))]
    if draft.questions:
        asked = [question.text for question in draft.questions]
        parts.append(_listed(f"请您补充或确认（{len(asked)} 处）：", asked))
    if draft.not_accepted:
        refused = [f"“{r.indicator.name}”：{'；'.join(f.message for f in r.findings)}" for r in draft.not_accepted]
        parts.append(_listed(f"没有通过检查、没有放进表里的行（{len(refused)} 行）：", refused))
    parts += [Text(text=note, tone="note") for note in draft.record.notes]
    return [*parts, options("检查这张表", "和同类部门比一比", "导出Excel")]


def _listed(head: str, lines: Sequence[str]) -> Text:
    """A list, its first lines in the conversation and all of it above the table."""
    rest = [f"其余 {len(lines) - _LISTED} 条列在表的上方。"] if len(lines) > _LISTED else []
    return Text(text="\n".join([head, *(f"{n}. {line}" for n, line in enumerate(lines[:_LISTED], 1)), *rest]))


def _how(draft: VettedDraft) -> str:
    rows, sourced = len(draft.table.indicators), len(draft.grounds)
    who = (
        f"由模型 {draft.record.model} 执笔"
        if draft.record.model
        else "没有配置模型，按往年表、同类部门和指标库的案例起草"
    )
    return f"{rows} 项指标，{sourced} 行都写明了来源；{who}，全部经检查器核验。"
