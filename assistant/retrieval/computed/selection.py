"""Which tables and rows a query speaks of, and the numbers in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.retrieval.computed.query import CannotAnswer, Query
from assistant.retrieval.likeness import measured
from assistant.retrieval.records import Entry, Record, records_of, understood
from assistant.retrieval.text import bare
from assistant.table import TargetValue

_OCCASIONS = {"次", "场", "期", "批"}  # said for one another
Measured = tuple[Decimal, str | None]


@dataclass(frozen=True)
class Data:
    """All that a viewer may see. ``concepts``: by kind, the wordings (bare) that mean one indicator, from the library."""

    tables: Sequence[Entry]
    rows: Sequence[Record]
    concepts: Mapping[str, Sequence[frozenset[str]]]

    def meant(self, holds: Callable[[str], bool]) -> frozenset[tuple[str | None, str]]:
        """Kinds and wordings that mean an indicator one of whose wordings fits."""
        return frozenset(
            (kind, wording)
            for kind, concepts in self.concepts.items()
            for concept in concepts
            if any(map(holds, concept))
            for wording in concept
        )


def in_scope(query: Query, table: Entry) -> bool:
    """Whether a table is spoken of."""
    return (
        not table.evaluates
        and bool(table.data.get("project")) == query.projects
        and (not query.kinds or table.kind in query.kinds)
        and (not query.places or table.place in query.places)
        and (not query.departments or table.department in query.departments)
        and (not query.years or table.year in query.years)
    )


def keeps(query: Query, record: Record) -> bool:
    """Whether a row fulfils all conditions on rows."""
    if query.sections and not any(_at_level(record, s) for s in query.sections):
        return False
    if query.categories and record.category not in query.categories:
        return False
    if query.quantified is not None and (measured(record.value) is not None) != query.quantified:
        return False
    if query.met is not None and _met(record) is not query.met:
        return False
    if query.condition:
        m = measure(query, record)
        unit = query.condition.unit if query.field != "weight" else None
        return m is not None and query.condition.model_copy(update={"unit": unit}).holds(*m)
    return True


def in_their_unit(query: Query, rows: Sequence[Record]) -> Query:
    """A limit in the unit that the named rows have. Raises ``CannotAnswer`` where theirs is another one."""
    limit = query.condition
    if limit is None or limit.unit is None or not rows or not query.names or query.field == "weight":
        return query
    units = {m[1] for r in rows if (m := measure(query, r))}
    if limit.unit in units or not units:
        return query
    if limit.unit in _OCCASIONS and units <= _OCCASIONS:
        return query.model_copy(update={"condition": limit.model_copy(update={"unit": None})})
    theirs = "、".join(sorted(str(u or "无单位") for u in units))
    raise CannotAnswer(f"这些指标的单位是{theirs}，和“{limit.unit}”不能比较。")


def named(query: Query, rows: Sequence[Record], data: Data) -> Sequence[Record]:
    """The rows that the pieces of a name mean: exactly so named (or a wording of that), else those holding all pieces."""
    if not query.names:
        return rows
    whole = "".join(query.names)
    exact = data.meant(lambda wording: wording == whole)
    found = [r for r in rows if bare(r.text) == whole or (r.entry.kind, bare(r.text)) in exact]
    if found or exact:
        return found

    def holds(name: str) -> bool:
        return all(piece in name for piece in query.names)

    meant = data.meant(holds)
    return [r for r in rows if holds(bare(r.text)) or (r.entry.kind, bare(r.text)) in meant]


def _at_level(record: Record, section: str) -> bool:
    """成本 stands as a section in some forms and as a category (成本, 经济成本) in others."""
    return record.section == section or (section == "成本" and "成本" in (record.category or ""))


def _met(record: Record) -> bool | None:
    """Whether the result reached the target; None where one of them is no number."""
    target, actual = record.value, understood(record.actual)
    want, got = measured(target), measured(actual)
    if target is None or want is None or got is None or want[1] != got[1]:
        return None
    return {
        "≥": got[0] >= want[0], ">": got[0] > want[0], "≤": got[0] <= want[0], "<": got[0] < want[0],
    }.get(target.operator or "=", got[0] == want[0])  # fmt: skip


def _value(query: Query, record: Record) -> TargetValue | None:
    return understood(written(query, record))


def written(query: Query, record: Record) -> str | None:
    """The value text of the field that is asked for."""
    text = getattr(record, query.field)
    return None if text is None else str(text)


def measure(query: Query, record: Record) -> Measured | None:
    """That value as a number in a comparable unit."""
    return measured(_value(query, record))


def things(query: Query, table: Entry) -> list[Record]:
    """The table's projects, duties or key tasks as records; a project's value is its budget in 万元."""
    if query.what == "project":
        lines = (table.data.get("funds") or {}).get("projects") or []
        return [
            Record(
                f"{table.id}#project{n}", "row", line["name"], table,
                half_year=_money_text(line.get("half_year")), full_year=_money_text(line.get("full_year")),
            )
            for n, line in enumerate(lines)
        ]  # fmt: skip
    found = [r for r in records_of(table) if r.what == query.what]
    told = table.data.get("duties")
    return [r for r in found if r.text in told] if query.what == "duty" and told else found


def _money_text(amount: object) -> str | None:
    return None if amount is None else f"{amount}万元"
