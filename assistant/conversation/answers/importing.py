"""Files given in the chat: kept, read as tables, checked; what had to be repaired is said."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from assistant.checking import check
from assistant.conversation.answers.noting import noted
from assistant.conversation.edition import Edition, imported
from assistant.conversation.reply import Options, Part, Parts, Progress, Text, options
from assistant.conversation.store import Upload
from assistant.conversation.turn import Turn
from assistant.drafting import read_plan
from assistant.drafting.money import read_budget
from assistant.reading import Reading, ReadingError, read
from assistant.table import template


async def answer_files(uploads: Sequence[Upload], turn: Turn) -> Parts:
    """Each file's tables become versions; the first table of the last file is the newest. One bad file stops no other."""
    for upload in uploads:
        yield Progress(text=f"正在读取 {upload.name}…")
        try:
            reading = await asyncio.to_thread(_read, upload)
        except ReadingError as error:
            yield await asyncio.to_thread(_plan, upload, turn, error)
            continue
        for part in await asyncio.to_thread(_take, reading, upload, turn):
            yield part
        if len(reading.tables) > 1:
            yield options("汇总检查结果")


def _read(upload: Upload) -> Reading:
    return read(upload.path.read_bytes(), upload.name)


def _plan(upload: Upload, turn: Turn, error: ReadingError) -> Text:
    """A document without a table may be next year's budget, or its work plan: what it says is kept for the draft."""
    content = upload.path.read_bytes()
    with contextlib.suppress(ReadingError):
        funds = read_budget(content, upload.name)
        turn.rooms.store.keep_budget(turn.conversation, funds, upload.name)
        return noted(funds)
    try:
        tasks = read_plan(content, upload.name)
    except ReadingError:
        return Text(text=f"{upload.name}：{error}", tone="error")
    turn.rooms.store.keep_plan(turn.conversation, tasks)
    few = "；".join(task.text[:30] for task in tasks[:3])
    return Text(
        text=f"从 {upload.name} 里找到 {len(tasks)} 项重点工作，起草时会用上：{few}{'等' if len(tasks) > 3 else ''}。"
    )


def _take(reading: Reading, upload: Upload, turn: Turn) -> list[Part]:
    parts: list[Part] = []
    for index, found in reversed(list(enumerate(reading.tables))):
        context = turn.rooms.context(found.table, turn.earlier(found.table), found.cut)
        context = context.model_copy(update={"doubted": found.doubted})
        edition = imported(found, index, upload.name, check(found.table, context), reading.repairs, reading.doubts)
        if len(reading.tables) > 1:
            edition = edition.model_copy(update={"title": f"{edition.title} · {_named(edition)}"})
        parts = [turn.keep(edition)]
        parts.insert(0, Text(text=_summary(edition, len(reading.tables))))
        if unsure := _unsure(edition):
            parts.append(Text(text=unsure, tone="note"))
    return parts


def _summary(edition: Edition, tables: int) -> str:
    table = edition.table
    form = template(table.template)
    if not table.indicators:
        return "文件里没有读到指标行。请确认它是绩效目标表，或换成 Excel、Word 原件再传。"
    several = f"文件里有 {tables} 张表，先看第 1 张（其余在“版本”里）。" if tables > 1 else ""
    facts = [f"{len(table.indicators)} 项指标"]
    if table.blocks:
        facts.append(f"{len({b.duty for b in table.blocks if b.duty})} 项职能")
    if table.funds.projects:
        facts.append(f"{len(table.funds.projects)} 个项目")
    return f"{several}读到{_named(edition)}：{'，'.join(facts)}，样式是“{form.name if form else '未识别'}”。"


def _named(edition: Edition) -> str:
    table = edition.table
    whose = table.project or table.department or "一张没有写明单位的表"
    return f"{whose}{f' {table.year} 年度' if table.year else ''}"


def _unsure(edition: Edition) -> str:
    cut = "文件像是在表的中间断开的，没有按缺项检查。" if edition.cut else ""
    if not (edition.repairs or edition.doubts):
        return cut
    doubts = f"，{len(edition.doubts)} 处拿不准" if edition.doubts else ""
    return f"读取时修补了 {len(edition.repairs)} 处{doubts}，逐处列在表的上方，请看过后接受。{cut}"


def next_steps(edition: Edition, today: int) -> Options:
    """What one usually does with a table just read."""
    return options(f"起草{(edition.table.year or today) + 1}年绩效目标", "检查这张表", "和同类部门比一比")
