"""Weights (权重) of a draft: each section keeps the sum it had last year, shared out anew where its rows changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from assistant.drafting.parts import Materials
from assistant.drafting.result import Draft, DraftRow
from assistant.table import Indicator, Section


def weighed(draft: Draft, materials: Materials) -> Draft:
    """The draft with a weight for every row, where last year's table has weights; a section that is as it was stays."""
    last = materials.history[-1].indicators if materials.history else ()
    if not any(i.weight is not None for i in last) or not draft.rows:
        return draft
    rows = list(draft.rows)
    for section, total in _totals(draft, materials, last).items():
        here = [n for n, r in enumerate(rows) if r.indicator.section == section]
        now = [rows[n].indicator.weight for n in here]
        if _sum(now) != total or None in now:
            for n, weight in zip(here, _shared(total, now), strict=True):
                rows[n] = _with_weight(rows[n], weight)
    return draft.model_copy(update={"rows": tuple(rows)})


def _totals(draft: Draft, materials: Materials, last: Sequence[Indicator]) -> dict[Section, Decimal]:
    """What each section's weights add up to: as last year; where that is not what the form asks for (part of the
    table was missing, or a section had no row), in the same proportion, a new section's rows counting as middling."""
    middling = _sum([i.weight for i in last]) / sum(i.weight is not None for i in last)
    totals: dict[Section, Decimal] = {}
    for section in dict.fromkeys(r.indicator.section for r in draft.rows):
        before = _sum([i.weight for i in last if i.section == section])
        totals[section] = before or middling * sum(r.indicator.section == section for r in draft.rows)
    asked, now = materials.template.weight_total or (), _sum(list(totals.values()))
    if not asked or now in asked:
        return totals
    nearest = min((Decimal(a) for a in asked), key=lambda a: (abs(a - now), -a))
    return dict(zip(totals, _shared(nearest, list(totals.values()), step=Decimal(1)), strict=True))


def _shared(total: Decimal, weights: Sequence[Decimal | None], step: Decimal | None = None) -> list[Decimal]:
    """The total shared out as the weights stand to each other, one that is not known counting as a middling one.

    Rounded down to ``step``, or that which the weights are written in; what is left goes to those that lost most by it.
    """
    known = [Decimal(w) for w in weights if w is not None]
    middling = sum(known, Decimal(0)) / len(known) if known else Decimal(1)
    wanted = [Decimal(w) if w is not None else middling for w in weights]
    places = min((int(n.as_tuple().exponent) for n in (*known, total)), default=0)
    step = step or Decimal(1).scaleb(min(places, 0))
    exact = [total * w / sum(wanted, Decimal(0)) for w in wanted]
    shares = [e.quantize(step, ROUND_FLOOR) for e in exact]
    order = sorted(range(len(weights)), key=lambda n: (shares[n] - exact[n], n))
    for n in order[: int((total - sum(shares, Decimal(0))) / step)]:
        shares[n] += step
    return shares


def _sum(weights: Sequence[Decimal | None]) -> Decimal:
    return sum((Decimal(w) for w in weights if w is not None), Decimal(0))


def _with_weight(row: DraftRow, weight: Decimal) -> DraftRow:
    return DraftRow(indicator=row.indicator.model_copy(update={"weight": weight}), grounds=row.grounds)
