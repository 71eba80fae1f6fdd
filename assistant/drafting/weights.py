"""Weights (权重) of a draft: each section keeps the sum it had last year, shared out anew where its rows changed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from assistant.drafting.parts import Materials
from assistant.drafting.result import Draft, DraftRow
from assistant.table import Indicator


def weighed(draft: Draft, materials: Materials) -> Draft:
    """The draft with a weight for every row, where last year's table has weights; a section that is as it was stays."""
    last = materials.history[-1].indicators if materials.history else ()
    if not any(i.weight is not None for i in last):
        return draft
    rows = list(draft.rows)
    for section in dict.fromkeys(r.indicator.section for r in rows):
        before = [i for i in last if i.section == section]
        here = [n for n, r in enumerate(rows) if r.indicator.section == section]
        total, now = _sum(before), [rows[n].indicator for n in here]
        if total and (_sum(now) != total or any(i.weight is None for i in now)):
            for n, weight in zip(here, _shared(total, now), strict=True):
                rows[n] = _with_weight(rows[n], weight)
    return draft.model_copy(update={"rows": tuple(rows)})


def _shared(total: Decimal, rows: Sequence[Indicator]) -> list[Decimal]:
    """The total shared out as the rows' own weights stand to each other, a new row counting as a middling one.

    Rounded down to the step that the weights are written in; what is left goes to the rows that lost most by it.
    """
    known = [Decimal(i.weight) for i in rows if i.weight is not None]
    middling = sum(known, Decimal(0)) / len(known) if known else Decimal(1)
    wanted = [Decimal(i.weight) if i.weight is not None else middling for i in rows]
    places = min((int(n.as_tuple().exponent) for n in (*known, total)), default=0)
    step = Decimal(1).scaleb(min(places, 0))
    exact = [total * w / sum(wanted, Decimal(0)) for w in wanted]
    shares = [e.quantize(step, ROUND_FLOOR) for e in exact]
    order = sorted(range(len(rows)), key=lambda n: (shares[n] - exact[n], n))
    for n in order[: int((total - sum(shares, Decimal(0))) / step)]:
        shares[n] += step
    return shares


def _sum(rows: Sequence[Indicator]) -> Decimal:
    return sum((Decimal(i.weight) for i in rows if i.weight is not None), Decimal(0))


def _with_weight(row: DraftRow, weight: Decimal) -> DraftRow:
    return DraftRow(indicator=row.indicator.model_copy(update={"weight": weight}), grounds=row.grounds)
