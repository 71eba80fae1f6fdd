"""Measure similar departments and peers' figures: ``python -m eval.retrieval.departments [TABLE-FILE | --planted]``.

Every department of the corpus is asked for, once by its own table and once with its name taken away (an upload whose
name says nothing); right is: the same kind in other cities before all others. Then five planted tables (wild values,
names stuffed with common words) are added, and the peers' medians and the first five of the judged questions looked at
again. With a file: which of its duty indicators find peers' figures.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant.reading import read
from assistant.retrieval import PUBLIC, Index, open_index
from assistant.retrieval.text import bare
from assistant.settings import Settings
from assistant.table import Indicator, TargetTable, value
from eval.retrieval.judged import concepts, read_questions
from eval.retrieval.search import QUESTIONS

_COMMON = "覆盖率完成率满意度合格率及时率服务群众工作管理安全检查"


def similar(index: Index) -> None:
    """Print for how many departments the same kind comes first."""
    latest = index.held.latest("eval", without=None)
    of_kind: dict[str | None, set[str | None]] = {}
    for entry in latest:
        of_kind.setdefault(entry.kind, set()).add(entry.department)
    for label in ("by its table", "without its name"):
        right, wrong = 0, []
        for entry in latest:
            table = entry.table
            if label == "without its name":
                table = table.model_copy(update={"department": "第一办公室"})
            others = of_kind[entry.kind] - ({entry.department} if label == "by its table" else set())
            want = min(3, len(others))
            found = [s.entry.department for s in index.similar(table, top=want, viewer="eval")]
            if set(found) <= others:
                right += 1
            else:
                wrong.append(f"{entry.department} → {found}")
        print(f"similar departments {label}: {right} of {len(latest)} right", *wrong[:12], sep="\n   ")


def planted(index: Index, tables: list[TargetTable]) -> list[TargetTable]:
    """Five tables with wild values and stuffed names, made of the first five kinds' tables."""
    made = []
    for n, table in enumerate(tables[:5]):
        rows = [
            i.model_copy(
                update={
                    "full_year": value(
                        ["≥99999999", "≤0.0001", "=1", "≥-50", "≥31415926"][n] + (i.full_year.unit or "")
                    )
                }
            )
            for i in table.indicators
            if i.full_year and i.full_year.number is not None
        ]
        stuffed = [
            Indicator(section="产出", name=f"{_COMMON}{i.name}{_COMMON}", full_year=value("≥100%"))
            for i in table.indicators[:40]
        ]
        made.append(
            table.model_copy(update={"department": f"乱{n}市{table.department}", "indicators": (*rows, *stuffed)})
        )
    return made


def robust(index: Index) -> None:
    """Print what five planted tables move."""
    judged = read_questions(QUESTIONS)[:100]
    of = concepts(index.libraries)
    tables = [e.table for e in index.held.latest("eval", without=None)][::7]

    def look() -> tuple[dict[tuple[str | None, str], object], list[set[object]]]:
        medians = {
            (t.department, name): f.median
            for t in tables
            for name, f in index.peers_of(t, viewer="eval").items()
            if f.median is not None
        }
        rights = []
        for q in judged:
            found = [h.record for h in index.search(q.question, top=5, viewer="eval")]
            rights.append({c for r in found if (c := of.get((r.entry.kind or "", bare(r.text)))) in q.grades})
        return medians, rights

    medians, firsts = look()
    index.add(planted(index, tables), origin="植入的异常表", visibility=PUBLIC)
    after, seconds = look()
    moved = [
        k for k, m in medians.items() if after.get(k) is None or abs(float(after[k]) - float(m)) > 0.01 * abs(float(m))
    ]  # type: ignore[arg-type]
    pushed = [q.question for q, a, b in zip(judged, firsts, seconds, strict=True) if a - b]
    print(f"five planted tables: {len(moved)} of {len(medians)} medians moved by more than 1%", *moved[:8], sep="\n   ")
    print(
        f"   {len(pushed)} of {len(judged)} questions lost a right answer from their first five",
        *pushed[:8],
        sep="\n   ",
    )


def of_file(index: Index, path: Path) -> None:
    """Print which departments are like a file's, and which of its duty indicators find peers' figures."""
    table = read(path).table
    for s in index.similar(table, top=3, viewer="eval"):
        print(s.entry.department, s.score, s.why)
    figures = index.peers_of(table, viewer="eval")
    duty = [i for i in table.indicators if i.section == "履职" and i.name]
    with_figures = [i for i in duty if (f := figures.get(i.name)) and f.median is not None]
    print(f"{len(with_figures)} of {len(duty)} duty indicators have peers' figures")
    for i in duty:
        f = figures.get(i.name)
        names = sorted({v.name for v in f.values}) if f else []
        print(f"   {i.name} {i.full_year}: {(f.n, f.low, f.median, f.high, f.unit) if f else '-'} {names}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as state, open_index(Settings(state=Path(state))) as opened:
        if len(sys.argv) > 1 and not sys.argv[1].startswith("--"):
            of_file(opened, Path(sys.argv[1]))
        else:
            robust(opened) if "--planted" in sys.argv else similar(opened)
