"""The annual goal (年度总体目标) written by a model from last year's goal, the key tasks and the vetted rows.

Every sentence cites what it rests on; one whose numbers, names or words do not stand there is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.checking import check
from assistant.drafting.adapt import mentions, renewed, squeezed
from assistant.drafting.answers import GoalSentence, RowReader
from assistant.drafting.asking import Asker
from assistant.drafting.parts import Materials
from assistant.drafting.prompts import as_data
from assistant.table import TargetTable, template

#: A goal has at least so many sentences, and each of its words stands in its sources at least at this share.
FEWEST, HELD = 3, 0.4
_MOST_ROWS = 60
#: So much of a sentence the checker quotes at least.
_QUOTED = 24
#: A sentence and what it rests on.
_Told = tuple[str, str]
_CITED = re.compile(r"[GKR]\d+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Goal:
    """A goal and, sentence by sentence, what it rests on, in Chinese."""

    text: str
    grounds: tuple[str, ...]


def ground_of(table: TargetTable, materials: Materials) -> dict[str, str]:
    """What a goal may rest on, by number: last year's goal in parts (G), the draft's key tasks (K), its own rows (R)."""
    past, year = materials.history[-1] if materials.history else None, materials.request.year
    last = renewed(past.annual_goal, past.year, year) if past and past.annual_goal else None
    form = template(table.template)
    common = {s.name for s in form.sections if s.common} if form else set[str]()
    own = [i for i in table.indicators if i.section not in common]
    parts = [p.strip() for p in re.split(r"[。；;\n]", last or "") if len(p.strip()) > 1]
    tasks = dict.fromkeys(i.key_task for i in own if i.key_task)
    rows = [f"{i.name}：{i.full_year.text}" for i in own if i.full_year]
    return {
        **{f"G{n}": t for n, t in enumerate(parts, start=1)},
        **{f"K{n}": t for n, t in enumerate(tasks, start=1)},
        **{f"R{n}": t for n, t in enumerate(rows[:_MOST_ROWS], start=1)},
    }


async def written(table: TargetTable, materials: Materials, asker: Asker) -> Goal | None:
    """The goal that the model writes for the vetted table: without text where too little of it holds, None where it
    writes nothing. Raises ``ModelTrouble``."""
    ground = ground_of(table, materials)
    inputs = {
        "department": materials.request.department, "year": materials.request.year,
        "ground": [{"id": id, "text": as_data(text)[:160]} for id, text in ground.items()],
    }  # fmt: skip
    given = [s async for s in asker.rows("draft-whole", "draft-goal", inputs, RowReader(GoalSentence))]
    if not given:
        return None
    kept = _taken_up(list(_holding(given, ground, materials)), table, materials)
    if len(kept) < FEWEST:
        return Goal("", ())
    return Goal(_joined(kept), tuple(f"“{t[:16]}…”依据{g}" for t, g in kept))


def _holding(given: Sequence[GoalSentence], ground: Mapping[str, str], materials: Materials) -> Iterator[_Told]:
    """The sentences that rest on what they cite, without their full stops, each with what it rests on."""
    seen = set[str]()
    for one in given:
        text = " ".join(one.sentence.split()).strip("。；; ")
        cited = list(dict.fromkeys(_CITED.findall(one.sources.upper())))
        known = [ground[id] for id in cited if id in ground]
        if not text or squeezed(text) in seen or not known or len(known) < len(cited):
            continue
        if not mentions(text, materials.places) and _rests(text, known, materials.request.year):
            seen.add(squeezed(text))
            yield text, "、".join(f"“{k[:24]}”" for k in known[:3])


def _rests(text: str, known: Sequence[str], year: int) -> bool:
    """Whether a sentence says what its sources say: all of its numbers, and enough of its words, stand there."""
    said = "".join(known)
    if not {*_NUMBER.findall(text)} <= {str(year), *_NUMBER.findall(said)}:
        return False
    pairs, theirs = _pairs(text), _pairs(said)
    return bool(pairs) and len(pairs & theirs) >= HELD * len(pairs)


def _pairs(text: str) -> set[str]:
    plain = squeezed(text)
    return {plain[n : n + 2] for n in range(len(plain) - 1)}


def _taken_up(kept: list[_Told], table: TargetTable, materials: Materials) -> list[_Told]:
    """The sentences without those that the checker finds no key task or indicator for (REL005); none where it calls
    what they make together an error."""
    for _ in kept:
        whole = table.model_copy(update={"annual_goal": _joined(kept)})
        context = materials.own.model_copy(update={"draft": True, "places": materials.places})
        found = [f for f in check(whole, context).findings if f.path == "annual_goal"]
        if any(f.severity == "error" for f in found):
            return []
        loose = [(t, g) for t, g in kept if any(f.code == "REL005" and t[:_QUOTED] in f.message for f in found)]
        if not loose:
            break
        kept = [told for told in kept if told not in loose]
    return kept


def _joined(kept: Sequence[_Told]) -> str:
    return "；".join(text for text, _ in kept) + "。"
