"""The vetting step: nothing else makes a ``VettedDraft`` or a row that may be shown.

A row is checked beside the rows accepted before it; the whole is checked at the end. What fails is mended by the
checker's own fixes, at most two rounds, and what still fails is set apart with its findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from typing import Any

from assistant.checking import Context, Finding, Report, check
from assistant.drafting.adapt import squeezed
from assistant.drafting.head import goal_of
from assistant.drafting.mend import mended, worth_mending
from assistant.drafting.order import ordered
from assistant.drafting.parts import Materials, Part
from assistant.drafting.result import Draft, DraftRow, Question, Record, Refused
from assistant.drafting.weights import weighed
from assistant.table import UNKNOWN_BASELINE, Funds, Grounds, Indicator, Source, TargetTable

#: How often a row, and the whole, may be mended before it is given up.
ROUNDS = 2
_SEAL = object()
_BLACKED = "（含有不属于指标的内容，已隐去）"


def _sealed(seal: object) -> None:
    if seal is not _SEAL:
        raise TypeError("只有审核步骤能产生可以显示的内容")


@dataclass(frozen=True, kw_only=True)
class VettedDraft:
    """A draft that passed the checker: the only thing that page, export and command line show.

    ``grounds`` go by row of ``table.indicators``; ``sources`` by id; ``report`` is the checker's on this very table;
    ``not_accepted`` are the rows set apart. Made by the vetting step alone: elsewhere the constructor raises
    ``TypeError``.
    """

    table: TargetTable
    grounds: Mapping[int, Grounds]
    sources: Mapping[str, Source]
    report: Report
    not_accepted: tuple[Refused, ...]
    assumptions: tuple[str, ...]
    questions: tuple[Question, ...]
    record: Record
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        _sealed(seal)

    def to_json(self) -> dict[str, Any]:
        """The published shape of a draft (``zhibiao draft --format json``)."""
        rows = [
            {
                "row": n, "rule": g.rule, "derivation": g.derivation,
                "sources": [self.sources[s].model_dump(mode="json") for s in g.sources if s in self.sources],
            }
            for n, g in sorted(self.grounds.items())
        ]  # fmt: skip
        return {
            "table": self.table.to_json(), "rows": rows,
            "not_accepted": [r.model_dump(mode="json") for r in self.not_accepted],
            "assumptions": list(self.assumptions), "questions": [q.model_dump(mode="json") for q in self.questions],
            "findings": [f.model_dump(mode="json") for f in self.report.findings],
            "rounds": self.record.rounds, "model": self.record.model, "record": self.record.to_json(),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RowVetted:
    """A row that passed at this moment: ``part`` names where it belongs, ``findings`` are its warnings."""

    part: str
    indicator: Indicator
    grounds: Grounds
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...] = ()
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        _sealed(seal)


@dataclass(frozen=True, kw_only=True)
class RowRefused:
    """A row that did not pass, to be shown apart from the draft."""

    part: str
    refused: Refused
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        _sealed(seal)


@dataclass(frozen=True)
class Finished:
    """The end of a stream."""

    draft: VettedDraft


@dataclass(frozen=True)
class Failed:
    """A row as it was written, and the errors that kept it out: not for showing, only for mending."""

    row: DraftRow
    findings: tuple[Finding, ...]


@dataclass
class Vetting:
    """The vetting of one draft as it grows: rows accepted in the order they came, rows refused, findings by round."""

    materials: Materials
    accepted: list[DraftRow] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    counted: list[Counter[str]] = field(default_factory=list)
    settled_head: TargetTable | None = None
    goal_told: str | None = None

    def judge(self, part: str, row: DraftRow) -> RowVetted | Failed:
        """A row by itself and beside accepted rows of its name: accepted too, or failed with its errors."""
        beside = [r for r in self.accepted if squeezed(r.indicator.name) == squeezed(row.indicator.name)]
        report = self._row_report((row, *beside))
        if errors := _about_rows(report):
            return Failed(row, errors)
        self.accepted.append(row)
        return self._shown(part, row, report.of_row(0))

    def mend(self, part: str, row: DraftRow) -> Iterator[RowVetted | Failed]:
        """Judge a row; where it fails, mend it by the checker's fixes and judge again, at most two rounds."""
        waiting = [(row, 0)]
        while waiting:
            one, rounds = waiting.pop(0)
            found = self.judge(part, one)
            if isinstance(found, RowVetted):
                yield found
                continue
            self.count(rounds, found.findings)
            again = self._mended_row(found) if rounds < ROUNDS else []
            if not again:
                yield found
            waiting = [*((r, rounds + 1) for r in again), *waiting]

    def sound(self, rows: Iterable[DraftRow]) -> Iterator[DraftRow]:
        """Those of the rows that would pass by themselves, mended where the checker can; nothing is accepted yet."""
        for row in rows:
            tried = [row]
            for _ in range(ROUNDS + 1):
                failed = [Failed(r, errors) for r in tried if (errors := _about_rows(self._row_report((r,))))]
                if not failed:
                    yield from tried
                    break
                tried = [r for one in failed for r in self._mended_row(one)]

    def refuse(self, part: str, failed: Failed) -> RowRefused:
        """Give a row up: kept with its findings, apart from the draft; what attacks is blacked out."""
        refused = _blacked(
            Refused(indicator=failed.row.indicator, grounds=failed.row.grounds, findings=failed.findings)
        )
        self.refused.append(refused)
        return RowRefused(part=part, refused=refused, seal=_SEAL)

    def count(self, rounds: int, findings: Sequence[Finding]) -> None:
        """Note the findings of a round for the record."""
        while len(self.counted) <= rounds:
            self.counted.append(Counter())
        self.counted[rounds].update(f.code for f in findings)

    def count_of(self, part: Part) -> int:
        """How many accepted rows stand in the part's place."""
        return sum(
            r.indicator.section == part.section
            and part.duty in (None, r.indicator.duty)
            and part.category in (None, r.indicator.category)
            for r in self.accepted
        )

    def settle(self, fill: Callable[[], None]) -> None:
        """Vet the whole: put rows in the form's order, mend, set apart what still fails, fill what that left empty."""
        draft = self._whole()
        for rounds in range(ROUNDS + 1):
            report = self._report(draft)
            found = [f for f in report.findings if worth_mending(f)]
            self.count(rounds, report.errors)
            if not found or rounds == ROUNDS:
                break
            draft = self._better(draft, report, found)
        self._adopt(draft)
        for _ in range(ROUNDS):
            fill()
            draft = self._whole()
            failing = self._failing(self._report(draft))
            if not failing:
                break
            self._adopt(
                draft.model_copy(update={"rows": tuple(r for n, r in enumerate(draft.rows) if n not in failing)})
            )
            for n, findings in failing.items():
                self.refuse("", Failed(draft.rows[n], findings))

    def standing(self) -> tuple[Draft, Report]:
        """The draft as it stands, and what the checker says of it."""
        draft = self._whole()
        return draft, self._report(draft)

    def adopt(self, found: Sequence[Finding], fill: Callable[[], None]) -> int:
        """Make fixes that somebody judged right, one by one, each where it adds no error; how many were made.

        ``found`` are findings on the draft as it stands; what a move leaves empty is filled.
        """
        made, waiting = 0, list(found)
        while waiting:
            draft, report = self.standing()
            one = waiting.pop(0)
            same = next((f for f in report.findings if _mark(f) == _mark(one)), None)
            if same is None:
                continue
            head, rows = self.settled_head, list(self.accepted)
            self._adopt(ordered(mended(draft, [same]), self.materials))
            fill()
            if len(self.standing()[1].errors) > len(report.errors):
                self.settled_head, self.accepted = head, rows
            else:
                made += 1
        return made

    def set_goal(self, text: str, told: str) -> None:
        """Put another annual goal into the head; ``told`` says what it rests on."""
        self.settled_head = self._whole().head.model_copy(update={"annual_goal": text})
        self.goal_told = told

    def finish(self, record: Record) -> VettedDraft:
        """The vetted draft: rows that the last check still faults are set apart, so none in it is faulty."""
        draft, unsound = self._with_sound_money(self._with_goal(self._whole()))
        while failing := self._failing(report := self._report(draft)):
            for n, findings in failing.items():
                self.refuse("", Failed(draft.rows[n], findings))
            self._adopt(
                draft.model_copy(update={"rows": tuple(r for n, r in enumerate(draft.rows) if n not in failing)})
            )
            draft, unsound = self._with_sound_money(self._with_goal(self._whole()))
        used = {s for r in draft.rows for s in r.grounds.sources}
        counted = tuple(dict(sorted(c.items())) for c in self.counted)
        return VettedDraft(
            table=draft.table, grounds=draft.grounds, report=report, not_accepted=tuple(self.refused),
            sources={k: s for k, s in draft.sources.items() if k in used},
            assumptions=tuple(self._assumptions()), questions=(*unsound, *self._questions(draft, report)),
            record=record.model_copy(update={"rounds": len(counted), "findings": counted}), seal=_SEAL,
        )  # fmt: skip

    def _with_sound_money(self, draft: Draft) -> tuple[Draft, tuple[Question, ...]]:
        """The draft without what contradicts itself in the money given (the projects, else all of it), and the questions
        that say so."""
        given, wrong = draft.head.funds, self._wrong_money(draft)
        asked = tuple(
            Question(text=f"给出的预算数对不上：{f.message}；对不上的部分暂时留空，请核对后再给。") for f in wrong
        )
        for kept in (given.model_copy(update={"projects": ()}), Funds()) if wrong else ():
            draft = draft.model_copy(update={"head": draft.head.model_copy(update={"funds": kept})})
            if not self._wrong_money(draft):
                break
        return draft, asked

    def _wrong_money(self, draft: Draft) -> list[Finding]:
        if draft.head.funds == Funds():
            return []
        return [f for f in self._report(draft).errors if f.code.startswith("FND") and f.row is None]

    def _with_goal(self, draft: Draft) -> Draft:
        """The draft with an annual goal: where nobody gave one, what its own vetted rows promise."""
        if draft.head.annual_goal:
            return draft
        m = self.materials
        goal = goal_of([r.indicator for r in draft.rows], m.template, m.request.year)
        return draft.model_copy(update={"head": draft.head.model_copy(update={"annual_goal": goal})})

    def _assumptions(self) -> Iterator[str]:
        for text in self.materials.assumptions:
            if self.goal_told is None or not text.startswith("年度目标"):
                yield text
        if self.goal_told:
            yield self.goal_told

    def _questions(self, draft: Draft, report: Report) -> Iterator[Question]:
        yield from (Question(text=t) for t in self.materials.questions)
        yield from (Question(text=f.message) for f in report.errors)
        yield from (Question(text=f"{n.why}。") for n in report.not_checked if n.code == "STR001")
        for part in self.materials.parts:
            if part.duty and not self.count_of(part):
                yield Question(text=f"职能“{part.title}”没有可依据的指标，请补充重点工作和指标，或说明不设指标。")
        for n, row in enumerate(draft.rows):
            if any(v and v.text == UNKNOWN_BASELINE for v in (row.indicator.half_year, row.indicator.full_year)):
                yield Question(text=f"“{row.indicator.name}”{UNKNOWN_BASELINE}：{row.grounds.derivation}", row=n)

    def _better(self, draft: Draft, report: Report, found: Sequence[Finding]) -> Draft:
        """The draft with all fixes made at once, or, where that adds an error, with those that add none."""
        after = ordered(mended(draft, found), self.materials)
        if len(self._report(after).errors) <= len(report.errors):
            return after
        for finding in sorted(found, key=lambda f: -(f.row or 0)):
            one = mended(draft, [finding])
            if len(one.rows) == len(draft.rows) and len(self._report(one).errors) <= len(report.errors):
                draft = one
        return ordered(draft, self.materials)

    def _mended_row(self, failed: Failed) -> list[DraftRow]:
        """What the fixes that touch nothing but the failed row make of it; nothing where there are none."""
        own = [
            f for f in failed.findings if f.row == 0 and f.fix and all(getattr(e, "row", -1) == 0 for e in f.fix.edits)
        ]
        after = mended(Draft(head=self.materials.head, rows=(failed.row,)), own)
        return [r for r in after.rows if r != failed.row]

    def _row_report(self, rows: Sequence[DraftRow]) -> Report:
        """The check of some rows alone: nothing is called missing, and only what they cite is looked at."""
        m, known = self.materials, self.materials.sources.by_id
        head = TargetTable(
            year=m.head.year, department=m.head.department, template=m.head.template, duties=m.head.duties
        )
        cited = {s: known[s] for r in rows for s in r.grounds.sources if s in known}
        draft = Draft(head=head, rows=tuple(rows), sources=cited)
        context = Context.model_construct(
            peers={}, duties=m.head.duties, draft=True, sources=cited, grounds=draft.grounds, places=m.places, cut=True,
            settings=m.own.settings, words=m.own.words,
        )  # fmt: skip
        return check(draft.table, context)

    def _report(self, draft: Draft) -> Report:
        m = self.materials
        context = Context.model_construct(
            history=m.history, peers=m.figures, duties=draft.head.duties, draft=True, sources=draft.sources,
            grounds=draft.grounds, places=m.places, settings=m.own.settings, words=m.own.words,
        )  # fmt: skip
        return check(draft.table, context)

    def _failing(self, report: Report) -> dict[int, tuple[Finding, ...]]:
        rows = sorted({f.row for f in report.errors if f.row is not None})
        return {n: tuple(f for f in report.errors if f.row == n) for n in rows}

    def _whole(self) -> Draft:
        head = self.settled_head or self.materials.head
        draft = Draft(head=head, rows=tuple(self.accepted), sources=self.materials.sources.by_id)
        return weighed(ordered(draft, self.materials), self.materials)

    def _adopt(self, draft: Draft) -> None:
        self.settled_head, self.accepted = draft.head, list(draft.rows)

    def _shown(self, part: str, row: DraftRow, findings: tuple[Finding, ...]) -> RowVetted:
        known = self.materials.sources.by_id
        return RowVetted(
            part=part, indicator=row.indicator, grounds=row.grounds, findings=findings,
            sources=tuple(known[s] for s in row.grounds.sources if s in known), seal=_SEAL,
        )  # fmt: skip


def _mark(f: Finding) -> tuple[str, str | None, str | None]:
    return f.code, f.name, f.fix.title if f.fix else None


def _about_rows(report: Report) -> tuple[Finding, ...]:
    return tuple(f for f in report.errors if f.row is not None)


def _blacked(refused: Refused) -> Refused:
    """A refused row as it may be shown: text that is not table content (DRF005) is taken out everywhere."""
    if all(f.code != "DRF005" for f in refused.findings):
        return refused
    blank = Indicator(section=refused.indicator.section, category=refused.indicator.category, name=_BLACKED)
    findings = tuple(
        f.model_copy(
            update={"name": None, "evidence": "", "fix": None, "message": "这一行含有不属于绩效指标的内容，没有采用。"}
        )
        for f in refused.findings
        if f.code == "DRF005"
    )
    return Refused(indicator=blank, grounds=Grounds(), findings=findings)
