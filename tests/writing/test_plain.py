"""Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from assistant.table import TargetTable
from assistant.writing import WRITERS, json_schema, to_csv, to_json, to_markdown, write
from tests.writing.samples import SAMPLES, WHOLE_DUTY

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "schema.json"


def test_the_published_schema_is_current() -> None:
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("table", SAMPLES.values(), ids=SAMPLES)
def test_json_follows_the_published_schema_and_gives_the_table_back(table: TargetTable) -> None:
    data = json.loads(to_json(table))
    Draft202012Validator(json_schema()).validate(data)
    assert TargetTable.model_validate(data) == table


def test_the_schema_refuses_what_is_no_table() -> None:
    wrong = json.loads(to_json(WHOLE_DUTY)) | {"indicators": [{"section": "别的", "name": "甲"}]}
    assert not Draft202012Validator(json_schema()).is_valid(wrong)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=100%", "'=100%"),
        ("+1", "'+1"),
        ("-1+2", "'-1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("≥97%", "≥97%"),
        ("'引号'", "'引号'"),
    ],
)
def test_no_csv_cell_runs_when_a_spreadsheet_opens_it(text: str, written: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(WHOLE_DUTY.model_copy(update={"annual_goal": text})))))
    assert ["年度目标", written] in rows


def test_negative_money_stays_a_number_in_csv() -> None:
    data = WHOLE_DUTY.to_json()
    data["funds"]["income"]["other"] = -5
    rows = list(csv.reader(io.StringIO(to_csv(TargetTable.model_validate(data)))))
    assert next(row[-1] for row in rows if "其他资金" in row) == "-5"


def test_marks_of_markdown_in_a_text_stay_text() -> None:
    written = to_markdown(WHOLE_DUTY.model_copy(update={"annual_goal": "一|二\n*三*<b>四"}))
    assert r"| 年度目标 | 一\|二<br>\*三\*\<b\>四 |" in written


@pytest.mark.parametrize("ending", WRITERS)
def test_write_takes_the_format_from_the_ending(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"表{ending.upper()}"
    write(WHOLE_DUTY, path)
    assert path.stat().st_size > 500
