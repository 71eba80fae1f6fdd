"""REL: does a row, and a key task, stand under the duty that it takes up (相应匹配)?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.checking.findings import Fix, MoveRow
from assistant.checking.parameters import Parameters
from assistant.checking.relevance import ROW, TASK, Fit, Relevance, is_residual
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Sheet, shortened
from assistant.checking.strands import Topics, longest
from assistant.checking.strung import strung
from assistant.table.model import DutyBlock


@dataclass(frozen=True, slots=True)
class _Better:
    """A duty that a text fits better than its own: its place, and how both fit."""

    place: int
    fit: Fit
    own: Fit


@dataclass(frozen=True, slots=True)
class _Bar:
    """How clear it must be; the settings of both rules."""

    least: float
    own: float
    lead: float
    words: int


#: So many words must say what a key task is about.
_TELLING = 3

_SETTINGS = {
    "least": "与另一项职能的相关分至少是多少",
    "own": "与所在职能的相关分最多是那一项的几成",
    "lead": "至少领先第三项职能多少分",
    "words": "至少有几个词只与另一项职能对得上",
    "words_unknown": "指标库里没有这类部门时，至少有几个词只与另一项职能对得上",
}


@rule(
    code="REL001",
    zh="指标站错了职能",
    en="An indicator that fits another duty of the same table better",
    severity="warning",
    basis="targets-matched",
    what="指标与它所在的职能没有什么关系，却与同一张表里另一项职能明显对得上。",
    why="指标要和它上面的职能、重点工作对应；站错一行，两项职能的绩效就都说不清了。",
    mend="把这一行移到它对应的职能和重点工作下面。",
    needs=("duty_blocks",),
    parameters=_SETTINGS,
)
def misplaced_row(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scores = sheet.relevance
    bar = _bar(p, scores.vocabulary.kind is not None)
    targets = {b.duty: b for b in reversed(sheet.blocks) if b.duty}
    residual = {duty for duty in targets if is_residual(duty, sheet.words)}
    for row in sheet.own_rows:
        home = scores.place(row.indicator.duty)
        if home is None or row.indicator.duty in residual:
            continue
        better = _better(scores.fits(row.name, home, ROW, bar.least), home, bar, scores)
        if better is None:
            continue
        there = scores.duties[better.place].text
        yield Fault(
            f"“{row.name}”更像是职能“{shortened(there)}”的指标",
            _shared(better, scores, home),
            row=row.index,
            cell="duty",
            fix=_move(row.index, targets[there]),
        )


@rule(
    code="REL008",
    zh="重点工作站错了职能",
    en="A key task that takes up another duty of the same table better",
    severity="warning",
    basis="targets-matched",
    what="重点工作说的是同一张表里另一项职能的事，与它所在的职能对不上；或者说的是另一门类的事，与本表的职能和它下面的指标都没有关系。",
    why="重点工作是职能在当年的落实，错开一行，职能就落了空。",
    mend="把重点工作移回它落实的那项职能，并核对上下几行是不是整体错开了一行。",
    needs=("duty_blocks",),
    parameters={
        **_SETTINGS,
        "orphan": "另一项职能自己的重点工作与它的相关分最多是这项重点工作的几成，才算它的重点工作落在了这里",
    },
)
def misplaced_task(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scores = sheet.relevance
    bar, orphan = _bar(p, scores.vocabulary.kind is not None), float(p.number("orphan"))
    for block in sheet.blocks:
        home = scores.place(block.duty)
        if home is None or not block.key_task or is_residual(block.duty or "", sheet.words) or strung(block.key_task):
            continue
        fits = scores.fits(block.key_task, home, TASK, bar.least)
        better = _better(fits, home, bar, scores) or _orphaned(fits, home, bar, orphan, scores)
        if better is not None:
            yield Fault(
                f"重点工作“{shortened(block.key_task)}”更像是在落实职能“{shortened(scores.duties[better.place].text)}”",
                _shared(better, scores, home),
                row=block.rows[0],
                cell="key_task",
                fix=Fix(
                    title=f"移到职能“{shortened(scores.duties[better.place].text)}”下",
                    edits=tuple(MoveRow(row=r, duty=scores.duties[better.place].text) for r in block.rows),
                ),
            )
        elif strands := _of_another_trade(sheet, block, block.key_task):
            yield Fault(
                f"重点工作“{shortened(block.key_task)}”与职能“{shortened(block.duty or '')}”和它下面的指标都没有关系",
                f"说的是“{'、'.join(strands)}”，本表没有一项职能与它有关",
                row=block.rows[0],
                cell="key_task",
                fix=Fix(title="写这项职能今年的具体工作", asks=f"“{shortened(block.duty or '')}”今年具体做什么？"),
            )


def _of_another_trade(sheet: Sheet, block: DutyBlock, task: str) -> tuple[str, ...]:
    """The strands of work (职责门类) of a key task that shares no word and no strand with its duty and the rows under it,
    and that are those of no duty of the table; none where it shares any, or says little."""
    vocabulary = sheet.vocabulary
    told = vocabulary.told(task)
    strands = sheet.words.of(Topics).of(task)
    if not strands or is_residual(task, sheet.words):
        return ()
    if sum(vocabulary.weight(word) == 1 for word in longest(told.words)) < _TELLING:
        return ()
    near = (block.duty or "", *(sheet.table.indicators[row].name for row in block.rows))
    words = {word for text in near for word in vocabulary.told(text).words}
    if any(word in task for word in words) or any(word in text for text in near for word in told.words):
        return ()
    touched = {strand for text in near for strand in vocabulary.told(text).strands}
    others = sheet.once(_strands_of_duties)
    return tuple(strands) if touched.isdisjoint(told.strands) and others.isdisjoint(told.strands) else ()


def _strands_of_duties(sheet: Sheet) -> frozenset[str]:
    """The strands of work that any duty of the table touches, in its duties text or in the duty section."""
    duties = dict.fromkeys((*sheet.duties, *(b.duty for b in sheet.blocks if b.duty)))
    return frozenset(strand for duty in duties for strand in sheet.vocabulary.told(duty).strands)


def _bar(p: Parameters, known: bool) -> _Bar:
    """The settings; where the indicator library does not know such departments, more words must show it."""
    words = p.integer("words" if known else "words_unknown")
    return _Bar(float(p.number("least")), float(p.number("own")), float(p.number("lead")), words)


def _better(fits: Mapping[int, Fit], home: int, bar: _Bar, scores: Relevance) -> _Better | None:
    """The duty that a text clearly fits better than its own, if there is one."""
    here = fits.get(home, Fit())
    ranked = sorted(((n, f) for n, f in fits.items() if n != home), key=lambda e: (-e[1].score, e[0]))
    if not ranked:
        return None
    (place, best), *others = ranked
    third = others[0][1].score if others else 0.0
    if best.score < bar.least or len(best.beyond(here)) < bar.words or scores.is_slight(best):
        return None
    if here.score > bar.own * best.score or best.score - third < bar.lead:
        return None
    return _Better(place, best, here)


def _orphaned(fits: Mapping[int, Fit], home: int, bar: _Bar, orphan: float, scores: Relevance) -> _Better | None:
    """The duty that a key task fits better than its own and whose own key tasks do not take it up."""
    here = fits.get(home, Fit())
    place, best = min(fits.items(), key=lambda e: (-e[1].score, e[0]), default=(home, here))
    if place == home or best.score <= max(bar.least, here.score) or len(best.beyond(here)) < bar.words:
        return None
    return _Better(place, best, here) if _taken_up(place, scores) <= orphan * best.score else None


def _taken_up(place: int, scores: Relevance) -> float:
    """How well the best of a duty's own key tasks fits it."""
    own = (scores.fits(task, place, TASK).get(place, Fit()) for task in scores.duties[place].tasks)
    return max((fit.score for fit in own), default=0.0)


def _shared(better: _Better, scores: Relevance, home: int) -> str:
    """Why, in one sentence: what it has in common with that duty, and what with its own."""
    here = (
        f"与所在的第{home + 1}项职能只有{_told(better.own)}"
        if better.own.score
        else f"与所在的第{home + 1}项职能没有共同的词"
    )
    return f"与第{better.place + 1}项职能{_told(better.fit)}，{here}"


def _told(fit: Fit) -> str:
    parts = [f"共有{'、'.join(f'“{w}”' for w in fit.telling)}"] if fit.words else []
    parts += [f"同属“{shortened(strand)}”（{'、'.join(shown)}）" for strand, (_, shown) in fit.strands.items()]
    return "，".join(parts)


def _move(row: int, block: DutyBlock) -> Fix:
    title = f"移到职能“{shortened(block.duty or '')}”下"
    return Fix(title=title, edits=(MoveRow(row=row, duty=block.duty, key_task=block.key_task),))
