"""Are sources true and used? Change every cited value and draft again: each number must follow, or its row be refused;
take the sources away: no such row.

    python -m eval.drafting.sources [KIND…]

Every full- and half-year value of the tables that a draft rests on is moved (a share by one point, other numbers by a
tenth and one); a drafted number that stays as it was although the values it cites have moved would be made up.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from assistant.drafting import DraftRequest, Precedent, VettedDraft
from assistant.drafting.adapt import squeezed
from assistant.drafting.stream import draft_now
from assistant.settings import Settings
from assistant.table import Indicator, TargetValue, print_value, value
from tests.drafting.memory import CORPUS, Memory, corpus

NO_MODEL = Settings(model_base_url=None, model_name=None)
YEAR = 2026


def moved(v: TargetValue | None) -> TargetValue | None:
    """Another value of the same kind; words and dates stay."""
    if v is None or v.kind != "number" or v.number is None:
        return v
    if v.unit in ("%", "‰"):
        number = v.number - 1 if v.number >= 2 else v.number + 1
    else:
        number = v.number + max(Decimal(1), (v.number / 10).quantize(Decimal(1)))
    return value(print_value("≥" if v.operator == "=" and v.number == 100 else v.operator, number, v.unit))


def shifted(of: Precedent) -> Precedent:
    """A table with all its values moved."""

    def shift(i: Indicator) -> Indicator:
        cells = {cell: moved(getattr(i, cell)) for cell in ("half_year", "full_year", "actual")}
        return i.model_copy(update=cells)

    rows = tuple(shift(i) for i in of.table.indicators)
    return of.model_copy(update={"table": of.table.model_copy(update={"indicators": rows})})


def numbers(draft: VettedDraft) -> dict[str, tuple[str, str]]:
    """The numbers of a draft that rest on rows of tables: by row name the value and the rule."""
    return {
        squeezed(i.name) + (i.duty or ""): (i.full_year.text, draft.grounds[n].rule)
        for n, i in enumerate(draft.table.indicators)
        if i.full_year and i.full_year.kind == "number" and draft.grounds[n].rule not in ("模板", "指标库")
    }


def measure(kinds: Sequence[str]) -> dict[str, object]:
    """How many drafted numbers followed their sources, went with their rows, or stood still."""
    counted: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    still: list[str] = []
    for kind in kinds:
        memory = corpus(kind)
        other = Memory([shifted(p) for p in memory.tables], memory.libraries)
        for department in sorted({p.department for p in memory.tables}):
            request = DraftRequest(department=department, year=YEAR)
            before = numbers(draft_now(request, memory, NO_MODEL))
            after = numbers(draft_now(request, other, NO_MODEL))
            bare = draft_now(request, Memory([]), NO_MODEL)
            names = {
                squeezed(i.name) + (i.duty or "")
                for n, i in enumerate(bare.table.indicators)
                if bare.grounds[n].rule != "模板"
            }
            for name, (text, rule) in before.items():
                rules[rule] += 1
                fate = "row refused" if name not in after else "followed" if after[name][0] != text else "stood still"
                counted[fate] += 1
                counted["stays without its source"] += name in names
                if fate == "stood still":
                    still.append(f"{department} {name} {text} {rule}")
    return {"numbers": sum(rules.values()), **dict(counted), "by rule": dict(rules), "which stood still": still[:20]}


def main() -> None:
    kinds = sys.argv[1:] or sorted(p.stem for p in (CORPUS / "tables").glob("*.jsonl"))
    print(json.dumps(measure(kinds), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
