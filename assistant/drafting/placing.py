"""Key tasks and duties: which key task takes up which duty, asked of a model where likeness alone may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.checking import check
from assistant.drafting.answers import PlacedTask, RowReader
from assistant.drafting.asking import Asker
from assistant.drafting.parts import Materials, Part, Task
from assistant.drafting.prompts import as_data

#: Indicators of last year that are told for a duty, so that one sees what it is about.
_TOLD = 4


def doubtful(materials: Materials) -> bool:
    """Whether key tasks may stand under a wrong duty: they come from a plan, or the checker doubts last year's."""
    duties, tasks = _duties(materials), _tasks(materials)
    if len(duties) < 2 or not tasks:
        return False
    planned = any(materials.sources.by_id[t.source].kind == "plan" for _, t in tasks)
    return planned or any(f.code == "REL008" for f in check(materials.history[-1], materials.own).findings)


async def placed(materials: Materials, asker: Asker) -> Materials:
    """The materials with every key task under the duty that the model puts it under; one it does not name stays.

    A duty that is left without takes one of similar departments or the library. Raises ``ModelTrouble``.
    """
    duties, tasks = _duties(materials), _tasks(materials)
    inputs = {
        "department": materials.request.department, "year": materials.request.year,
        "duties": [
            {"text": as_data(p.title), "rows": [as_data(s[0].indicator.name) for s in p.own[:_TOLD]]} for p in duties
        ],
        "tasks": [{"text": as_data(t.text)[:200], "duty": duties.index(p) + 1} for p, t in tasks],
    }  # fmt: skip
    found = {n: duties.index(p) for n, (p, _) in enumerate(tasks)}
    async for row in asker.rows("draft-whole", "draft-tasks", inputs, RowReader(PlacedTask)):
        task, duty = _number(row.task, "T"), _number(row.duty, "D")
        if task in found and 0 <= duty < len(duties):
            found[task] = duty
    kept = {p.id: tuple(t for n, (_, t) in enumerate(tasks) if found[n] == d) for d, p in enumerate(duties)}
    parts = (p.model_copy(update={"tasks": kept[p.id] or p.others}) if p.id in kept else p for p in materials.parts)
    return replace(materials, parts=tuple(parts))


def _duties(materials: Materials) -> list[Part]:
    return [p for p in materials.parts if p.duty]


def _tasks(materials: Materials) -> Sequence[tuple[Part, Task]]:
    """The key tasks of the department itself, each with the duty it stands under."""
    every = ((p, t) for p in _duties(materials) for t in p.tasks)
    return [(p, t) for p, t in every if materials.sources.by_id[t.source].kind in ("plan", "own")]


def _number(text: str, letter: str) -> int:
    """The index that T3 or D3 names; -1 where it is none."""
    number = text.strip().upper().removeprefix(letter)
    return int(number) - 1 if number.isascii() and number.isdigit() else -1
