"""Wishes (要求) that can be followed by rule: a value for the satisfaction rows, things left out, numbers before words.

What no rule follows is named, so that nobody takes silence for consent; a model reads all of them itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.drafting.money import budget_in
from assistant.drafting.parts import Materials
from assistant.drafting.result import DraftRow
from assistant.table import Grounds, TargetValue, value
from assistant.table.model import Model

_SATISFIED = re.compile(r"满意(?:度|率).{0,12}?(\d{2,3}(?:\.\d+)?)\s*[%％]")
_WITHOUT = re.compile(
    r"(?:(?:不要|不用|别|去掉|删掉|删除|不再|取消)(?:再)?(?:写|列|设|放|出现|包括|涉及)?|不(?:写|列|设))(?:关于|有关)?"
    r"(?!太|过|超|低于|高于|多|少|改|动|变|够|得)([\u4e00-\u9fff“”]{2,12}?)(?:方面)?(?:的)?(?:指标|内容|工作)?$"
)
_MEASURED = re.compile(r"量化|定量|有数|数字|具体数")


class Wishes(Model):
    """What the wishes come to. ``without``: words whose rows are left out; ``satisfaction``: the share that satisfaction
    is to reach and the words that say so; ``measured``: rows with numbers first; ``left``: what no rule follows."""

    without: tuple[str, ...] = ()
    satisfaction: tuple[TargetValue, str] | None = None
    measured: bool = False
    left: tuple[str, ...] = ()


def understood(wishes: Sequence[str]) -> Wishes:
    """The wishes by the rules that can follow them, clause by clause."""
    without, left = list[str](), list[str]()
    satisfaction, measured = None, False
    for clause in (c.strip() for w in wishes for c in re.split(r"[，,。；;！!\n]", w)):
        if not clause or budget_in(clause):
            continue
        if (found := _SATISFIED.search(clause)) and float(found[1]) <= 100:
            made = value(f"{'=' if float(found[1]) == 100 else '≥'}{found[1]}%")
            satisfaction = (made, clause)
        elif found := _WITHOUT.search(clause):
            without.append(found[1].strip("“”"))
        elif _MEASURED.search(clause):
            measured = True
        else:
            left.append(clause)
    return Wishes(without=tuple(without), satisfaction=satisfaction, measured=measured, left=tuple(left))


def wished(rows: Iterable[DraftRow], materials: Materials, choosing: bool = False) -> Iterator[DraftRow]:
    """The rows as the wishes would have them: some left out, the satisfaction's values replaced; where there is a choice
    among them, those with numbers first."""
    wishes = understood(materials.request.wishes)
    kept = (row for row in rows if not _left_out(row, wishes))
    ordered = sorted(kept, key=lambda r: not _counts(r)) if choosing and wishes.measured else kept
    for row in ordered:
        yield _satisfied(row, wishes, materials)


def _left_out(row: DraftRow, wishes: Wishes) -> bool:
    i = row.indicator
    return any(word in (i.name + (i.key_task or "") + (i.duty or "")) for word in wishes.without)


def _counts(row: DraftRow) -> bool:
    full = row.indicator.full_year
    return full is not None and full.kind == "number"


def _satisfied(row: DraftRow, wishes: Wishes, materials: Materials) -> DraftRow:
    i, wish = row.indicator, wishes.satisfaction
    shares = i.full_year is not None and (i.full_year.unit == "%" or i.full_year.kind == "word")
    if wish is None or i.section != "满意度" or not shares:
        return row
    made, said = wish
    source = materials.sources.add("wish", f"要求｜{said}", values=(made.text.lstrip("≥="),))
    before = f"{row.grounds.derivation}；" if row.grounds.derivation else ""
    grounds = Grounds(
        sources=(*row.grounds.sources, source), rule="按要求", derivation=f"{before}要求“{said}”，取{made.text}",
        inputs=(made.text.lstrip("≥="),), result=made.text,
    )  # fmt: skip
    half = made if i.half_year else None
    return DraftRow(indicator=i.model_copy(update={"full_year": made, "half_year": half}), grounds=grounds)
