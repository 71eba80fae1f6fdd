"""An everyday Chinese question → a typed query, deterministically.

Every piece of the question must be accounted for: a known word, a place, a department, a number, or a part of an
indicator's name that really stands in the tables. What is left over makes the answer an honest "cannot".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.retrieval.computed.lex import Lexicon, Token, beyond, lexicon, tokens
from assistant.retrieval.computed.query import MONEY, Query
from assistant.retrieval.text import bare, fold

_COUNTERS = {"个", "条", "项", "家", "张", None}  # a comparison in these is one of how many rows, where no name is said


class CannotAnswer(Exception):
    """The question cannot be computed; the message is a Chinese sentence that says why and what can be asked."""


@dataclass(frozen=True)
class Known:
    """What the tables know: words for departments, places and kinds; indicator names (bare); years, ascending.

    ``nearest``: names that come near to words that no name contains, for the honest answer.
    """

    offices: dict[str, tuple[str, Any]]
    names: Sequence[str]
    years: tuple[int, ...]
    nearest: Callable[[str], Sequence[str]]

    def lexicon(self) -> Lexicon:
        """The words and names as the lexer takes them."""
        return lexicon(self.offices, self.names)


def parse(question: str, known: Known, words: Lexicon) -> tuple[Query, tuple[str, ...]]:
    """The query, and what was assumed (Chinese sentences). Raises ``CannotAnswer``."""
    folded = fold(question)
    if not folded:
        raise CannotAnswer("问题是空的，请写明要统计什么。")
    found = [t for t in tokens(folded, words) if t.role != "filler"]
    if not any(t.role == "name" and "为什么" in t.text for t in found) and (word := beyond(folded)):
        raise CannotAnswer(f"“{word}”问的是原因、建议或将来，不是对现有表格的统计，不作计算。")
    if unknown := [t.text for t in found if t.role == "unknown"]:
        raise CannotAnswer(_not_known("".join(unknown), known))
    said = _Said(found)
    assumed: list[str] = []
    filters = _filters(said, known)
    change = said.first("change")
    shape = _shape(said, filters) if change is None else _changed(said, change)
    whole = shape.get("of") in ("tables", "departments") and not _filtered(filters) and filters["field"] not in MONEY
    years = _years(said, known, change is not None, whole, assumed)
    return Query(**{**filters, **shape, "years": years}), tuple(assumed)


class _Said:
    """The tokens of one question, by role."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.found = found

    def all(self, role: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(t.value for t in self.found if t.role == role))

    def first(self, role: str) -> Any:
        return next((t.value for t in self.found if t.role == role), None)

    def has(self, role: str, *values: Any) -> bool:
        return any(t.role == role and t.value in values for t in self.found)

    def asked(self) -> Token | None:
        """The thing asked for: right after the asking word (哪些教育局), or else right before it (教育局有哪些)."""
        things = ("kind", "of", "column", "section", "category", "name", "department")
        for n, token in enumerate(self.found):
            after = self.found[n + 1] if n + 1 < len(self.found) else None
            before = self.found[n - 1] if n and token.value != "value" else None
            if token.role == "ask" and (thing := next((t for t in (after, before) if t and t.role in things), None)):
                return thing
        return None

    @property
    def counts(self) -> bool:
        """Whether a number of things is asked: 多少个, 几家, or 多少 right before what is counted (多少部门)."""
        if self.has("ask", "count", "count_departments", "count_tables"):
            return True
        pairs = zip(self.found, self.found[1:], strict=False)
        return any(
            a.role == "ask" and a.value == "value" and b.role in ("of", "kind", "section", "category") for a, b in pairs
        )


def _filters(said: _Said, known: Known) -> dict[str, Any]:
    """The filters, and which field is meant."""
    pieces = [t.text for t in said.found if t.role == "name"]
    names = tuple(dict.fromkeys(bare(p) for p in pieces))
    if names and not any(all(n in name for n in names) for name in known.names):
        raise CannotAnswer(_not_known("".join(pieces), known))
    conditions = said.all("condition")
    if len(conditions) > 1:
        raise CannotAnswer("一次只能比较一个数值界限，请分开来问。")
    condition = conditions[0] if conditions else None
    valued = bool(names) or bool(said.all("field"))
    counted = condition is not None and condition.unit in _COUNTERS and not valued
    return {
        "kinds": said.all("kind"), "places": said.all("place"), "departments": said.all("department"),
        "sections": said.all("section"), "categories": said.all("category"), "names": names,
        "field": said.first("field") or "full_year",
        "condition": None if counted else condition, "having": condition if counted else None,
        "quantified": True if said.has("role", "quantified") else False if said.has("role", "worded") else None,
        "met": False if said.has("role", "unmet") else True if said.has("role", "met") else None,
        "projects": said.has("role", "projects"), "top": said.first("top"),
    }  # fmt: skip


def _shape(said: _Said, filters: dict[str, Any]) -> dict[str, Any]:
    """What is counted or listed, and how."""
    asked, aggregate, column = said.asked(), said.first("aggregate"), said.first("column")
    counts, valued = said.counts, said.has("ask", "value")
    has_value = bool(filters["names"]) or filters["field"] != "full_year"
    sorted_out = filters["quantified"] is not None or filters["met"] is not None
    rows_meant = said.has("of", "rows") or sorted_out or bool(filters["sections"] or filters["categories"])
    if said.has("role", "absent") and not said.has("role", "exists"):
        return {"of": "departments", "absent": True, "aggregate": "count" if counts else "list", "group": column}
    if aggregate in ("most", "least"):
        aggregate = "max" if aggregate == "most" else "min"
        if not has_value:
            return {"aggregate": aggregate, "counted": True, "group": _group_of(asked, column)}
    of_counts = (counts or (valued and column)) and rows_meant and not has_value
    if of_counts and (aggregate == "mean" or (aggregate in ("median", "max", "min") and column)):
        return {"aggregate": aggregate, "counted": True, "group": column or "department"}
    if filters["having"]:
        return {"aggregate": "count" if counts else "list", "counted": True, "group": _group_of(asked, column)}
    of = _of(said, asked, filters)
    if aggregate is None:
        counting = counts or (valued and not has_value and (rows_meant or of != "rows"))
        aggregate = "count" if counting else "list"
    return {"of": of, "aggregate": aggregate, "group": column, "counted": False}


def _of(said: _Said, asked: Token | None, filters: dict[str, Any]) -> str:
    filtered = _filtered(filters)
    if filters["field"] in MONEY:
        return "tables"
    if not filtered and (said.has("of", "tables") or said.has("ask", "count_tables")):
        return "tables"
    if said.has("ask", "who", "count_departments") or (
        asked and (asked.role in ("kind", "department") or asked.value == "departments")
    ):
        return "departments"
    if asked is None and said.has("of", "departments") and not filtered:
        return "departments"
    return "rows"


def _filtered(filters: dict[str, Any]) -> bool:
    return bool(
        filters["names"] or filters["sections"] or filters["categories"] or filters["condition"] or filters["having"]
        or filters["met"] is not None or filters["quantified"] is not None
    )  # fmt: skip


def _group_of(asked: Token | None, column: str | None) -> str:
    if column:
        return column
    return "kind" if asked and asked.role == "column" and asked.value == "kind" else "department"


def _changed(said: _Said, change: str) -> dict[str, Any]:
    kinds = said.all("change")
    counted = "count" if said.counts else "list"
    for sort in ("added", "dropped", "unchanged"):
        if sort in kinds:
            return {"change": sort, "aggregate": counted}
    direction = 1 if "rise" in kinds else -1 if "fall" in kinds else 0
    aggregate = said.first("aggregate")
    extreme = {"most": "max", "max": "max", "least": "min", "min": "min"}.get(aggregate or "")
    return {"change": "difference", "direction": direction, "aggregate": extreme or counted, "group": None}


def _years(said: _Said, known: Known, compares: bool, whole: bool, assumed: list[str]) -> tuple[int, ...]:
    """The years meant; for a change two of them, earlier first. What nobody named is assumed, and said.

    ``whole``: tables or departments themselves are counted, so that no year means all of them.
    """
    latest = known.years[-1] if known.years else None
    named = [y for group in said.all("years") for y in group]
    for back in said.all("relative"):
        if latest:
            named.append(latest + back)
            assumed.append(f"“今年”按表格中最新的{latest}年计")
    if (span := said.first("last")) and latest:
        named = list(range(latest - span + 1, latest + 1))
    named = sorted(dict.fromkeys(named))
    if unknown := [y for y in named if y not in known.years]:
        have = f"{known.years[0]}至{known.years[-1]}年" if known.years else "任何年份"
        raise CannotAnswer(f"没有{'、'.join(map(str, unknown))}年的表，现有{have}的表。")
    if compares or said.has("change", "before"):
        if len(named) >= 2:
            return named[0], named[-1]
        later = named[0] if named else latest
        if later is None or later - 1 not in known.years:
            raise CannotAnswer(f"没有{(later or 0) - 1}年的表，不能与上年比较。" if later else "还没有表格，不能比较。")
        if not named:
            assumed.append(f"未写明年份，按{later - 1}年与{later}年比较")
        return later - 1, later
    pairs = [group for group in said.all("years") if len(group) == 2]
    if pairs:
        return tuple(y for y in known.years if pairs[0][0] <= y <= pairs[0][1])
    if not named and latest and not said.has("column", "year") and not whole:
        assumed.append(f"未写明年份，按最新的{latest}年计")
        return (latest,)
    return tuple(named)


def _not_known(words: str, known: Known) -> str:
    near = "、".join(f"“{name}”" for name in known.nearest(words))
    hint = f"意思相近的指标有：{near}。" if near else ""
    return f"没有哪张表里有“{words}”，不能据此统计。{hint}请换用表中的说法再问。"
