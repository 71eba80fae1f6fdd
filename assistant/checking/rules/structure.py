"""STR: the parts of the table and what must stand in them (完整性)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.findings import Fix
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, Undecided, rule
from assistant.checking.scales import Scales
from assistant.checking.sheet import Sheet, shortened

_HEADLESS = "年度、单位、目标一样也没有，像是只有指标部分，不判断基本信息缺了什么"
_BREAKS_OFF = "表格像是没有读全，不判断末尾缺了什么"


@rule(
    code="STR001",
    zh="基本信息没有填",
    en="A basic part is missing or a placeholder",
    severity="error",
    basis="mof-2013-53-reasonable",
    what="年度、单位名称、单位职能、中长期目标或年度目标没有填，或填的是“待定”“暂无”“XX”“同上”“/”。",
    why="没有职能和目标，就无法判断指标与它们是否相关；占位的文字说明表还没有编完。",
    mend="填上实际内容。",
)
def missing_basics(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    table, template = sheet.table, sheet.template
    scales = sheet.words.of(Scales)
    if template is None and not sheet.context.cut:
        yield Undecided("认不出表格样式，只查占位文字，不判断缺了什么")
    headless = bool(table.indicators) and not (table.year or table.department or table.annual_goal or table.project)
    if template is not None and headless and not sheet.context.cut:
        yield Undecided(_HEADLESS)
    judged = template is not None and not headless and not sheet.context.cut
    if template is not None and judged:
        if table.year is None:
            yield _missing("年度", "year")
        if template.needs_duties and not sheet.duties:
            yield _asked("单位主要职能") if sheet.context.draft else _missing("单位主要职能", "duties")
    for label, path, text, needed in (
        ("单位名称", "department", table.department, True),
        ("项目名称", "project", table.project, template is not None and template.kind == "project"),
        ("中长期目标", "long_term_goal", table.long_term_goal, template is not None and template.needs_long_term_goal),
        ("年度目标", "annual_goal", table.annual_goal, True),
    ):
        if text is None or not text.strip():
            if needed and judged:
                yield _asked(label) if sheet.context.draft else _missing(label, path)
        elif scales.placeholder(text):
            yield _placeholder(label, path, text)
    yield from _placeholders(sheet, scales)


def _placeholders(sheet: Sheet, scales: Scales) -> Iterator[Fault]:
    """Duties and names of indicators that only hold the place of one (××, 待定)."""
    for n, duty in enumerate(sheet.table.duties):
        if scales.placeholder(duty):
            yield _placeholder(f"第 {n + 1} 条单位职能", f"duties.{n}", duty)
    for row in sheet.rows:
        if scales.placeholder(row.name):
            fix = Fix(title="写上指标名称", asks="这一行打算考核什么？")
            yield Fault(f"指标名称“{row.name}”只是占位文字", evidence=row.name, row=row.index, cell="name", fix=fix)


def _missing(label: str, path: str) -> Fault:
    return Fault(f"没有填写{label}", path=path, fix=Fix(title=f"填写{label}", asks=f"{label}是什么？"))


def _asked(label: str) -> Undecided:
    """A draft may leave open what only the department can say, as it may a baseline (基数未知); a filed table may not."""
    return Undecided(f"草稿里{label}留空，等本单位补充")


def _placeholder(label: str, path: str, text: str) -> Fault:
    fix = Fix(title=f"填写{label}", asks=f"{label}是什么？")
    return Fault(f"{label}“{text.strip()}”只是占位文字", evidence=text.strip(), path=path, fix=fix)


@rule(
    code="STR002",
    zh="样式要求的部分是空的",
    en="A section that the form requires is empty",
    severity="error",
    basis="zf-2018-34",
    what="表格样式要求填写的一级指标（决策、过程、履职或产出、效益、满意度等）下面一条指标也没有。",
    why="绩效目标要覆盖产出、效益和满意度各个方面，缺一块，财政部门会整表退回。",
    mend="在缺的一级指标下补上指标。",
    needs=("template", "whole"),
)
def empty_section(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    assert sheet.template is not None
    required = [section for section in sheet.template.sections if section.required]
    if sheet.breaks_off:
        yield Undecided(_BREAKS_OFF)
        while required and required[-1].name not in sheet.by_section:
            required.pop()
    for section in required:
        if section.name not in sheet.by_section:
            yield Fault(
                f"“{section.label}”下面没有指标",
                evidence=f"{sheet.template.name}要求填写{section.label}",
                path=f"indicators.{section.name}",
                fix=Fix(title=f"补上{section.label}", asks=f"{section.label}下打算考核什么，目标值是多少？"),
            )


@rule(
    code="STR005",
    zh="指标没有指标值",
    en="An indicator without its value",
    severity="error",
    basis="targets-measurable",
    what="三级指标没有全年指标值（错误），或样式有半年一列而没有半年指标值（提醒）；填“待定”“/”算没有填。",
    why="没有指标值的指标无法监控、无法评分。",
    mend="填上指标值。",
)
def no_value(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    scales = sheet.words.of(Scales)
    last = len(sheet.table.indicators) - 1
    for row in sheet.rows:
        cells = dict(row.values)
        full, half = cells.get("full_year"), cells.get("half_year")
        if full is None and half is None and _says_its_value(row.name):
            continue
        # A file that is cut ends in the middle of the last row.
        if sheet.context.cut and row.index == last and (full is None or not scales.placeholder(full.text)):
            continue
        if full is None or scales.placeholder(full.text):
            yield Fault(
                f"“{row.name}”没有填{sheet.label('full_year')}" + (f"（写的是“{full.text}”）" if full else ""),
                evidence=full.text if full else "",
                row=row.index,
                cell="full_year",
                fix=Fix(title=f"填写{sheet.label('full_year')}", asks=f"“{row.name}”全年计划达到多少？"),
            )
        if sheet.has_half_year and (half is None or scales.placeholder(half.text)):
            yield Fault(
                f"“{row.name}”没有填半年指标值" + (f"（写的是“{half.text}”）" if half else ""),
                evidence=half.text if half else "",
                row=row.index,
                cell="half_year",
                severity="warning",
                fix=Fix(title="填写半年指标值", asks=f"“{row.name}”到 6 月底计划达到多少？"),
            )


def _says_its_value(name: str) -> bool:
    """Whether a sentence stands for the whole indicator, its value within (绿化覆盖达70%，环境优美): that is WRD004's."""
    return bool(re.search(r"\d", name)) and any(mark in name for mark in ",，;；。")


@rule(
    code="STR006",
    zh="产出指标缺一类",
    en="A kind of output indicator is missing",
    severity="warning",
    basis="targets-measurable",
    what="样式把产出分为数量、质量、时效、成本，其中一类下面没有指标。",
    why="绩效目标要从数量、质量、时效、成本几方面细化，缺成本指标尤其容易被问“花多少钱办这些事”。",
    mend="补上缺的一类指标。",
    needs=("template", "whole"),
)
def empty_category(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    assert sheet.template is not None
    for section in sheet.template.sections:
        required = [level.name for level in section.categories if level.required]
        rows = sheet.by_section.get(section.name, ())
        if len(section.categories) < 2 or not required or not rows:
            continue
        if sheet.breaks_off and rows[-1] is sheet.rows[-1]:
            yield Undecided(_BREAKS_OFF)
            continue
        if any(row.indicator.category is None for row in rows):
            yield Undecided(f"{section.label}下有指标没有写二级指标，不判断缺了哪一类")
            continue
        present = {row.indicator.category for row in rows}
        for name in required:
            if name not in present:
                yield Fault(
                    f"{section.label}里没有{name}指标",
                    evidence=f"已有：{'、'.join(dict.fromkeys(str(r.indicator.category) for r in rows))}",
                    path=f"indicators.{section.name}.{name}",
                    fix=Fix(title=f"补一条{name}指标", asks=f"{name}方面打算考核什么，目标值是多少？"),
                )


@rule(
    code="STR007",
    zh="权重合计不对",
    en="Weights that do not add up",
    severity="error",
    basis="practice",
    what="各指标权重（分值）之和不等于样式规定的合计（一般 100 分，预算执行率另占 10 分时为 90 分），有指标漏了权重，或一级指标的权重超出样式规定的范围。",
    why="权重不闭合，自评和评价就算不出总分。",
    mend="重新分配权重，使合计等于样式规定的总分。",
    needs=("template", "whole"),
)
def wrong_weights(sheet: Sheet, p: Parameters) -> Iterator[Fault | Undecided]:
    assert sheet.template is not None
    totals = sheet.template.weight_total
    weighted = [row for row in sheet.rows if row.indicator.weight is not None]
    if not totals or not weighted:
        return
    total = sum(row.indicator.weight for row in weighted if row.indicator.weight is not None)
    without = [row for row in sheet.rows if row.indicator.weight is None]
    if without and len(without) <= len(weighted):
        for row in without:
            fix = Fix(title="填写权重", asks=f"“{row.name}”占多少分？")
            yield Fault(f"“{row.name}”没有权重，而其他指标都有", row=row.index, cell="weight", fix=fix)
    # Weights written as shares: 0.1 for 10%.
    present = {row.indicator.section for row in sheet.rows}
    if total < min(totals) and any(s.required and s.name not in present for s in sheet.template.sections):
        yield Undecided("有的一级指标没有读到，它们的权重不在合计里，不判断权重合计")
    elif total not in totals and total * 100 not in totals:
        nearest = min(totals, key=lambda t: abs(t - total))
        yield Fault(
            f"权重合计 {total:f}，应为 {'或 '.join(f'{t:f} ' for t in totals).strip()}，{'多' if total > nearest else '少'} {abs(total - nearest):f}",
            evidence="＋".join(f"{row.indicator.weight:f}" for row in weighted),
            path="indicators.weight",
            fix=Fix(title="重新分配权重", asks="哪几条指标的权重要调整，各是多少？"),
        )
    for section in sheet.template.sections:
        if section.weight is None:
            continue
        low, high = section.weight
        own = sum(r.indicator.weight or 0 for r in sheet.by_section.get(section.name, ()))
        if not low <= own <= high:
            yield Fault(
                f"{section.label}的权重合计 {own:f}，样式规定在 {low:f} 到 {high:f} 之间",
                path=f"indicators.weight.{section.name}",
                fix=Fix(title=f"调整{section.label}的权重", asks=f"{section.label}各指标的权重怎么分？"),
            )


@rule(
    code="STR008",
    zh="指标过多或过少",
    en="Too many or too few indicators",
    severity="warning",
    basis="practice",
    what="一条职能（或一类产出）下的指标多得没有哪条有分量，或在别的职能都有好几条时只有一条（只作提示）。数量界限是本工具的设置。",
    why="指标太多，重点就看不出来；太少，职能完成得怎样说不清。",
    mend="保留最能说明问题的几条，过少的补一两条核心指标。",
    parameters={
        "most_per_duty": "一条职能下最多的指标数",
        "most_per_category": "一个二级指标（数量、质量等）下最多的指标数",
        "few": "指标数少于此数算过少，前提是别的职能都不少",
        "typical": "各职能指标数的中位数不低于此数，才判断过少",
    },
)
def unbalanced(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    counts: dict[str, list[int]] = {}
    for block in sheet.blocks:
        if block.duty:
            named = [n for n in block.rows if sheet.table.indicators[n].name.strip()]
            counts.setdefault(block.duty, []).extend(named)
    middle = sorted(len(rows) for rows in counts.values())[len(counts) // 2] if counts else 0
    for duty, rows in counts.items():
        if len(rows) > p.integer("most_per_duty"):
            yield _too_many(f"职能“{shortened(duty)}”", rows)
        elif 0 < len(rows) < p.integer("few") and middle >= p.integer("typical"):
            yield Fault(
                f"职能“{shortened(duty)}”只有 {len(rows)} 条指标，其他职能大多有 {middle} 条",
                row=rows[0],
                cell="duty",
                severity="info",
                fix=Fix(title="补一两条核心指标", asks=f"“{shortened(duty)}”还能用什么指标衡量？"),
            )
    kinds: dict[tuple[str, str], list[int]] = {}
    for row in sheet.own_rows:
        if row.indicator.category and not row.indicator.duty:
            kinds.setdefault((row.indicator.section, row.indicator.category), []).append(row.index)
    for (section, category), rows in kinds.items():
        if len(rows) > p.integer("most_per_category"):
            yield _too_many(f"{section}的“{category}”", rows)


def _too_many(where: str, rows: list[int]) -> Fault:
    return Fault(
        f"{where}下有 {len(rows)} 条指标，太多，看不出重点",
        row=rows[0],
        cell="duty",
        fix=Fix(title="删去不重要的指标", asks="哪几条最能说明工作成效？其余可以删去。"),
    )
