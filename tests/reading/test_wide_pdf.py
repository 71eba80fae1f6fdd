"""A spreadsheet printed on paper too narrow for it: the last columns stand on pages of their own."""

from __future__ import annotations

from assistant.reading.formats.pdf import _Box, _Line, side_by_side


def page(number: int, *rows: tuple[str, ...]) -> list[_Line]:
    """Ruled rows of cells 100 wide, 20 high, from the same corner of the paper."""
    return [
        _Line(
            number,
            50.0 + 20 * n,
            tuple(_Box(50.0 + 100 * k, 150.0 + 100 * k, text, False, 70.0 + 20 * n) for k, text in enumerate(row)),
            True,
            50.0 + 20 * len(rows),
        )
        for n, row in enumerate(rows)
    ]


def texts(pages: list[list[_Line]]) -> list[list[list[str]]]:
    return [[[box.text for box in line.boxes] for line in lines] for lines in pages]


FIRST = page(1, ("一级指标", "二级指标", "三级指标"), ("产出指标", "数量指标", "培训人次"), ("", "质量指标", "合格率"))


def test_columns_overleaf_stand_beside_the_first_ones() -> None:
    last = page(2, ("指标值", "备注"), ("≥200人次", ""), ("≥95%", "考试"))
    assert texts(side_by_side([FIRST, last])) == [
        [
            ["一级指标", "二级指标", "三级指标", "指标值", "备注"],
            ["产出指标", "数量指标", "培训人次", "≥200人次", ""],
            ["", "质量指标", "合格率", "≥95%", "考试"],
        ]
    ]
    [[heading, *_]] = side_by_side([FIRST, last])
    assert [box.left for box in heading.boxes] == [50, 150, 250, 350, 450]


def test_pages_go_down_before_they_go_right() -> None:
    more = page(2, ("效益指标", "社会效益指标", "知晓率"))
    beside = [page(3, ("指标值",), ("≥200人次",), ("≥95%",)), page(4, ("≥80%",))]
    one, two = texts(side_by_side([FIRST, more, *beside]))
    assert one[1] == ["产出指标", "数量指标", "培训人次", "≥200人次"]
    assert two == [["效益指标", "社会效益指标", "知晓率", "≥80%"]]


def test_a_page_that_repeats_the_heading_goes_on_below() -> None:
    pages = [FIRST, page(2, ("一级指标", "二级指标", "三级指标"), ("效益指标", "社会效益指标", "知晓率"))]
    assert side_by_side(pages) == pages
