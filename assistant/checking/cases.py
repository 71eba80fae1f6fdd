"""The cases of a rule (``cases/<code>.yaml``): small tables, sound or faulty, that say what the rule finds and where.

They are the rule's tests and the examples in its documentation. The shape is told in ``cases/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ConfigDict

from assistant.checking.findings import Context, Severity
from assistant.table.model import Indicator, Model, TargetTable

_SMALL = 2  # rows of a case that shows one thing
_CARRIED = ("section", "category", "duty", "key_task")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Expected(Model):
    """A finding that a case expects: at ``row`` (None: the whole table), with exactly this message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message: str
    row: int | None = None
    severity: Severity | None = None
    fix: str | None = None
    path: str | None = None


class Case(Model):
    """One case, ready to be checked. ``fixed``: a fix is expected to work."""

    name: str
    table: TargetTable
    context: Context
    finds: tuple[Expected, ...]
    not_checked: str | None


def case_codes() -> tuple[str, ...]:
    """The codes that have a file of cases."""
    folder = files("assistant.checking") / "cases"
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


@cache
def cases(code: str) -> tuple[Case, ...]:
    """The cases of a rule, in the order of the file. Raises ``ValueError`` where one is badly written."""
    text = (files("assistant.checking") / "cases" / f"{code}.yaml").read_text("utf-8")
    return tuple(_case(raw) for raw in yaml.load(text, Loader=_Loader))


@cache
def sound_row(code: str) -> Indicator | None:
    """A sound row that the rule passes, to learn from: of its first small passing case. None for rules about tables."""
    passing = (c.table.indicators for c in cases(code) if not c.finds and not c.not_checked)
    return next((rows[0] for rows in passing if 0 < len(rows) <= _SMALL), None)


@cache
def base(name: str) -> TargetTable:
    """A sound table that cases start from: ``cases/base/<name>.yaml``."""
    text = (files("assistant.checking") / "cases" / "base" / f"{name}.yaml").read_text("utf-8")
    raw = yaml.load(text, Loader=_Loader)
    return TargetTable.model_validate({**raw, "indicators": list(_carried(raw.get("indicators", [])))})


def _case(raw: dict[str, Any]) -> Case:
    unknown = set(raw) - {
        "case", "base", "template", "table", "rows", "change", "without", "context", "finds", "not_checked",
    }  # fmt: skip
    if unknown:
        raise ValueError(f"case {raw.get('case')!r}: unknown keys {sorted(unknown)}")
    start = base(raw["base"]) if "base" in raw else TargetTable(template=raw.get("template"))
    rows, finds = _rows(start, raw)
    table = {**start.model_dump(by_alias=True, exclude={"indicators"}), **raw.get("table", {})}
    if "template" in raw:
        table["template"] = raw["template"]
    return Case(
        name=raw["case"],
        table=TargetTable.model_validate({**table, "indicators": rows}),
        context=Context.model_validate(raw.get("context", {})),
        finds=(*_expected(raw.get("finds"), None), *finds),
        not_checked=raw.get("not_checked"),
    )


def _rows(start: TargetTable, raw: dict[str, Any]) -> tuple[list[dict[str, Any]], list[Expected]]:
    change = dict(raw.get("change", {}))
    without = list(raw.get("without", []))
    rows: list[dict[str, Any]] = []
    for row in start.indicators:
        if row.name in without:
            without.remove(row.name)
        else:
            rows.append({**row.model_dump(), **change.pop(row.name, {})})
    if change or without:
        raise ValueError(f"case {raw.get('case')!r}: no such rows {[*change, *without]}")
    for added in _carried(raw.get("rows", [])):
        same = [n for n, other in enumerate(rows) if other["section"] == added["section"]]
        rows.insert(same[-1] + 1 if same else len(rows), added)
    finds = [e for n, row in enumerate(rows) for e in _expected(row.pop("finds", None), n)]
    return rows, finds


def _carried(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Headings that a row leaves out are those of the row before, as merged cells are; a new section starts afresh."""
    last: dict[str, Any] = {}
    for row in rows:
        if "section" in row and row["section"] != last.get("section"):
            last = {}
        unknown = set(row) - set(Indicator.model_fields) - {"finds"}
        if unknown:
            raise ValueError(f"row {row.get('name')!r}: unknown keys {sorted(unknown)}")
        carried: dict[str, Any] = {k: last[k] for k in _CARRIED if k in last}
        if "duty" in row and "key_task" not in row and row["duty"] != carried.get("duty"):
            carried.pop("key_task", None)
        last = {**carried, **row}
        yield dict(last)
        last.pop("finds", None)


def _expected(raw: Any, row: int | None) -> Iterator[Expected]:
    """``finds: message``, or a mapping with more, or a list of either."""
    for one in raw if isinstance(raw, list) else [] if raw is None else [raw]:
        parts: Mapping[str, Any] = one if isinstance(one, dict) else {"message": one}
        yield Expected.model_validate({**parts, "row": row})
