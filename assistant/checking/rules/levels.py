"""REL: does an output stand under its level (数量, 质量, 时效, 成本)?"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.effects import Effects
from assistant.checking.findings import Fix, MoveRow
from assistant.checking.names import NameWords
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet
from assistant.table.model import Section

_LEVELS = ("数量", "质量", "时效", "成本")
#: Kinds of unit in which work is counted.
_COUNTED = frozenset(
    ("people", "visits", "cases", "households", "firms", "machines", "papers", "pieces", "plants", "beds", "area", "length", "weight", "volume")
)  # fmt: skip


@rule(
    code="REL010",
    zh="产出指标放错了二级指标",
    en="An output under the wrong level: quantity, quality, timeliness, cost",
    severity="warning",
    basis="targets-measurable",
    what="及时率、完成时间放在了质量或数量指标下，合格率、差错率放在了数量或时效指标下，成本、单价放在了质量指标下，人次、个数放在了成本或时效指标下。",
    why="数量、质量、时效、成本各说一面；放错了，表上看着四类齐全，其实缺了一类。",
    mend="移到它自己的二级指标下。",
)
def wrong_level(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    effects, names = sheet.words.of(Effects), sheet.words.of(NameWords)
    for row in sheet.by_section.get("产出", ()):
        stands = row.indicator.category
        if stands not in _LEVELS:
            continue
        counted = all(value.kind == "number" for _, value in row.values)
        level = effects.level_of(row.key, stands if counted else None) or _by_unit(row, stands, effects, names)
        if level is None or level == stands:
            continue
        section = _section_of(sheet, level)
        label = f"{level}指标"
        yield Fault(
            f"“{row.name}”是{label}，放在了{stands}指标下",
            evidence=f"{row.indicator.section} › {stands}",
            row=row.index,
            cell="category",
            fix=None
            if section is None
            else Fix(title=f"移到{label}下", edits=(MoveRow(row=row.index, section=section[0], category=section[1]),)),
        )


def _by_unit(row: Row, stands: str, effects: Effects, names: NameWords) -> str | None:
    """The level of what has no word for time or money and stands under 时效 or 成本: 数量 where it is counted in persons,
    places, tons or money, 时效 where it is a time."""
    units = [value.unit for _, value in row.values if value.unit]
    if not units or effects.may_be(row.key, stands):
        return None
    kinds = [frozenset(names.kinds_of(unit)) for unit in units]
    if stands == "成本" and row.meaning.duration and all("duration" in k for k in kinds):
        return "时效"
    counted = _COUNTED | {"money"} if stands == "时效" else _COUNTED
    return "数量" if not any(counted.isdisjoint(k) for k in kinds) else None


def _section_of(sheet: Sheet, level: str) -> tuple[Section, str] | None:
    """Where the form has that level: 成本 may be a section of its own."""
    for section in sheet.template.sections if sheet.template else ():
        if section.name == "产出" and any(c.name == level for c in section.categories):
            return section.name, level
        if section.name == level and section.categories:
            return section.name, section.categories[0].name
    return None
