"""Small tables for the tests of drafting: a police bureau's form around the rows a test is about."""

from __future__ import annotations

from assistant.drafting import Precedent
from assistant.table import Indicator, TargetTable, template, value

DUTY = "负责全市道路交通安全管理，维护交通秩序"
EXITS = "负责出入境管理和服务"


def indicator(name: str, full: str, half: str | None = None, actual: str | None = None, **where: str) -> Indicator:
    """A duty row (the traffic duty unless told otherwise)."""
    place = {"section": "履职", "duty": DUTY, "key_task": "开展道路交通秩序整治行动", **where}
    return Indicator.model_validate(
        {**place, "name": name, "half_year": half or full, "full_year": full, "actual": actual}
    )


def effect(name: str, full: str, section: str, category: str) -> Indicator:
    return Indicator.model_validate(
        {"section": section, "category": category, "name": name, "half_year": full, "full_year": full}
    )


def table(year: int, *rows: Indicator, department: str = "临川市公安局", **more: object) -> TargetTable:
    """A whole-duty table with common indicators, effects and satisfaction around the given rows."""
    form = template("whole-duty")
    assert form is not None
    common = [
        Indicator(
            section=c.section, category=c.category, name=c.name, half_year=value(c.value), full_year=value(c.value)
        )
        for c in form.common
    ]
    effects = [
        effect("群众安全感指数", "≥95%", "效益", "社会效益"),
        effect("跨区域联动机制健全性", "健全", "效益", "可持续影响"),
        effect("社会治安满意度", "≥95%", "满意度", "服务对象满意度"),
        effect("政务服务满意度", "≥96%", "满意度", "服务对象满意度"),
    ]
    return TargetTable.model_validate(
        {
            "year": year, "department": department, "template": "whole-duty", "duties": (DUTY, EXITS),
            "long_term_goal": "建成平安畅通的城市道路交通体系。", "annual_goal": f"{year}年整治道路交通秩序，守住安全底线。",
            "indicators": (*common, *rows, *effects), **more,
        }
    )  # fmt: skip


def exits(name: str, full: str, key_task: str = "推进出入境窗口提速") -> Indicator:
    """A row of the exit and entry duty (出入境)."""
    return indicator(name, full, duty=EXITS, key_task=key_task)


def peers() -> list[Precedent]:
    """Three similar departments with one more traffic row and one more exit row than ours."""
    return [
        Precedent(
            table=table(
                2024,
                indicator("驾驶证期满换证率", "≥98%"),
                indicator(f"{city}路口守法率", law),
                exits(f"{city}证件签发及时率", issued, f"推进{city}出入境窗口提速"),
                department=f"{city}公安局",
            ),
            place=city,
            record=f"{city}公安局·2024",
        )
        for city, law, issued in (("东江市", "≥90%", "≥97%"), ("西江市", "≥94%", "≥98%"), ("南江市", "≥95%", "≥99%"))
    ]


def evaluation(year: int, *rows: Indicator, department: str = "临川市公安局") -> TargetTable:
    """A self-evaluation (自评表) of the bureau: output rows with their targets and results."""
    return TargetTable(year=year, department=department, template="selfeval-whole", indicators=rows)


def told(name: str, full: str, actual: str) -> Indicator:
    """A row of a self-evaluation."""
    return Indicator.model_validate(
        {"section": "产出", "category": "质量", "name": name, "full_year": full, "actual": actual, "score": 10}
    )
