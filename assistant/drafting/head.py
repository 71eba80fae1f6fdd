"""The head of the draft: organisation, duties, money and goals, each carried forward, taken from the plan, or asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting.adapt import renewed, stripped
from assistant.drafting.finder import Past, names_of
from assistant.drafting.money import missing, told
from assistant.drafting.request import DraftRequest
from assistant.table import UNKNOWN_BASELINE, Funds, Indicator, TargetTable, TargetValue, Template

#: So many rows a goal made of a draft's own rows names at most.
_CLAUSES = 6


@dataclass(frozen=True)
class Head:
    """The table without its indicators; what was assumed in it, and what only the person can say."""

    table: TargetTable
    assumptions: tuple[str, ...]
    questions: tuple[str, ...]


def head_of(request: DraftRequest, form: Template, past: Past) -> Head:
    """The head for the year asked for. Nothing in it is invented: what nobody gave is left blank with a question."""
    last = past.last.table if past.last else TargetTable()
    assumptions, questions = list[str](), list[str]()
    if past.last:
        assumptions.append(f"以{past.last.year}年的表为上年表，单位职能、机构设置沿用，年份已改为{request.year}年。")
        if request.last and request.last.year is None:
            assumptions.append(f"给出的表没有写年度，当作{past.last.year}年的表，请核对。")
    elif past.library or past.peers:
        assumptions.append("没有找到本单位上年的表，内容按同类部门和指标库起草。")
    else:
        assumptions.append(
            "没有本单位上年的表，也没有同类部门可以参照：只列了各单位通用的指标，请补充单位职能、工作计划或上年的表。"
        )
    if request.budget is None:
        questions.append(f"请提供{request.year}年预算数（收入、基本支出、项目支出及各项目）；资金部分暂时留空。")
    else:
        assumptions.append(f"资金部分按{request.budget_origin or '给出的预算'}填列：{told(request.budget)}。")
        if lacks := missing(request.budget):
            questions.append(f"{request.year}年的{'、'.join(lacks)}还没有给，暂时留空，请补充。")
    duties = tuple(renewed(d, last.year, request.year) for d in _duties(past, form))
    if duties and past.last and not last.duties:
        assumptions.append("上年的表没有写单位职能，按指标库中同类部门的职能列出，请核对。")
    long_term, annual = _long_term(request, past), _annual(request, past)
    if request.key_tasks and annual:
        assumptions.append("年度目标由工作计划中的重点工作归纳而成，请核对。")
    elif annual:
        questions.append(f"没有{request.year}年工作计划：年度目标和重点工作暂沿用或参照已有表，请补充今年的计划。")
    if not annual:
        questions.append(f"没有{request.year}年的年度目标或工作计划：年度目标暂由本表的指标归纳，请补充后修改。")
    if not long_term and form.needs_long_term_goal:
        questions.append("请提供中长期目标。")
    table = TargetTable(
        year=request.year, department=request.department, project=last.project, template=form.id,
        duties=duties,
        organisation=renewed(last.organisation, last.year, request.year) if last.organisation else None,
        funds=request.budget or Funds(), long_term_goal=long_term, annual_goal=annual,
    )  # fmt: skip
    return Head(table, tuple(assumptions), tuple(questions))


def _duties(past: Past, form: Template) -> Sequence[str]:
    if past.last and (past.last.table.duties or not form.needs_duties):
        return past.last.table.duties
    if past.library:
        return [d.text[0] for d in past.library.duties]
    peer = past.peers[0] if past.peers else None
    return [stripped(d, names_of(peer)) for d in peer.table.duties] if peer else []


def _long_term(request: DraftRequest, past: Past) -> str | None:
    if past.last and past.last.table.long_term_goal:
        return renewed(past.last.table.long_term_goal, past.last.year, request.year)
    if past.library:
        return past.library.long_term_goal[0]
    return next((stripped(p.table.long_term_goal, names_of(p)) for p in past.peers if p.table.long_term_goal), None)


def _annual(request: DraftRequest, past: Past) -> str | None:
    if request.key_tasks:
        return joined([t.text for t in request.key_tasks])
    if past.last and past.last.table.annual_goal:
        return renewed(past.last.table.annual_goal, past.last.year, request.year)
    tasks = [d.key_tasks[0] for d in past.library.duties] if past.library else []
    return joined(tasks) if tasks else None


def goal_of(indicators: Sequence[Indicator], form: Template, year: int) -> str | None:
    """What a draft's own rows promise, as one sentence, where nobody gave a goal: the duty, output and benefit rows
    with a number first; None where nothing is promised."""
    common = {s.name for s in form.sections if s.common}
    promised = [
        i for i in indicators if i.section not in common and i.full_year and i.full_year.text != UNKNOWN_BASELINE
    ]
    told = [i for i in promised if i.full_year and i.full_year.kind == "number"] or promised
    clauses = [f"{i.name}{_phrase(i.full_year)}" for i in told[:_CLAUSES] if i.full_year]
    return f"{year}年，" + "，".join(clauses) + "。" if clauses else None


def _phrase(v: TargetValue) -> str:
    said = {"≥": "不低于", ">": "高于", "≤": "不超过", "<": "低于", "=": "达到"}.get(v.operator or "")
    return v.text.replace(v.operator or "", said, 1) if said else f"达到{v.text}"


def joined(tasks: Sequence[str]) -> str:
    """Key tasks as one goal: the first clause of each, the way goals are written."""
    return "；".join(re.split(r"[。；，,;]", text.strip())[0] for text in tasks) + "。"
