"""Fixes: typed edits applied to a table, one fix or all safe ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.checking import Fix, apply, check, fix_all_safe
from assistant.checking.cases import base
from assistant.checking.findings import AddRow, DeleteRow, Edit, MoveRow, Rename, SetNumber, SetText, SetValue, SplitRow
from assistant.table import Answered, Indicator, TargetTable, value

TABLE = TargetTable(
    annual_goal="办好培训",
    duties=("组织培训", "管理场馆"),
    indicators=(
        Indicator(section="产出", category="数量", name="甲", full_year=value("≥1次")),
        Indicator(section="产出", category="质量", name="乙", full_year=value("≥2次")),
        Indicator(section="产出", category="时效", name="丙", full_year=value("≥3次")),
    ),
)


def mended(*edits: Edit) -> TargetTable:
    return apply(TABLE, Fix(title="", edits=edits))


def names(table: TargetTable) -> list[str]:
    return [i.name for i in table.indicators]


def test_a_cell_is_written_and_emptied() -> None:
    assert str(mended(SetValue(row=1, cell="full_year", text="=100%")).indicators[1].full_year) == "=100%"
    assert mended(SetValue(row=1, cell="full_year", text=None)).indicators[1].full_year is None


def test_rows_are_counted_as_they_stood_before() -> None:
    added = Indicator(section="产出", name="新")
    table = mended(
        DeleteRow(row=0),
        AddRow(at=2, indicator=added),
        Rename(row=2, name="丁"),
        SplitRow(row=1, names=("乙一", "乙二")),
    )
    assert names(table) == ["乙一", "乙二", "新", "丁"]


def test_a_renamed_row_that_is_split_keeps_its_values() -> None:
    table = mended(SplitRow(row=0, names=("甲一", "甲二")), SetValue(row=0, cell="full_year", text="≥5次"))
    assert [(i.name, str(i.full_year)) for i in table.indicators[:2]] == [("甲一", "≥5次"), ("甲二", "≥5次")]


def test_a_split_row_shares_out_its_weight() -> None:
    row = TABLE.indicators[0].model_copy(update={"weight": Decimal(15)})
    split = Fix(title="", edits=(SplitRow(row=0, names=("甲一", "甲二")),))
    table = apply(TABLE.model_copy(update={"indicators": (row,)}), split)
    assert [i.weight for i in table.indicators] == [8, 7]


def test_a_row_is_appended() -> None:
    assert names(mended(AddRow(at=3, indicator=Indicator(section="产出", name="新")))) == ["甲", "乙", "丙", "新"]


def test_a_moved_row_goes_to_the_end_of_its_new_block() -> None:
    table = apply(
        TABLE.model_copy(update={"indicators": (*TABLE.indicators, TABLE.indicators[0])}),
        Fix(title="", edits=(MoveRow(row=0, category="质量"), Rename(row=0, name="移"))),
    )
    assert names(table) == ["移", "乙", "丙", "甲"], "beside its block already"
    table = mended(MoveRow(row=0, category="时效"))
    assert names(table) == ["乙", "丙", "甲"]


def test_money_and_text_are_written_by_path() -> None:
    table = mended(
        SetNumber(path="funds.spending.projects.full_year", number=Decimal("12.5")),
        SetText(path="annual_goal", text="办好赛事"),
        SetText(path="duties.1", text="管理体育场馆"),
    )
    assert table.funds.spending.projects is not None
    assert table.funds.spending.projects.full_year == Decimal("12.5")
    assert table.annual_goal == "办好赛事"
    assert table.duties == ("组织培训", "管理体育场馆")


@pytest.mark.parametrize(
    "edit",
    [
        DeleteRow(row=3),
        Rename(row=-1, name="丁"),
        SetText(path="duties.7", text=""),
        SetNumber(path="money", number=None),
    ],
)
def test_what_the_table_does_not_have_cannot_be_edited(edit: Edit) -> None:
    with pytest.raises(ValueError, match="不在表里"):
        mended(edit)


def test_all_safe_fixes_leave_none_and_touch_nothing_else() -> None:
    sound = base("whole-duty")
    faults = {"供水水质合格率": "≥≥100%", "用水户满意度": "≥90"}
    rows = tuple(
        i.model_copy(update={"full_year": value(faults[i.name])}) if i.name in faults else i for i in sound.indicators
    )
    table = fix_all_safe(sound.model_copy(update={"indicators": rows}))
    changed = {i.name: str(i.full_year) for i, old in zip(table.indicators, sound.indicators, strict=True) if i != old}
    assert changed == {"供水水质合格率": "=100%"}
    assert not check(table).findings


def test_an_answered_finding_is_let_be() -> None:
    rows = (Indicator(section="履职", name="监管覆盖率", full_year=value("≥100%")),)
    table = TargetTable(indicators=rows, answered=(Answered(code="VAL003", row=0, reason="含市外委托监管"),))
    assert fix_all_safe(table) == table
    finding = next(f for f in check(table).findings if f.code == "VAL003")
    assert finding.answered == "含市外委托监管"
    assert not check(table).errors
