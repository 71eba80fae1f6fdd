"""The desk where one draft is written: from cases, or with a model part by part, everything through one vetting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence

from assistant.drafting.adapt import squeezed
from assistant.drafting.cases import filling_rows, own_rows, spare_rows
from assistant.drafting.endpoint import ModelTrouble
from assistant.drafting.model import ModelWriter, Portion, meant, portions
from assistant.drafting.parts import Materials, Part
from assistant.drafting.result import DraftRow, Progress, Record
from assistant.drafting.vet import ROUNDS, Failed, RowRefused, RowVetted, VettedDraft, Vetting

#: With this many parts in a row that the model failed on, the rest is written from cases.
PATIENCE = 2
Row = RowVetted | RowRefused


class Desk:
    """Writes onto one vetting. What a writer hands in is judged before it leaves the desk."""

    def __init__(self, materials: Materials) -> None:
        self.vetting = Vetting(materials)
        self.notes: list[str] = []
        self._spares: dict[str, Iterator[DraftRow]] = {}
        self.take(materials)

    @property
    def materials(self) -> Materials:
        """What the draft is written from."""
        return self.vetting.materials

    def take(self, materials: Materials) -> None:
        """Go on with more materials."""
        self.vetting.materials = materials
        self._spares = {p.id: filling_rows(p, materials) for p in materials.parts}

    def write(self, part: Part) -> Iterator[Row]:
        """The part from cases: its own rows that are not there yet; then others' where it has too few."""
        written = {squeezed(r.indicator.name) for r in self.vetting.accepted}
        for row in own_rows(part, self.materials):
            if squeezed(row.indicator.name) not in written:
                yield from self._mended(part, row)
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

    async def write_all(
        self, parts: Sequence[Part], writer: ModelWriter, at_once: int, limit: float
    ) -> AsyncGenerator[Row | Progress]:
        """All parts with the model, ``at_once`` at a time, each in ``limit`` seconds; rows come as they are vetted.

        Closing the iterator cancels the calls in flight.
        """
        done: asyncio.Queue[Row | None] = asyncio.Queue()
        gate, troubles = asyncio.Semaphore(at_once), list[ModelTrouble]()

        async def one(part: Part) -> None:
            async with gate:
                if len(troubles) < PATIENCE and not any(t.lasting for t in troubles):
                    try:
                        async with asyncio.timeout(limit):
                            async for event in self._with_model(part, writer):
                                done.put_nowait(event)
                    except (ModelTrouble, TimeoutError) as error:
                        trouble = error if isinstance(error, ModelTrouble) else ModelTrouble("模型用的时间太长。")
                        troubles.append(trouble)
                        self.notes.append(f"“{part.title[:24]}”：{trouble}这部分由案例起草补全。")
                        for event in self.write(part):
                            done.put_nowait(event)
                    else:
                        troubles.clear()
                        for event in self.fill(part):
                            done.put_nowait(event)
                else:
                    for event in self.write(part):
                        done.put_nowait(event)
                done.put_nowait(None)

        tasks = [asyncio.create_task(one(part)) for part in parts]
        try:
            finished = 0
            while finished < len(parts):
                event = await done.get()
                if event is not None:
                    yield event
                    continue
                finished += 1
                yield Progress(text=f"已完成{finished}/{len(parts)}个部分", done=finished, total=len(parts))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def finish(self, record: Record) -> VettedDraft:
        """Vet the whole and close the draft."""
        self.vetting.settle(self._fill_all)
        return self.vetting.finish(record)

    async def _with_model(self, part: Part, writer: ModelWriter) -> AsyncIterator[Row]:
        own = list(self.vetting.sound(own_rows(part, self.materials)))
        for portion in portions(part, own, self.vetting.sound(spare_rows(part, self.materials))):
            if not portion.offers:
                continue
            failed, malformed = list[Failed](), writer.malformed[part.id]
            async for row in writer.write(portion):
                if isinstance(found := self.vetting.judge(part.id, row), RowVetted):
                    yield found
                else:
                    failed.append(found)
            async for event in self._repaired(portion, failed, writer):
                yield event
            if writer.malformed[part.id] > malformed:
                self.notes.append(f"“{part.title[:24]}”：模型有读不懂的行，由案例起草补全。")
                for event in self.write(part):
                    yield event

    async def _repaired(self, portion: Portion, failed: list[Failed], writer: ModelWriter) -> AsyncIterator[Row]:
        """The failed rows asked for again with their findings, at most two rounds; what is left is given up."""
        part = portion.part
        for rounds in range(ROUNDS):
            if not failed:
                return
            self.vetting.count(rounds, [f for one in failed for f in one.findings])
            again, unanswered, last = list[Failed](), list(failed), rounds == ROUNDS - 1
            try:
                async for row in writer.rewrite(portion, failed):
                    unanswered = [f for f in unanswered if not _answers(row, f.row)]
                    if isinstance(found := self.vetting.judge(part.id, row), RowVetted):
                        yield found
                    else:
                        again.append(found)
            except ModelTrouble as trouble:
                self.notes.append(f"“{part.title[:24]}”：修改没有通过的行时，{trouble}")
                last = True
            for left in unanswered + again if last else unanswered:
                yield self.vetting.refuse(part.id, left)
                for event in self._instead(portion, left):
                    yield event
            failed = [] if last else again

    def _instead(self, portion: Portion, failed: Failed) -> Iterator[Row]:
        """For a row of last year's that the model could not get right: the row as the cases have it."""
        offer = meant(failed.row.indicator.name, failed.row.grounds.sources, portion.offers)
        kept = {squeezed(r.indicator.name) for r in self.vetting.accepted}
        if offer and squeezed(offer.indicator.name) not in kept:
            yield from self._mended(portion.part, offer)

    def _mended(self, part: Part, row: DraftRow) -> Iterator[Row]:
        for found in self.vetting.mend(part.id, row):
            yield found if isinstance(found, RowVetted) else self.vetting.refuse(part.id, found)

    def _fill_all(self) -> None:
        for part in self.materials.parts:
            for _ in self.fill(part):
                pass


def _answers(row: DraftRow, failed: DraftRow) -> bool:
    """Whether a row is a new version of a failed one: the same name, or a source in common."""
    return squeezed(row.indicator.name) == squeezed(failed.indicator.name) or bool(
        {*row.grounds.sources} & {*failed.grounds.sources}
    )
