"""A draft from request to end, as events: gather, write, vet, repair, part by part."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

from assistant.drafting.cases import own_rows, spare_rows
from assistant.drafting.gather import Gathering
from assistant.drafting.knowledge import Knowledge
from assistant.drafting.parts import Materials, Part
from assistant.drafting.request import DraftRequest
from assistant.drafting.result import DraftRow, Progress, Record
from assistant.drafting.vet import Finished, RowRefused, RowVetted, VettedDraft, Vetting
from assistant.settings import Settings

Event = Progress | RowVetted | RowRefused | Finished


async def stream_draft(request: DraftRequest, knowledge: Knowledge, settings: Settings) -> AsyncIterator[Event]:
    """Draft the table of ``request.year``; every row event is vetted, and ``Finished`` carries the vetted whole.

    With a model set the duties are written by it, else by the case writer; what a model fails to write is written from
    cases, with a note. Closing the iterator stops the calls in flight.
    """
    started = time.monotonic()
    yield Progress(text="正在读取上年表…")
    gathering = await asyncio.to_thread(Gathering, request, knowledge)
    desk = Desk(gathering.first())
    for part in desk.materials.parts:
        for event in desk.write(part):
            yield event
    yield Progress(text="正在收集同类部门和指标库中的依据…")
    desk.take(await asyncio.to_thread(gathering.whole))
    parts = [p for p in desk.materials.parts if not p.common]
    for n, part in enumerate(parts):
        yield Progress(text=f"正在起草：{part.title[:24]}", done=n, total=len(parts))
        for event in desk.write(part):
            yield event
        await asyncio.sleep(0)
    yield Progress(text="正在审核整张表…", done=len(parts), total=len(parts))
    yield Finished(draft=desk.finish(Record(writer="案例", seconds=round(time.monotonic() - started, 3))))


def draft_now(request: DraftRequest, knowledge: Knowledge, settings: Settings) -> VettedDraft:
    """The same in one call, for programs and the command line; not from within an event loop."""

    async def last() -> VettedDraft:
        async for event in stream_draft(request, knowledge, settings):
            if isinstance(event, Finished):
                return event.draft
        raise AssertionError("a stream ends with the draft")

    return asyncio.run(last())


class Desk:
    """Writing from cases, part by part, onto one vetted draft."""

    def __init__(self, materials: Materials) -> None:
        self.vetting = Vetting(materials)
        self._spares: dict[str, Iterator[DraftRow]] = {}
        self.take(materials)

    @property
    def materials(self) -> Materials:
        return self.vetting.materials

    def take(self, materials: Materials) -> None:
        """Go on with more materials."""
        self.vetting.materials = materials
        self._spares = {p.id: spare_rows(p, materials) for p in materials.parts}

    def write(self, part: Part) -> Iterator[RowVetted | RowRefused]:
        """The part's own rows, vetted; then rows of others where it has too few."""
        for row in own_rows(part, self.materials):
            for found in self.vetting.mend(part.id, row):
                yield found if isinstance(found, RowVetted) else self.vetting.refuse(part.id, found)
        yield from self.fill(part)

    def fill(self, part: Part) -> Iterator[RowVetted]:
        """Spare rows until the part has as many as it wants; a spare that fails is passed over."""
        while self.vetting.count_of(part) < part.wanted:
            row = next(self._spares[part.id], None)
            if row is None:
                return
            found = self.vetting.judge(part.id, row)
            if isinstance(found, RowVetted):
                yield found

    def finish(self, record: Record) -> VettedDraft:
        """Vet the whole and close the draft."""
        self.vetting.settle(self._fill_all)
        return self.vetting.finish(record)

    def _fill_all(self) -> None:
        for part in self.materials.parts:
            for _ in self.fill(part):
                pass
