"""How a form fits on paper: rows high enough, pages that end between duties, labels said on every page."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.reading import read
from assistant.writing import to_xlsx
from assistant.writing.layout import Block, Cell
from assistant.writing.paper import LINE, cut, lines_of, page_ends, row_heights
from tests.writing.samples import WHOLE_DUTY, WHOLE_OUTPUT

#: Two duties of three rows each under a heading and a section label, every row 20 points high.
DUTIES = Block(
    (5, 20, 5),
    7,
    (
        *(Cell(0, n, text, "heading") for n, text in enumerate(("一级指标", "职能", "三级指标"))),
        Cell(1, 0, "履职", "label", rows=6),
        Cell(1, 1, "第一项", "text", rows=3),
        Cell(4, 1, "第二项", "text", rows=3),
        *(Cell(row, 2, f"指标{row}", "name") for row in range(1, 7)),
    ),
    1,
)
EVEN = [20.0] * 7


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("一二三四五六七八九", 10, 1),
        ("一二三四五六七八九十", 10, 2),
        ("一\n二\n三", 10, 3),
        ("abcdefgh", 10, 1),
    ],
)
def test_lines(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_a_text_over_several_rows_makes_them_higher_together() -> None:
    block = Block((5, 5), 2, (Cell(0, 0, "长" * 40, "label", rows=2), Cell(0, 1, "一"), Cell(1, 1, "二")))
    high, low = row_heights(block)
    assert high == low
    assert high + low >= 10 * LINE


@pytest.mark.parametrize(
    ("room", "ends"),
    [
        (200.0, []),  # all on one page
        (120.0, [4]),  # six rows have room; the second duty stays whole
        (80.0, [4]),  # the page ends exactly between the duties
        (60.0, [3, 4]),  # with the heading the first duty cannot stay whole: its page ends when it is full
        (1.0, [1, 2, 3, 4, 5, 6]),  # a row higher than a page still has to stand on one
    ],
)  # fmt: skip
def test_pages_end_between_duties_and_not_after_a_heading(room: float, ends: list[int]) -> None:
    found = page_ends(DUTIES, EVEN, room, room)
    assert found == ends


@given(st.lists(st.floats(10, 300), min_size=7, max_size=7), st.floats(50, 800), st.floats(50, 800))
def test_no_page_holds_more_than_its_room_unless_a_single_row_does(
    heights: list[float], first: float, further: float
) -> None:
    ends = page_ends(DUTIES, heights, first, further)
    for n, (start, below) in enumerate(zip([0, *ends], [*ends, 7], strict=True)):
        rows = heights[start:below]
        assert sum(rows) <= (further if n else first) + 1e-6 or len(rows) == 1 or start == 0


def test_a_label_over_a_page_end_is_said_on_both_pages() -> None:
    labels = [(c.row, c.rows, c.text) for c in cut(DUTIES, [4]).cells if c.column == 0]
    assert labels == [(0, 1, "一级指标"), (1, 3, "履职"), (4, 3, "履职")]


def test_a_text_over_a_page_end_stays_in_one_cell() -> None:
    assert [(c.row, c.rows) for c in cut(DUTIES, [2]).cells if c.text == "第一项"] == [(1, 3)]


def test_one_heading_repeats_on_every_page() -> None:
    long = WHOLE_OUTPUT.model_copy(update={"indicators": WHOLE_OUTPUT.indicators * 12})
    sheet = load_workbook(BytesIO(to_xlsx(long))).worksheets[0]
    heading = next(row[0].row for row in sheet.iter_rows() if row[0].value == "一级指标")
    assert sheet.print_title_rows == f"${heading}:${heading}"
    assert len(sheet.row_breaks.brk) >= 2


def test_parts_with_other_columns_say_their_own_heading_overleaf() -> None:
    long = WHOLE_DUTY.model_copy(update={"indicators": tuple(i for i in WHOLE_DUTY.indicators for _ in range(30))})
    sheet = load_workbook(BytesIO(to_xlsx(long))).worksheets[0]
    assert sheet.print_title_rows is None
    tops = [[c.value for c in sheet[b.id + 1] if c.value] for b in sheet.row_breaks.brk]
    assert ["一级指标", "二级指标", "三级指标", "半年指标值", "全年指标值"] in tops
    assert ["一级指标", "职能", "重点工作", "三级指标", "半年指标值", "全年指标值"] in tops
    assert read(to_xlsx(long), "表.xlsx").table.indicators == long.indicators
