"""The desk where one draft is written: from cases, or with a model part by part, everything through one vetting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

from assistant.drafting.adapt import squeezed
from assistant.drafting.asking import Asker
from assistant.drafting.cases import filling_rows, own_rows, spare_rows
from assistant.drafting.endpoint import ModelTrouble
from assistant.drafting.goal import written
from assistant.drafting.judging import adopted, arguable
from assistant.drafting.model import ModelWriter, Portion, meant, portions
from assistant.drafting.parts import Materials, Part
from assistant.drafting.placing import doubtful, placed
from assistant.drafting.result import DraftRow, Progress, Record
from assistant.drafting.vet import ROUNDS, Failed, RowRefused, RowVetted, VettedDraft, Vetting

#: With this many parts in a row that the model failed on, the rest is written from cases.
PATIENCE = 2
Row = RowVetted | RowRefused
_T = TypeVar("_T")


class Desk:
    """Writes onto one vetting. What a writer hands in is judged before it leaves the desk."""

    def __init__(self, materials: Materials) -> None:
        self.vetting = Vetting(materials)
        self.notes: list[str] = []
        self._spares: dict[str, Iterator[DraftRow]] = {}
        self._offered, self._gave_up = set[str](), False
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

        Parts without rows of their own begin: they have the first choice of what others have.
        Closing the iterator cancels the calls in flight.
        """
        done: asyncio.Queue[Row | None] = asyncio.Queue()
        gate, troubles = asyncio.Semaphore(at_once), list[ModelTrouble]()

        async def one(part: Part) -> None:
            async with gate:
                if not self._gave_up:
                    try:
                        async with asyncio.timeout(limit):
                            async for event in self._with_model(part, writer):
                                done.put_nowait(event)
                    except (ModelTrouble, TimeoutError) as error:
                        troubles.append(trouble := _told(error))
                        self._gave_up = self._gave_up or trouble.lasting or len(troubles) >= PATIENCE
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

        tasks = [asyncio.create_task(one(part)) for part in sorted(parts, key=lambda p: bool(p.own))]
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

    async def place(self, asker: Asker, limit: float) -> None:
        """Let the model put the key tasks under their duties, where there is doubt."""
        if doubtful(self.materials) and (
            found := await self._helped("安排重点工作", placed(self.materials, asker), limit)
        ):
            self.take(found)

    def settle(self) -> None:
        """Vet the whole: order, mend, set apart what fails, fill what that left empty."""
        self.vetting.settle(self._fill_all)

    async def weigh(self, asker: Asker, limit: float) -> None:
        """Let the model judge the fixes that the checker has ready but leaves to judgement."""
        draft, report = self.vetting.standing()
        if not (found := arguable(report)):
            return
        asked = adopted(found, draft.table, self.materials, asker)
        if chosen := await self._helped("判断修改建议", asked, limit):
            made = self.vetting.adopt(chosen, self._fill_all)
            self.notes.append(f"检查器留给人判断的{len(found)}条修改建议由模型判断，改了{made}条，请核对。")

    async def sum_up(self, asker: Asker, limit: float) -> None:
        """Let the model write the annual goal from what stands; else it stays as it was joined or carried over."""
        table = self.vetting.standing()[0].table
        goal = await self._helped("归纳年度目标", written(table, self.materials, asker), limit)
        if goal and not goal.text:
            self.notes.append("模型归纳的年度目标没有通过核对，没有采用。")
        elif goal:
            self.vetting.set_goal(goal.text, f"年度目标由模型归纳，请核对：{'；'.join(goal.grounds)}。")

    def finish(self, record: Record) -> VettedDraft:
        """Close the draft."""
        return self.vetting.finish(record)

    async def _helped(self, what: str, step: Coroutine[Any, Any, _T], limit: float) -> _T | None:
        """What the model gives, or None: the draft goes on without it where it fails."""
        if self._gave_up:
            step.close()
            return None
        try:
            async with asyncio.timeout(limit):
                return await step
        except (ModelTrouble, TimeoutError) as error:
            trouble = _told(error)
            self._gave_up = self._gave_up or trouble.lasting
            self.notes.append(f"{what}时，{trouble}这一步没有用模型。")
            return None

    async def _with_model(self, part: Part, writer: ModelWriter) -> AsyncIterator[Row]:
        own = list(self.vetting.sound(own_rows(part, self.materials)))
        for portion in portions(part, own, self._unoffered(part)):
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

    def _unoffered(self, part: Part) -> Iterator[DraftRow]:
        """Spare rows that no other part was offered: what is written at the same time must not be written twice."""
        for row in self.vetting.sound(spare_rows(part, self.materials)):
            if (name := squeezed(row.indicator.name)) not in self._offered:
                self._offered.add(name)
                yield row

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


def _told(error: ModelTrouble | TimeoutError) -> ModelTrouble:
    return error if isinstance(error, ModelTrouble) else ModelTrouble("模型用的时间太长。")


def _answers(row: DraftRow, failed: DraftRow) -> bool:
    """Whether a row is a new version of a failed one: the same name, or a source in common."""
    return squeezed(row.indicator.name) == squeezed(failed.indicator.name) or bool(
        {*row.grounds.sources} & {*failed.grounds.sources}
    )
