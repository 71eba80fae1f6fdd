"""Check the computed questions: ``python -m eval.retrieval.computed``.

Each question of ``computed.tsv`` says in a few words of its own what it asks for; what that gives is worked out here
with plain loops over the corpus's JSON, sharing nothing with the product but the value grammar.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from assistant.retrieval import open_index
from assistant.retrieval.computed import Answer
from assistant.retrieval.likeness import measured
from assistant.settings import Settings
from assistant.shipped import shipped
from assistant.table import value

QUESTIONS = Path(__file__).with_name("computed.tsv")
Row = dict[str, Any]


class Corpus:
    """The tables and rows as JSON, and the wordings of each library indicator."""

    def __init__(self, folder: Path) -> None:
        lines = [
            json.loads(x)
            for p in sorted((folder / "tables").glob("*.jsonl"))
            for x in p.read_text("utf-8").splitlines()
        ]
        self.tables = [
            {**x["table"], "kind": x["kind"], "place": x["place"]}
            for x in lines
            if not x["planted"]
            and not x["table"].get("project")
            and not (x["table"].get("template") or "").startswith("selfeval")
        ]
        self.wordings: dict[tuple[str, str], set[str]] = {}
        for path in sorted((folder / "library").glob("*.yaml")):
            data = yaml.safe_load(path.read_text("utf-8"))
            groups = [i for d in data["duties"] for i in d["indicators"]] + data["benefits"] + data["satisfaction"]
            for i in groups:
                self.wordings[data["kind"], i["name"]] = {_bare(w) for w in (i["name"], *i.get("also", ()))}

    def scope(self, spec: dict[str, str]) -> list[dict[str, Any]]:
        """The tables that a spec speaks of."""
        return [
            t
            for t in self.tables
            if all(str(t[key]) in spec[key].split(",") for key in ("kind", "place", "year") if key in spec)
        ]

    def rows(self, spec: dict[str, str], tables: Sequence[dict[str, Any]]) -> Iterator[Row]:
        """The rows of those tables that a spec speaks of."""
        for t in tables:
            for row in _things(spec["of"], t) if "of" in spec else t["indicators"]:
                if row.get("name") and self._fits(spec, t, row):
                    yield {**row, "t": t}

    def _fits(self, spec: dict[str, str], table: dict[str, Any], row: Row) -> bool:
        name, section, category = _bare(row["name"]), row.get("section"), row.get("category") or ""
        if "section" in spec and not (section == spec["section"] or (spec["section"] == "成本" and "成本" in category)):
            return False
        if "category" in spec and category != spec["category"]:
            return False
        if "concept" in spec:
            wordings = self.wordings.get((table["kind"], spec["concept"]), set())
            if name not in wordings and _bare(spec["concept"]) != name:
                return False
        if "name" in spec and spec["name"] not in name:
            return False
        number = _number(row)
        if "quantified" in spec and (number is not None) != (spec["quantified"] == "yes"):
            return False
        if "met" in spec and _met(row) is not (spec["met"] == "yes"):
            return False
        if "exactly" in spec and (
            number is None
            or f"{number.normalize():f}%" != spec["exactly"]
            or "%" not in (_text(row.get("full_year")) or "")
        ):
            return False
        return _holds(spec, number) if set(spec) & {"over", "under", "atleast", "atmost"} else True


def _things(of: str, table: dict[str, Any]) -> list[Row]:
    """The projects, duties or key tasks of a table in the shape of rows; a project's value is its budget."""
    if of == "project":
        return [{"name": p["name"], "full_year": f"{p['full_year']}万元"} for p in table["funds"].get("projects", [])]
    if of == "duty":
        return [{"name": d} for d in table.get("duties", [])]
    return [{"name": task} for task in dict.fromkeys(r.get("key_task") for r in table["indicators"]) if task]


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c in "%‰")


def _text(cell: Any) -> str | None:
    return cell.get("text") if isinstance(cell, dict) else cell


def _number(row: Row, cell: str = "full_year") -> Decimal | None:
    text = _text(row.get(cell))
    found = measured(value(text)) if text else None
    return found[0] if found else None


def _met(row: Row) -> bool | None:
    target, actual = _number(row), _number(row, "actual")
    if target is None or actual is None:
        return None
    operator = value(_text(row["full_year"]) or "").operator or "="
    return {
        "≥": actual >= target,
        ">": actual > target,
        "≤": actual <= target,
        "<": actual < target,
        "=": actual == target,
    }[operator]


def _holds(spec: dict[str, str], number: Decimal | None) -> bool:
    if number is None:
        return False
    limits = {k: Decimal(spec[k]) for k in ("over", "under", "atleast", "atmost") if k in spec}
    return all(
        {"over": number > x, "under": number < x, "atleast": number >= x, "atmost": number <= x}[k]
        for k, x in limits.items()
    )


def _money(table: dict[str, Any], field: str) -> Decimal | None:
    funds = table["funds"]
    part = funds["income"].get("total") if field == "budget" else (funds["spending"].get(field) or {}).get("full_year")
    return None if part is None else Decimal(str(part))


def expected(corpus: Corpus, wanted: str) -> Any:
    """What a spec gives: a number, a set of names, a sorted list of numbers, or a mapping of labels to numbers."""
    words = wanted.split()
    spec = dict(w.split("=", 1) for w in words if "=" in w)
    said = [w for w in words if "=" not in w]
    years = tuple(int(y) for y in spec.pop("years", "2025,2026").split(","))
    changing = {"change", "added", "dropped", "fell", "rose"} & set(said)
    scope = corpus.scope(spec)
    rows = list(corpus.rows(spec, scope))
    if said == ["none"]:
        return set()
    first = said[0] if said else ""
    if first in ("sections", "categories"):
        column = {"sections": "section", "categories": "category"}[first]
        wanted_ones = said[1].split(",") if len(said) > 1 else None
        labels = [r.get(column) or "未分类" for r in rows]
        return {x: Decimal(labels.count(x)) for x in labels if wanted_ones is None or x in wanted_ones}
    if first == "places":
        field = next(f for f in ("budget", "basic", "projects") if f in said)
        sums: dict[str, Decimal] = {}
        for t in scope:
            sums[t["place"]] = sums.get(t["place"], Decimal(0)) + (_money(t, field) or 0)
        return sums
    if first == "most3":
        counts = {t["department"]: sum(r["t"] is t for r in rows) for t in scope}
        edge = sorted(counts.values(), reverse=True)[2]
        return {d for d, n in counts.items() if n >= edge}
    if "money" in said:
        return _expected_money(said, spec, scope, years)
    if "countdiff" in said:
        return _expected_count_changes(said, rows, scope, years)
    if "share" in said and "departments" in said:
        return Decimal(len({r["t"]["department"] for r in rows})) / len(scope) * 100
    if changing:
        return _expected_change(said, rows, years)
    if (
        "having" in spec
        or {"most", "least", "mean"} <= set(said)
        or "most" in said
        or "least" in said
        or said[:2] == ["mean", "count"]
    ):
        return _expected_counts(said, spec, rows, scope)
    if "groups" in said:
        return _expected_groups(said, rows, scope)
    if "tables" in said:
        return Decimal(len(scope))
    if "share" in said:
        dropped = {"quantified"} if "quantified" in spec else {"section", "category", "concept"}
        loose = {k: v for k, v in spec.items() if k not in dropped}
        return Decimal(len(rows)) / len(list(corpus.rows(loose, scope))) * 100
    if "absent" in said:
        names = {t["department"] for t in scope} - {r["t"]["department"] for r in rows}
    else:
        filtered = set(spec) - {"kind", "place", "year"}
        names = {r["t"]["department"] for r in rows} if filtered else {t["department"] for t in scope}
    if "departments" in said or "absent" in said:
        return Decimal(len(names)) if "count" in said else names
    if "count" in said:
        return Decimal(len(rows))
    numbers = [(n, r["t"]) for r in rows if (n := _number(r)) is not None]
    if first in ("top", "bottom") and not numbers:
        return "cannot"
    if first in ("top", "bottom"):
        edge = (max if said[0] == "top" else min)(n for n, _ in numbers)
        return {t["place" if "places" in said else "department"] for n, t in numbers if n == edge}
    values = [n for n, _ in numbers]
    functions = {"mean": statistics.mean, "median": statistics.median, "sum": sum}
    if first in functions:
        return functions[first](values) if values else "cannot"
    return sorted(values)


def _expected_money(said: list[str], spec: dict[str, str], scope: list[dict[str, Any]], years: tuple[int, ...]) -> Any:
    field = next(f for f in ("budget", "basic", "projects") if f in said)
    amounts = {(t["department"], t["year"]): m for t in scope if (m := _money(t, field)) is not None}
    if {"change", "fell", "rose", "fell_names"} & set(said):
        moves = {
            d: amounts[d, years[1]] - m for (d, y), m in amounts.items() if y == years[0] and (d, years[1]) in amounts
        }
        if "change" in said:
            return sorted(moves.values())
        if "fell_names" in said:
            return {d for d, m in moves.items() if m < 0}
        return Decimal(sum(m < 0 if "fell" in said else m > 0 for m in moves.values()))
    amounts = {
        k: m for k, m in amounts.items() if not set(spec) & {"over", "under", "atleast", "atmost"} or _holds(spec, m)
    }
    if "count" in said:
        return Decimal(len(amounts))
    if top := next((w for w in said if w.startswith(("top", "bottom"))), None):
        n = int(top.removeprefix("top").removeprefix("bottom") or 1)
        ordered = sorted(amounts.items(), key=lambda pair: pair[1], reverse=top.startswith("top"))
        return {d for (d, _), _ in ordered[:n]}
    if "sum" in said or "mean" in said:
        return (sum if "sum" in said else statistics.mean)(list(amounts.values()))
    return {d for d, _ in amounts} if spec.keys() & {"over", "under"} else sorted(amounts.values())


def _expected_change(said: list[str], rows: list[Row], years: tuple[int, ...]) -> Any:
    by_year: dict[int, dict[tuple[str, str], Row]] = {y: {} for y in years}
    for r in rows:
        if r["t"]["year"] in by_year:
            by_year[r["t"]["year"]].setdefault((r["t"]["department"], _bare(r["name"])), r)
    old, new = by_year[years[0]], by_year[years[1]]
    if "change" in said:
        return sorted(
            y - x for k in old if k in new and (x := _number(old[k])) is not None and (y := _number(new[k])) is not None
        )
    names = {k for k in new if k not in old} if "added" in said else {k for k in old if k not in new}
    return Decimal(len(names))


def _expected_counts(said: list[str], spec: dict[str, str], rows: list[Row], scope: list[dict[str, Any]]) -> Any:
    column = next((c for c in ("department", "place", "kind") if c in said), "department")
    counts = {t[column]: 0 for t in scope}
    for r in rows:
        counts[r["t"][column]] += 1
    if "having" in spec:
        names = {label for label, n in counts.items() if n > int(spec["having"])}
        return Decimal(len(names)) if "count" in said else names
    if "mean" in said:
        return Decimal(sum(counts.values())) / len(counts)
    edge = (max if "most" in said else min)(counts.values())
    return {label for label, n in counts.items() if n == edge}


def _expected_count_changes(
    said: list[str], rows: list[Row], scope: list[dict[str, Any]], years: tuple[int, ...]
) -> Any:
    """Differences of the numbers of rows: in all, or of the departments in which they rose or fell."""
    counts = {(t["department"], t["year"]): 0 for t in scope}
    for r in rows:
        counts[r["t"]["department"], r["t"]["year"]] += 1
    moves = {d: counts[d, years[1]] - n for (d, y), n in counts.items() if y == years[0] and (d, years[1]) in counts}
    if "department" not in said:
        return Decimal(sum(moves.values()))
    return {d for d, move in moves.items() if (move > 0 if "rose" in said else move < 0)}


def _expected_groups(said: list[str], rows: list[Row], scope: list[dict[str, Any]]) -> Any:
    column = said[-1]
    if "departments" in said:
        pairs = {(t[column], t["department"]) for t in scope}
        return {label: Decimal(sum(a == label for a, _ in pairs)) for label, _ in pairs}
    counts: dict[str, Decimal] = {}
    for r in rows:
        label = r.get(column) or f"{r['t']['year']}年" if column in ("year", "section") else r["t"][column]
        counts[label] = counts.get(label, Decimal(0)) + 1
    return counts


def agrees(wanted: Any, answer: Answer) -> bool:
    """Whether an answer gives exactly what was worked out."""
    if wanted == "cannot":
        return answer.cannot is not None
    if answer.cannot is not None:
        return wanted in ([], set()) and "没有名称含" in answer.cannot
    numbers = [f.number for f in answer.figures]
    if isinstance(wanted, set):
        return set(answer.names) == wanted
    if isinstance(wanted, dict):
        return {f.label: f.number for f in answer.figures} == wanted
    if isinstance(wanted, list):
        return sorted(numbers) == wanted
    return len(numbers) == 1 and abs(numbers[0] - wanted) < Decimal("1e-9")


def main() -> None:
    """Print what was answered wrongly, how many rightly, and how fast."""
    corpus, times, right, total = Corpus(shipped("corpus")), [], 0, 0
    with tempfile.TemporaryDirectory() as state, open_index(Settings(state=Path(state))) as index:
        for line in QUESTIONS.read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            question, spec = line.split("\t")
            started = time.perf_counter()
            answer = index.compute(question, viewer="eval")
            times.append((time.perf_counter() - started) * 1000)
            wanted = "cannot" if spec == "cannot" else expected(corpus, spec)
            total += 1
            right += agrees(wanted, answer)
            if not agrees(wanted, answer):
                print(
                    f"{question}\n   wanted {str(wanted)[:200]}\n   got {answer.text[:300]}\n   {answer.query and answer.query.model_dump(exclude_defaults=True, mode='json')}"
                )
    print(f"{right} of {total} right; p95 {np.quantile(times, 0.95):.0f} ms, slowest {max(times):.0f} ms")


if __name__ == "__main__":
    main()
