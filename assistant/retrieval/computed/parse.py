"""An everyday Chinese question → a typed query, deterministically.

Every piece of the question must be accounted for: a known word, a place, a department, a number, or a part of an
indicator's name that really stands in the tables. What is left over makes the answer an honest "cannot".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.retrieval.computed.lex import Lexicon, beyond, lexicon, tokens
from assistant.retrieval.computed.query import MONEY, CannotAnswer, Query
from assistant.retrieval.computed.said import Said
from assistant.retrieval.computed.shape import filtered, shape_of
from assistant.retrieval.text import bare, fold

_COUNTERS = {"个", "条", "项", "家", "张", None}  # a comparison in these is one of how many rows, where no name is said
_SHORT = 3  # fewer characters of a name mean too many things


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
    said = Said(found)
    assumed: list[str] = []
    filters = _filters(said, known)
    shape = shape_of(said, filters)
    whole = shape.get("of") in ("tables", "departments") and not filtered(filters) and filters["field"] not in MONEY
    years = _years(said, known, bool(shape.get("change")), whole, assumed)
    return Query(**{**filters, **shape, "years": years}), tuple(assumed)


def _filters(said: Said, known: Known) -> dict[str, Any]:
    """The filters, and which field is meant. Raises ``CannotAnswer`` where they contradict each other."""
    names, condition, what = _names(said, known), _condition(said), said.first("what") or "row"
    fields = said.all("field")
    if "each_project" in said.roles:
        what, fields = "project", ()
    if len(fields) > 1 and not (said.has("aggregate", "share") and set(fields) <= set(MONEY)):
        raise CannotAnswer("一次只能统计一个数，请把几项金额或几种指标值分开来问。")
    if what != "row" and (names or said.has("of", "rows")):
        raise CannotAnswer("没有听懂是要数项目（职责、重点工作）还是数指标，请分开来问。")
    if what == "row" and not names and "amount" in said.roles and not fields:
        raise CannotAnswer("没有说明是哪一种金额，可以问预算、基本支出、项目支出，或者某个项目的金额。")
    valued = bool(names) or bool(fields) or (condition is not None and what == "project" and condition.unit == "万元")
    counted = condition is not None and condition.unit in _COUNTERS and not valued
    return {
        "kinds": said.all("kind"), "places": said.all("place"), "departments": said.all("department"),
        "sections": said.all("section"), "categories": said.all("category"), "names": names, "what": what,
        "literal": said.all("literal"), "field": fields[0] if fields else "full_year",
        "condition": None if counted else condition, "having": condition if counted else None,
        "quantified": True if said.has("role", "quantified") else False if said.has("role", "worded") else None,
        "met": False if said.has("role", "unmet") else True if said.has("role", "met") else None,
        "projects": said.has("role", "projects"), "top": said.first("top"), "exists": said.has("role", "exists"),
    }  # fmt: skip


def _names(said: Said, known: Known) -> tuple[str, ...]:
    """The pieces of an indicator's name, which must stand together in some name."""
    pieces = [t.text for t in said.found if t.role == "name"]
    names = tuple(dict.fromkeys(bare(p) for p in pieces))
    too_short = sum(map(len, names)) < _SHORT and "".join(names) not in known.names
    if names and (too_short or not any(all(n in name for n in names) for name in known.names)):
        raise CannotAnswer(_not_known("".join(pieces), known))
    return names


def _condition(said: Said) -> Any:
    conditions = [t for t in said.found if t.role == "condition"]
    if len(conditions) > 1:
        raise CannotAnswer("一次只能比较一个数值界限，请分开来问。")
    if not conditions:
        return None
    condition, text = conditions[0].value, conditions[0].text
    if said.has("role", "absent") and not said.has("role", "exists"):
        raise CannotAnswer("“没有”和数值界限放在一起听不准，请换成“低于100%”这样的说法。")
    bare_number = "万" in text and "元" not in text and condition.unit == "万元"
    if bare_number and not said.all("field") and said.first("what") != "project":  # 10万 (人次): a number as any other
        return condition.model_copy(update={"number": condition.number * 10000, "unit": None})
    return condition


def _years(said: Said, known: Known, compares: bool, whole: bool, assumed: list[str]) -> tuple[int, ...]:
    """The years meant; for a change two of them, earlier first. What nobody named is assumed, and said.

    ``whole``: tables or departments themselves are counted, so that no year means all of them.
    """
    latest = known.years[-1] if known.years else None
    named = [y for role in ("years", "each_year") for group in said.all(role) for y in group]
    for back in said.all("relative"):
        if latest and back == "both":
            named += [latest - 1, latest]
        elif latest:
            named.append(latest + back)
            assumed.append(f"“今年”按表格中最新的{latest}年计")
    if (span := said.first("last")) and latest and not named:
        named = list(range(latest - span + 1, latest + 1))
    named = sorted(dict.fromkeys(named))
    if unknown := [y for y in named if y not in known.years]:
        have = f"{known.years[0]}至{known.years[-1]}年" if known.years else "任何年份"
        raise CannotAnswer(f"没有{'、'.join(map(str, unknown))}年的表，现有{have}的表。")
    if said.has("change", "trend") and not named:
        return known.years
    if said.has("role", "absent") and len(named) > 1 and not compares:
        raise CannotAnswer("一次只能问一年里缺什么，请把年份分开来问。")
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
    if len(words) < _SHORT:
        return f"没有听懂问题里的“{words}”，怕算错，所以没有算。请换个说法，一次问一件事。"
    near = "、".join(f"“{name}”" for name in known.nearest(words))
    hint = f"意思相近的指标有：{near}。" if near else ""
    return f"没有哪张表里有“{words}”，不能据此统计。{hint}请换用表中的说法再问。"
