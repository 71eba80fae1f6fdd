"""What a question counts, lists or works out, told from its words: the part of the query beside the filters."""

from __future__ import annotations

from typing import Any

from assistant.retrieval.computed.lex import Token
from assistant.retrieval.computed.query import MONEY, CannotAnswer
from assistant.retrieval.computed.said import Said

_EXTREMES = ("most", "least", "max", "min", "best", "worst")
_MEANS = ("sum", "mean", "median")
_SIDE = {"most": "max", "least": "min", "max": "max", "min": "min"}


def shape_of(said: Said, filters: dict[str, Any]) -> dict[str, Any]:
    """Aggregate, group and what is counted. Raises ``CannotAnswer`` where more is asked than one query can say."""
    if {*said.all("change")} - {"trend"}:
        return _changed(said, filters)
    asked, column = said.asked(), _column(said, filters)
    aggregate, best = _aggregate(said, filters, column)
    counts, valued = said.counts, said.has("ask", "value")
    if said.has("role", "used", "users"):
        return _by_name(said, aggregate, filters)
    if said.has("role", "zero") or (said.has("role", "absent") and not said.has("role", "exists")):
        of = "tables" if said.has("of", "tables") and not filtered(filters) else "departments"
        return {"of": of, "absent": True, "aggregate": "count" if counts else "list", "group": column}
    if aggregate == "share":
        return _share(said, filters, column, best)
    has_value = bool(filters["names"]) or filters["field"] != "full_year"
    sorted_out = filters["quantified"] is not None or filters["met"] is not None
    things = filters["what"] != "row"
    rows_meant = said.has("of", "rows") or sorted_out or things or bool(filters["sections"] or filters["categories"])
    if things and _by_amount(said, filters, aggregate, asked):
        has_value = True
    if aggregate in ("most", "least"):
        aggregate = _SIDE[aggregate]
        if not has_value:
            return {"aggregate": aggregate, "counted": True, "group": _group_of(asked, column)}
    of_counts = (counts or things or (valued and column)) and rows_meant and not has_value
    if of_counts and (aggregate in _MEANS[1:] or (aggregate in ("max", "min") and (column or things))):
        return {"aggregate": aggregate, "counted": True, "group": column or "department"}
    if filters["having"]:
        return {"aggregate": "count" if counts else "list", "counted": True, "group": _group_of(asked, column)}
    of = _of(said, asked, filters)
    if aggregate is None:
        counting = counts or (valued and not has_value and (rows_meant or of != "rows"))
        aggregate = "count" if counting else "list"
    return {"of": of, "aggregate": aggregate, "group": column, "counted": False, "best": best}


def filtered(filters: dict[str, Any]) -> bool:
    """Whether anything but the table itself is asked about."""
    return bool(
        filters["names"] or filters["sections"] or filters["categories"] or filters["condition"] or filters["having"]
        or filters["literal"] or filters["what"] != "row"
        or filters["met"] is not None or filters["quantified"] is not None
    )  # fmt: skip


def _aggregate(said: Said, filters: dict[str, Any], column: str | None) -> tuple[str | None, str | None]:
    """The one aggregate, and which group comes first where groups are worked out and compared (各市合计，谁最多)."""
    every = said.all("aggregate")
    every = tuple("mean" if a == "mean_each" else a for a in every)
    extremes, means = [a for a in every if a in _EXTREMES], [a for a in every if a in _MEANS]
    if len(every) == 2 and extremes and means and column and (filters["names"] or filters["field"] in MONEY):
        return means[0], _SIDE.get(extremes[0])
    if len(every) == 2 and extremes and "share" in every and column and said.has("of", "departments"):
        return "share", _SIDE.get(extremes[0])
    if not every and filters["top"]:  # 排前三
        return "most", None
    has_value = filters["names"] or filters["field"] != "full_year" or "amount" in said.roles
    if "sum" in every and not has_value and said.counts:  # 加起来有多少条 counts, it adds nothing up
        every = tuple(a for a in every if a != "sum")
    if len(every) > 1:
        raise CannotAnswer("一次只能做一种统计（合计、平均、最高、占比……），请分开来问。")
    wanted = said.has("role", "overall", "total") and said.has("ask", "value") and not column
    if not every and wanted and (filters["names"] or filters["field"] in MONEY):
        return "sum", None
    return (every[0] if every else None), None


def _column(said: Said, filters: dict[str, Any]) -> str | None:
    """What is grouped by: named, or told by 各, 分别 beside several of a sort."""
    column: str | None = said.first("column")
    if column or not said.has("role", "each"):
        return column
    if len(filters["sections"]) > 1:
        return "section"
    if len(filters["categories"]) > 1:
        return "category"
    if said.all("each_year") or sum(len(group) for group in said.all("years")) > 1:
        return "year"
    if said.has("role", "cities") and not filters["names"]:
        return "place"
    if said.has("of", "departments") and not filters["names"]:
        return "department"
    return None


def _by_amount(said: Said, filters: dict[str, Any], aggregate: str | None, asked: Token | None) -> bool:
    """Whether projects are asked about by their money, not by how many there are."""
    if filters["what"] != "project":
        return False
    money = filters["condition"] is not None or "amount" in said.roles
    one = asked is not None and asked.role == "what" and aggregate in ("max", "min")
    return money or one


def _by_name(said: Said, aggregate: str | None, filters: dict[str, Any]) -> dict[str, Any]:
    """In how many departments each name stands: the most used, or those that so many use."""
    if filters["having"]:
        return {"aggregate": "count" if said.counts else "list", "counted": True, "group": "name"}
    if said.has("role", "used"):
        return {"aggregate": "max", "counted": True, "group": "name"}
    raise CannotAnswer(
        "没有听懂是要数几家用了这项指标。可以问“用得最多的指标是哪条”，或者写明指标名称问“有几个部门设了”。"
    )


def _share(said: Said, filters: dict[str, Any], column: str | None, best: str | None) -> dict[str, Any]:
    if filters["field"] in MONEY:
        return {"of": "tables", "aggregate": "share", "group": None, "overall": "overall" in said.roles}
    if filters["what"] != "row" or filters["top"]:
        raise CannotAnswer("占比只能按指标条数、按部门个数或按金额占预算来算，请换个问法。")
    of = "departments" if said.has("of", "departments") and filtered(filters) else "rows"
    return {"of": of, "aggregate": "share", "group": column if of == "departments" else None, "best": best}


def _of(said: Said, asked: Token | None, filters: dict[str, Any]) -> str:
    some = filtered(filters)
    if filters["field"] in MONEY:
        return "tables"
    if not some and said.has("role", "exists") and (filters["kinds"] or filters["departments"]):
        return "departments"
    if not some and (said.has("of", "tables") or said.has("ask", "count_tables")):
        return "tables"
    if said.has("ask", "who", "count_departments") or (
        asked and (asked.role in ("kind", "department") or asked.value == "departments")
    ):
        return "departments"
    if said.has("of", "departments") and (not some or filters["literal"] or said.has("role", "exists")):
        return "departments" if asked is None or some else "rows"
    return "rows"


def _group_of(asked: Token | None, column: str | None) -> str:
    if column:
        return column
    return "kind" if asked and asked.role == "column" and asked.value == "kind" else "department"


def _changed(said: Said, filters: dict[str, Any]) -> dict[str, Any]:
    kinds = said.all("change")
    counts = "count" if said.counts else "list"
    for sort in ("added", "dropped", "unchanged"):
        if sort in kinds:
            if sort == "unchanged" and (said.has("of", "departments") or said.has("ask", "who")):
                raise CannotAnswer("可以问一个部门有几条指标没有变，不能直接列出“都没变”的部门。")
            return {"change": sort, "aggregate": counts}
    direction = 1 if {"rise", "more"} & set(kinds) else -1 if {"fall", "fewer"} & set(kinds) else 0
    every = said.all("aggregate")
    extreme = next((_SIDE[a] for a in every if a in _SIDE), None)
    numbers = {"more", "fewer"} & set(kinds) or (said.counts and "before" in kinds) or filters["what"] != "row"
    values = filters["names"] or filters["field"] in MONEY
    if numbers and not values and (said.has("of", "rows") or filters["what"] != "row"):
        who = said.has("ask", "who") or (said.has("of", "departments") and said.has("ask", "which", "count"))
        group = said.first("column") or ("department" if who else None)
        return {
            "change": "difference",
            "counted": True,
            "direction": direction,
            "aggregate": extreme or "list",
            "group": group,
        }
    return {"change": "difference", "direction": direction, "aggregate": extreme or counts, "group": None}
