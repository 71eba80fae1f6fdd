"""The review sheet (审核表) for a bureau: what a reviewer ticks, answered from the findings or left open, and a grade."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from assistant.checking.findings import Finding, Report
from assistant.checking.parameters import Parameters, Settings, parameters
from assistant.checking.rules import RULES
from assistant.checking.words import WordList, shipped_words
from assistant.table.model import Model

Answer = Literal["yes", "no", "open"]
Grade = Literal["优", "良", "中", "差"]
PARTS = ("完整性", "相关性", "适当性", "可行性")
_NO_SETTINGS: Settings = {}


class ItemText(Model):
    """One item as it stands in ``data/review.toml``."""

    part: str
    text: str
    rules: tuple[str, ...] = ()


class ReviewItems(WordList):
    """All items in order."""

    file: ClassVar[str] = "review"

    items: tuple[ItemText, ...]


class ReviewItem(Model):
    """An item with its answer, and the findings it follows from. ``points``: 1, ½ (warnings only) or 0; None if open."""

    part: str
    text: str
    answer: Answer
    points: float | None = None
    why: str = ""
    findings: tuple[Finding, ...] = ()


class PartGrade(Model):
    """The grade of one part of the review, or of the whole; None where every item is open."""

    part: str
    points: float
    of: int
    grade: Grade | None


class ReviewSheet(Model):
    """The review of one table: items, a grade for each part, and one for the whole."""

    department: str | None = None
    year: int | None = None
    items: tuple[ReviewItem, ...]
    parts: tuple[PartGrade, ...]
    whole: PartGrade


def review(report: Report, settings: Settings = _NO_SETTINGS) -> ReviewSheet:
    """The review sheet of a report. Thresholds of the grades are ``[review]`` in ``settings.toml``, none of them official."""
    limits = parameters("review", None, settings)
    items = tuple(_item(text, report) for text in shipped_words().of(ReviewItems).items)
    parts = tuple(_grade(part, [i for i in items if i.part == part], limits) for part in PARTS)
    return ReviewSheet(
        department=report.department,
        year=report.year,
        items=items,
        parts=parts,
        whole=_grade("总评", items, limits),
    )


def _item(item: ItemText, report: Report) -> ReviewItem:
    found = tuple(f for f in report.findings if f.code in item.rules and f.severity != "info" and f.answered is None)
    made = {"part": item.part, "text": item.text}
    if found:
        errors = sum(f.severity == "error" for f in found)
        why = f"{errors} 处错误，{len(found) - errors} 处提醒" if errors else f"{len(found)} 处提醒"
        return ReviewItem(**made, answer="no", points=0 if errors else 0.5, why=why, findings=found)
    if not any(code in RULES for code in item.rules):
        return ReviewItem(**made, answer="open", why="由评审人判断")
    skipped = {n.code: n.why for n in report.not_checked if n.code in item.rules}
    if all(code in skipped for code in item.rules if code in RULES):
        return ReviewItem(**made, answer="open", why=next(iter(skipped.values())))
    return ReviewItem(**made, answer="yes", points=1)


def _grade(part: str, items: Iterable[ReviewItem], limits: Parameters) -> PartGrade:
    given = [item.points for item in items if item.points is not None]
    if not given:
        return PartGrade(part=part, points=0, of=0, grade=None)
    share = sum(given) / len(given)
    grades: tuple[tuple[Grade, str], ...] = (("优", "excellent"), ("良", "good"), ("中", "fair"))
    if 0 in given:  # what has to be sent back is not excellent, however much else is right
        grades = grades[1:]
    grade = next((name for name, key in grades if share >= limits.number(key)), "差")
    return PartGrade(part=part, points=sum(given), of=len(given), grade=grade)
