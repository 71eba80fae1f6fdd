"""Generated tables of every template: what officers write, with empty cells, long texts, line breaks, full-width signs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assistant.table import TargetTable, Template, templates
from assistant.table.model import Indicator

_HAN = "指标局市县区道路水务森林教育医疗服务安全检查宣传培训设备运行维护项目资金群众企业居民学生图书数据平台应急救援环境监测治理改造新建巡查"
# A letter after "<" or "#" after "&" would be markup left over from a web page, which reading takes away.
_MARKS = "，、；。（）“”《》：—-·*|\\_~<>[]/&'\"=+@％≥1234567890 "
_TAILS = "率 数 次数 人数 面积 及时率 合格率 覆盖率 满意度 成本 完成时间 健全性 情况 （含复训）人次".split()
_SIGNS = ["", "=", "≥", "≤", ">", "<", "＝", "＞", ">=", "≦", "不低于", "不超过"]
_UNITS = ["%", "％", "人", "次", "万元", "元/人、天", "天", "‰", "公里", "个/月", "起", ""]
_WORDS = "健全 规范 有效 良好 显著提升 2026年12月底前 80%-90% 3～5天 持续改善 100.00(%) 24小时内".split()

han = st.text(_HAN, min_size=2, max_size=12)
number = st.decimals(0, 9_999_999, places=2).map(lambda d: d.normalize() + 0)
money = st.one_of(st.none(), number, st.just(Decimal(0)))


def tidy(text: str) -> str:
    """As a reader hands text on: no blanks at the ends of lines, none doubled, no empty lines."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@st.composite
def sentences(draw: st.DrawFn, longest: int = 12) -> str:
    """Free text: Chinese with marks of every kind, sometimes several lines, sometimes very long."""
    piece = st.text(_HAN + _MARKS, min_size=1, max_size=40).map(lambda t: "推进" + t)
    return tidy(draw(st.lists(piece, min_size=1, max_size=longest).map("\n".join)))


@st.composite
def values(draw: st.DrawFn) -> str:
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(_WORDS))
    sign, unit = draw(st.sampled_from(_SIGNS)), draw(st.sampled_from(_UNITS))
    return f"{sign}{draw(st.sampled_from(['0', '3', '95', '100', '1.25', '1,200', '１００']))}{unit}"


names = st.builds("{}{}".format, han, st.sampled_from(_TAILS))
duties = st.builds("负责{}工作，{}".format, han, st.text(_HAN, min_size=12, max_size=60))
tasks = st.builds("推进{}建设，{}。".format, han, st.text(_HAN, min_size=14, max_size=200))


def amounts() -> st.SearchStrategy[dict[str, Any] | None]:
    full = st.fixed_dictionaries({"half_year": money, "full_year": number})
    return st.one_of(st.none(), full)


@st.composite
def indicators(draw: st.DrawFn, shape: Template) -> list[Indicator]:
    maybe = st.one_of(st.none(), values())
    weighted, noted, told = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    found: list[dict[str, Any]] = []
    for section in shape.sections:
        places: list[dict[str, Any]] = [
            {"category": level.name} for level in section.categories if draw(st.booleans())
        ]  # fmt: skip
        if section.by_duty:
            places = [{"duty": d, "key_task": t} for d, t in draw(st.dictionaries(duties, tasks, max_size=3)).items()]
        for place in places:
            for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
                row: dict[str, Any] = {"section": section.name, **place, "name": name, "full_year": draw(maybe)}
                if shape.half_year:
                    row["half_year"] = draw(maybe)
                if weighted or shape.kind == "selfeval":
                    row["weight"] = draw(st.one_of(st.none(), st.integers(1, 30)))
                if shape.kind == "selfeval":
                    row["actual"], row["score"] = draw(maybe), draw(st.one_of(st.none(), st.integers(0, 30)))
                if noted:
                    row["note"] = draw(st.one_of(st.none(), sentences(2).map(lambda t: t.replace("\n", ""))))
                if told:
                    row["standard"] = draw(st.one_of(st.none(), sentences(1)))
                found.append(row)
    return [Indicator.model_validate(row) for row in found]


def answers(rows: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    where = st.one_of(st.none(), st.integers(0, rows - 1))
    one = st.fixed_dictionaries({"code": st.sampled_from(["STR004", "VAL002"]), "row": where, "reason": sentences(2)})
    return st.lists(one, max_size=2)


@st.composite
def tables(draw: st.DrawFn) -> TargetTable:
    """A table of any shipped template that has at least one indicator."""
    shape = draw(st.sampled_from(templates()))
    rows = draw(indicators(shape).filter(bool))
    halves = shape.half_year
    project = "project" in shape.id
    spending = {} if project else {"basic": draw(amounts()), "projects": draw(amounts())}
    spending["executed"] = draw(st.none() | amounts())
    lines = [] if project or not spending["projects"] else draw(
        st.lists(st.fixed_dictionaries({"name": han.map(lambda n: n + "工作经费"), "half_year": money, "full_year": number}), max_size=4)
    )  # fmt: skip
    for amount in (*spending.values(), *lines):
        if amount and not halves:
            amount["half_year"] = None
    income = {field: draw(money) for field in ("total", "fiscal", "general_budget", "carry_over", "other")}
    said = [v for part in (income, *spending.values(), *lines) for v in (part or {}).values()]
    unit = draw(st.sampled_from(["万元", "元", "亿元", *([None] if any(v is not None for v in said) else [])]))
    return TargetTable.model_validate(
        {
            "year": draw(st.one_of(st.none(), st.integers(2015, 2035))),
            "department": draw(han.map(lambda n: f"云江市{n}局")),
            "project": draw(han.map(lambda n: f"{n}经费")) if project else None,
            "template": shape.id,
            "duties": draw(st.lists(duties.map(lambda d: f"{d}。"), max_size=4)),
            "organisation": draw(st.one_of(st.none(), sentences())),
            "funds": {
                "unit": unit,
                "income": income,
                "spending": spending,
                "projects": lines,
            },
            "long_term_goal": draw(st.one_of(st.none(), sentences())),
            "annual_goal": draw(sentences()),
            "indicators": rows,
            "answered": draw(answers(len(rows))),
        }
    )
