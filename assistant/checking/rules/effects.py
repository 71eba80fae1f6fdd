"""REL: does a row stand in the section that it measures: output, benefit, satisfaction (产出、效益、满意度)?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.effects import Effects
from assistant.checking.findings import AddRow, DeleteRow, Fix, MoveRow
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet
from assistant.checking.wording import Wording
from assistant.table.model import Section
from assistant.table.templates import Template


@rule(
    code="REL002",
    zh="产出和效益放错了位置",
    en="A benefit row that is an output, or an output row that is a benefit",
    severity="warning",
    basis="zf-2018-34",
    what="效益指标里放了产出（干了多少活、花了多少钱），或者产出指标里放了效益、满意度；民生的事放在了生态效益下，治安、健康放在了经济效益下。",
    why="产出是钱直接买来的东西，效益是它带来的变化；混在一起，就看不出花钱有没有效果。",
    mend="移到它该在的一级指标下；效益指标写干了这些事以后带来的变化。",
)
def output_for_benefit(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    effects, said = sheet.words.of(Effects), sheet.words.of(Wording).sentence
    for row in sheet.own_rows:
        section = row.indicator.section
        if section == "效益" and effects.output.show(row.key) and not _of_nature(row, effects):
            yield Fault(
                f"“{row.name}”是产出，不是效益",
                f"它量的是做了多少、做得怎样，站在“{row.indicator.category or section}”下",
                row=row.index,
                cell="section",
                fix=_to_outputs(row, sheet.template) or _where(row),
            )
        elif section == "效益" and effects.is_strange(row.key, row.indicator.category or "") and not said(row.key):
            there = _benefit(row.key)
            if there != row.indicator.category:
                yield Fault(
                    f"“{row.name}”说的不是{row.indicator.category}",
                    evidence=f"{section} › {row.indicator.category}",
                    row=row.index,
                    cell="category",
                    fix=_move(row, "效益", there),
                )
        elif _misses_satisfaction(row, effects):
            yield Fault(
                f"“{row.name}”是满意度，不是{section}",
                row=row.index,
                cell="section",
                fix=_lifted(sheet, row) if section == "履职" else _move(row, "满意度", "服务对象满意度"),
            )
        elif section == "产出" and effects.benefit.show(row.key):
            yield Fault(
                f"“{row.name}”是效益，不是产出",
                f"它量的是带来的变化，站在“{row.indicator.category or section}”下",
                row=row.index,
                cell="section",
                fix=_move(row, "效益", _benefit(row.key)),
            )


@rule(
    code="REL003",
    zh="满意度指标量的不是满意度",
    en="A satisfaction row that measures no satisfaction",
    severity="error",
    basis="zf-2018-34",
    what="满意度指标下面的这一条，量的不是服务对象的满意程度。",
    why="满意度要由服务对象来评价；别的指标放在这里，满意度就等于没有设。",
    mend="移到产出或效益下，满意度里改为服务对象（群众、企业、学生等）的满意度。",
)
def no_satisfaction(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    effects = sheet.words.of(Effects)
    rows = sheet.by_section.get("满意度", ())
    wrong = [row for row in rows if not effects.satisfies(row.key)]
    for row in wrong:
        benefit = effects.benefit.show(row.key)
        there = _move(row, "效益", _benefit(row.key)) if benefit else _to_outputs(row, sheet.template)
        yield Fault(
            f"“{row.name}”量的不是满意度",
            "名称里没有满意、认可、评价、投诉之类的词",
            row=row.index,
            cell="section",
            fix=there if len(wrong) < len(rows) else None,
        )


def _misses_satisfaction(row: Row, effects: Effects) -> bool:
    """Whether a row of satisfaction stands elsewhere; some forms have it among the benefits, under a heading of its own."""
    if row.indicator.section not in ("产出", "履职", "效益") or "满意" in (row.indicator.category or ""):
        return False
    return re.search(r"满意(度|率|程度)$", row.key) is not None and effects.satisfies(row.key)


def _to_outputs(row: Row, form: Template | None) -> Fix | None:
    """The move to the level of outputs that the form has; a form with duties instead leaves the place to the person."""
    level = _level(row)
    for name in ("产出", "成本") if form else ():
        section = form.section(name) if form else None
        if section and any(c.name == level for c in section.categories):
            return _move(row, section.name, level)
    return None


def _lifted(sheet: Sheet, row: Row) -> Fix | None:
    """The row among those of satisfaction, without its duty; none where its key task would be left without one."""
    block = next((b for b in sheet.blocks if row.index in b.rows), None)
    if block is not None and len(block.rows) < 2:
        return None
    there = sheet.by_section.get("满意度", ())
    at = there[-1].index + 1 if there else len(sheet.table.indicators)
    headings = {"section": "满意度", "category": "服务对象满意度", "duty": None, "key_task": None}
    added = AddRow(at=at, indicator=row.indicator.model_copy(update=headings))
    return Fix(title="移到满意度指标（服务对象满意度）下", edits=(DeleteRow(row=row.index), added))


def _where(row: Row) -> Fix:
    return Fix(title="移到它该在的地方", asks=f"“{row.name}”是哪项职能、哪项重点工作的指标？")


def _of_nature(row: Row, effects: Effects) -> bool:
    return "生态" in (row.indicator.category or "") and effects.nature.show(row.key)


def _move(row: Row, section: Section, category: str) -> Fix:
    label = f"{section}指标（{category}）"
    return Fix(title=f"移到{label}下", edits=(MoveRow(row=row.index, section=section, category=category),))


def _level(row: Row) -> str:
    """The level of an output: 成本, 时效, 质量 or 数量."""
    if "成本" in row.key:
        return "成本"
    if re.search(r"及时|按时|按期|时间|时限", row.key):
        return "时效"
    return "质量" if row.meaning.share else "数量"


def _benefit(key: str) -> str:
    if re.search(r"经济|增收|增长|消费|投资|收入|税收|产值|利润", key):
        return "经济效益"
    if re.search(r"生态|环境|空气|水质|优良天数|森林|绿化|PM", key):
        return "生态效益"
    return "可持续影响" if "可持续" in key else "社会效益"
