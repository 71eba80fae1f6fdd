"""Scanned PDF files: read where the extra for it is installed, and doubted as a whole."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from PIL import Image

from assistant.reading import ReadingError, read
from assistant.reading.formats import pdf, scan

LINES = (
    ("项目支出绩效目标表",),
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "培训人次", "≥200人次"),
    ("质量指标", "合格率", "≥95%"),
    ("满意度指标", "服务对象满意度", "学员满意度", "≥90%"),
    ("第1页，共1页",),
)


def picture_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 400), 200).save(out, "PDF")
    return out.getvalue()


def recognised() -> SimpleNamespace:
    """What an engine answers: boxes (four corners), texts, how sure each is; one text it is not sure of."""
    at = [(m * 100, n * 30, text) for n, line in enumerate(LINES) for m, text in enumerate(line)]
    boxes = [[(x, y), (x + 80, y), (x + 80, y + 20), (x, y + 20)] for x, y, _ in [*at, (0, 400, "")]]
    return SimpleNamespace(boxes=boxes, txts=[t for *_, t in at] + ["污迹"], scores=[0.98] * len(at) + [0.2])


def test_the_texts_of_a_page_become_lines() -> None:
    assert [[text for *_, text in line] for line in scan._by_line(scan._words(recognised()))] == [
        list(line) for line in LINES[:-1]
    ]


def test_a_scan_is_read_and_doubted_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        tuple(scan.Cell(text, n, m, page=1) for m, text in enumerate(line, 1)) for n, line in enumerate(LINES[:-1], 1)
    ]
    monkeypatch.setattr(pdf, "can_read_scans", lambda: True)
    monkeypatch.setattr(pdf, "scanned_rows", lambda data: rows)
    reading = read(picture_pdf(), "扫描.pdf")
    assert [i.name for i in reading.table.indicators] == ["培训人次", "合格率", "学员满意度"]
    assert any(d.row is None and "扫描件" in d.what for d in reading.doubts)


def test_without_the_extra_a_scan_is_refused_by_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_read_scans", lambda: False)
    with pytest.raises(ReadingError, match="没有安装文字识别"):
        read(picture_pdf(), "扫描.pdf")


def test_a_scan_without_any_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_read_scans", lambda: True)
    monkeypatch.setattr(pdf, "scanned_rows", lambda data: [])
    with pytest.raises(ReadingError, match="没有认出文字"):
        read(picture_pdf(), "扫描.pdf")
