"""A draft from request to end, as events: gather, write, vet, repair, part by part."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from assistant.checking import Context
from assistant.checking.own import own_context
from assistant.drafting.asking import Answering, Asker, Recorded
from assistant.drafting.desk import Desk
from assistant.drafting.endpoint import Endpoint
from assistant.drafting.gather import Gathering
from assistant.drafting.knowledge import Knowledge
from assistant.drafting.model import ModelWriter
from assistant.drafting.request import DraftRequest
from assistant.drafting.result import Progress, Record
from assistant.drafting.vet import Finished, RowRefused, RowVetted, VettedDraft
from assistant.drafting.wishes import understood
from assistant.settings import Settings

Event = Progress | RowVetted | RowRefused | Finished


async def stream_draft(
    request: DraftRequest,
    knowledge: Knowledge,
    settings: Settings,
    endpoint: Answering | None = None,
    own: Context | None = None,
) -> AsyncIterator[Event]:
    """Draft the table of ``request.year``; every row event is vetted, and ``Finished`` carries the vetted whole.

    With a model set (or another ``endpoint`` to answer) it writes all but the common indicators, else the case writer
    does; what the model fails on is written from cases, with a note. Closing the iterator stops the calls in flight. ``own`` is
    what the checker knows of every table here, read from the files of ``settings`` where it is not given; raises
    ``ValueError`` where they cannot be used.
    """
    started = time.monotonic()
    yield Progress(text="正在读取上年表…")
    known = own or own_context(settings.rules, settings.words)
    gathering = await asyncio.to_thread(Gathering, request, knowledge, known)
    desk = Desk(gathering.first())
    for part in desk.materials.parts:
        for row in desk.write(part):
            yield row
    yield Progress(text="正在收集同类部门和指标库中的依据…")
    desk.take(await asyncio.to_thread(gathering.whole))
    parts = [p for p in desk.materials.parts if not p.common]
    record = Record(writer="案例")
    if endpoint is None and settings.has_model:
        endpoint = Endpoint(settings)
    if endpoint:
        asker = Asker(endpoint)
        await endpoint.ready()
        # Three tries and their silences, then the part is given up.
        limit = settings.model_timeout * 3
        await desk.place(asker, limit)
        writer = ModelWriter(asker, desk.materials)
        written = desk.write_all(
            [p for p in desk.materials.parts if not p.common], writer, settings.model_concurrency, limit
        )
        async with contextlib.aclosing(written):
            async for event in written:
                yield event
        yield Progress(text="正在审核整张表…", done=len(parts), total=len(parts))
        desk.settle()
        await desk.weigh(asker, limit)
        yield Progress(text="正在归纳年度目标…", done=len(parts), total=len(parts))
        await desk.sum_up(asker, limit)
        record = asker.record()
    else:
        for n, part in enumerate(parts):
            yield Progress(text=f"正在起草：{part.title[:24]}", done=n, total=len(parts))
            for row in desk.write(part):
                yield row
            await asyncio.sleep(0)
        yield Progress(text="正在审核整张表…", done=len(parts), total=len(parts))
        desk.settle()
        desk.notes += [
            f"要求“{wish}”没有现成的规则可循，没有照办，请在草稿上改。" for wish in understood(request.wishes).left
        ]
    made = {"seconds": round(time.monotonic() - started, 3), "notes": tuple(desk.notes), "request": request}
    yield Finished(draft=desk.finish(record.model_copy(update=made)))


def draft_now(
    request: DraftRequest, knowledge: Knowledge, settings: Settings, endpoint: Answering | None = None
) -> VettedDraft:
    """The same in one call, for programs and the command line; not from within an event loop."""

    async def last() -> VettedDraft:
        async for event in stream_draft(request, knowledge, settings, endpoint):
            if isinstance(event, Finished):
                return event.draft
        raise AssertionError("a stream ends with the draft")

    return asyncio.run(last())


def draft_again(record: Record, knowledge: Knowledge, settings: Settings) -> VettedDraft:
    """The draft of a record made again from its request and the answers it kept, without asking anybody.

    ``knowledge`` must be as it was; what has become of it since shows as notes in the new record. Raises ``ValueError``
    for a record of a version that kept no request.
    """
    if record.request is None:
        raise ValueError("这份生成记录里没有起草时的要求，不能重新生成。")
    endpoint = Recorded(record) if record.model else None
    alone = settings.model_copy(update={"model_base_url": None, "model_name": None})
    return draft_now(record.request, knowledge, alone, endpoint)
