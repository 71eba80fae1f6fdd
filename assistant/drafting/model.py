"""The model writer: one prompt for one part, its rows grounded by code as they stream, failed rows asked for again.

The model picks, places and words; every value and its grounds come from ``propose``. A row that matches no offer keeps
what it claims, and the vetting decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.drafting.adapt import squeezed
from assistant.drafting.answers import RowReader, WrittenRow
from assistant.drafting.asking import Asker
from assistant.drafting.endpoint import ModelTrouble
from assistant.drafting.parts import Materials, Part
from assistant.drafting.prompts import as_data
from assistant.drafting.result import DraftRow
from assistant.drafting.vet import Failed
from assistant.table import Grounds, Indicator, Source, TargetValue, value

#: Rows of last year that go into one prompt, and rows of others offered beside them.
OWN, SPARE = 20, 10
_ID = re.compile(r"[A-Za-z]+\d+")


@dataclass(frozen=True)
class Portion:
    """What one prompt is about: a part, or a stretch of a long one. ``offers`` are the rows that code proposes, the
    first ``own`` of them the department's own."""

    part: Part
    offers: tuple[DraftRow, ...]
    least: int
    own: int = 0


def portions(part: Part, own: Sequence[DraftRow], spare: Iterable[DraftRow]) -> list[Portion]:
    """A part as the prompts it takes: the own rows in stretches, others' rows offered with the last."""
    cuts = [own[i : i + OWN] for i in range(0, len(own), OWN)] or [[]]
    offers = [*map(tuple, cuts[:-1]), (*cuts[-1], *islice(spare, SPARE))]
    last = len(offers) - 1
    return [Portion(part, o, min(len(o), part.wanted if n == last else 0), len(cuts[n])) for n, o in enumerate(offers)]


class ModelWriter:
    """Writes portions with the model behind ``asker``; ``malformed`` counts by part the rows that could not be read."""

    def __init__(self, asker: Asker, materials: Materials) -> None:
        self.asker, self.materials = asker, materials
        self.malformed: Counter[str] = Counter()

    async def write(self, portion: Portion) -> AsyncIterator[DraftRow]:
        """The portion's rows as they come, not vetted. Raises ``ModelTrouble``; rows before it stand."""
        rows, malformed = 0, self.malformed[portion.part.id]
        async for row in self._ask(portion, "draft-part", self.part_inputs(portion)):
            rows += 1
            yield row
        if not rows:
            read = "读不懂" if self.malformed[portion.part.id] > malformed else "没有一行能用"
            raise ModelTrouble(f"模型的回答{read}。")

    async def rewrite(self, portion: Portion, failed: Sequence[Failed]) -> AsyncIterator[DraftRow]:
        """New versions of the rows that failed, and of those only."""
        async for row in self._ask(portion, "draft-mend", self._mend_inputs(portion, failed)):
            yield row

    async def _ask(self, portion: Portion, asked: str, inputs: dict[str, object]) -> AsyncIterator[DraftRow]:
        reader = RowReader(WrittenRow)
        try:
            async for row in self.asker.rows("draft-system", asked, inputs, reader):
                yield grounded(row, portion, self.materials)
        finally:
            self.malformed[portion.part.id] += reader.malformed

    def part_inputs(self, portion: Portion) -> dict[str, object]:
        """What the prompt for a portion is filled with."""
        request, goal = self.materials.request, self.materials.head.annual_goal
        return {
            **self._head(portion), "goal": as_data(goal)[:400] if goal and not portion.part.duty else "",
            "least": portion.least, "offers": _offers(portion.offers),
            "own": portion.own, "sources": self._sources(portion.offers), "wishes": [as_data(w) for w in request.wishes],
        }  # fmt: skip

    def _mend_inputs(self, portion: Portion, failed: Sequence[Failed]) -> dict[str, object]:
        tried = [meant(f.row.indicator.name, f.row.grounds.sources, portion.offers) for f in failed]
        offers = [o for n, o in enumerate(tried) if o and o not in tried[:n]] or list(portion.offers)
        return {
            **self._head(portion), "offers": _offers(offers), "sources": self._sources(offers),
            "failed": [
                {"text": as_data(_line(f.row)), "problems": [as_data(p.message) for p in f.findings]} for f in failed
            ],
        }  # fmt: skip

    def _head(self, portion: Portion) -> dict[str, object]:
        part, request = portion.part, self.materials.request
        return {
            "part": part.id, "title": as_data(part.title), "section": part.section, "department": request.department,
            "year": request.year, "tasks": [as_data(t.text)[:160] for t in part.tasks],
        }  # fmt: skip

    def _sources(self, rows: Sequence[DraftRow]) -> list[dict[str, str]]:
        cited = dict.fromkeys(s for row in rows for s in row.grounds.sources)
        known = [self.materials.sources.by_id[s] for s in cited]
        return [{"id": s.id, "whose": _whose(s), "text": as_data(s.text.rsplit("｜", 1)[-1])[:120]} for s in known]


def grounded(written: WrittenRow, portion: Portion, materials: Materials) -> DraftRow:
    """A written row as a drafted one. Its grounds are the offer's where it takes the offer's values; a number that is
    its own, and a source that was not offered, stand as claimed, so that the vetting finds them."""
    cited = tuple(dict.fromkeys(_ID.findall(written.sources.upper())))
    offered = {s for o in portion.offers for s in o.grounds.sources}
    sources = tuple(s if s in offered else f"{s}（未提供）" for s in cited)
    offer = meant(written.name, cited, portion.offers)
    part, task = portion.part, _task(written.key_task, portion.part)
    indicator = Indicator(
        section=part.section, category=part.category, duty=part.duty, name=written.name.strip(),
        key_task=task[0] if part.duty else None, half_year=_value(written.half_year), full_year=_value(written.full_year),
    )  # fmt: skip
    if offer is None:
        return DraftRow(indicator=indicator, grounds=Grounds(sources=sources))
    kept = {"category": offer.indicator.category, "weight": offer.indicator.weight, "note": offer.indicator.note}
    indicator = indicator.model_copy(update=kept)
    same = _same(indicator.half_year, offer.indicator.half_year) and _same(
        indicator.full_year, offer.indicator.full_year
    )
    extra = (task[1],) if task[1] and part.duty else ()
    if same and cited and all(s in offered for s in cited):
        both = tuple(dict.fromkeys((*offer.grounds.sources, *sources, *extra)))
        return DraftRow(indicator=indicator, grounds=offer.grounds.model_copy(update={"sources": both}))
    return DraftRow(indicator=indicator, grounds=_taken(indicator, (*sources, *extra), materials))


def _taken(indicator: Indicator, sources: tuple[str, ...], materials: Materials) -> Grounds:
    """The grounds of a row with values of its own: where its full-year value stands in a cited source, that one."""
    full, known = indicator.full_year, materials.sources.by_id
    holding = [s for s in sources if full and s in known and full.text in known[s].values]
    if not full or not holding:
        return Grounds(sources=sources)
    told = f"取{known[holding[0]].department or '来源'}的{full.text}"
    return Grounds(sources=sources, rule="沿用", derivation=told, inputs=(full.text,), result=full.text)


def meant(name: str, cited: Sequence[str], offers: Sequence[DraftRow]) -> DraftRow | None:
    """The offer that a row takes up: the one of its name, else the one whose first source it cites."""
    name = squeezed(name)
    named = [o for o in offers if squeezed(o.indicator.name) == name]
    by_source = [o for o in offers if o.grounds.sources and o.grounds.sources[0] in cited]
    return next(iter((*named, *by_source)), None)


def _task(written: str, part: Part) -> tuple[str | None, str | None]:
    """The key task that a row stands under, and its source: by its number (K1), by its own words, or the first."""
    number = re.fullmatch(r"\s*[Kk](\d+)\s*", written)
    if number and 0 < int(number[1]) <= len(part.tasks):
        task = part.tasks[int(number[1]) - 1]
        return task.text, task.source
    same = [t for t in part.tasks if squeezed(t.text) == squeezed(written)]
    if same or (part.tasks and not written.strip()):
        task = (same or part.tasks)[0]
        return task.text, task.source
    return written.strip() or None, None


def _value(text: str) -> TargetValue | None:
    return value(text.strip()) if text.strip() not in ("", "无") else None


def _same(written: TargetValue | None, offered: TargetValue | None) -> bool:
    if written is None or offered is None:
        return written is offered
    return written.text == offered.text or (
        written.number is not None
        and (written.number, written.upper, written.operator, written.unit)
        == (offered.number, offered.upper, offered.operator, offered.unit)
    )


def _offers(rows: Sequence[DraftRow]) -> list[dict[str, str]]:
    return [
        {
            "name": as_data(r.indicator.name), "half": _shown(r.indicator.half_year), "full": _shown(r.indicator.full_year),
            "sources": ",".join(r.grounds.sources), "why": as_data(f"{r.grounds.rule}：{r.grounds.derivation}")[:90],
        }
        for r in rows
    ]  # fmt: skip


def _shown(v: TargetValue | None) -> str:
    return v.text.replace("｜", "|") if v else "无"


def _line(row: DraftRow) -> str:
    i = row.indicator
    return f"{i.name}，半年 {_shown(i.half_year)}，全年 {_shown(i.full_year)}，依据 {','.join(row.grounds.sources)}"


def _whose(source: Source) -> str:
    if source.kind == "library":
        return "指标库"
    return (
        f"{source.department or ''}{source.year or ''}年"
        if source.department
        else {"plan": "工作计划"}.get(source.kind, "其他")
    )
