import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.answers import RowReader, WrittenRow

ROWS = [
    {"name": "处置率", "key_task": "K1", "half_year": "≥90%", "full_year": "≥95%", "sources": "S1,S2"},
    {"name": "预案健全性", "key_task": "", "half_year": "健全", "full_year": "健全", "sources": "S3"},
]
GOOD = json.dumps({"rows": ROWS}, ensure_ascii=False)
FIRST, SECOND = (json.dumps(r, ensure_ascii=False) for r in ROWS)

ANSWERS = [
    ("good", GOOD, ["处置率", "预案健全性"]),
    ("fenced", f"好的，结果如下：\n```json\n{GOOD}\n```\n以上。", ["处置率", "预案健全性"]),
    ("a bare list", f"[{FIRST}, {SECOND}]", ["处置率", "预案健全性"]),
    ("one row a line", f"{FIRST}\n{SECOND}", ["处置率", "预案健全性"]),
    ("thought first", f"<think>先写 {SECOND} 试试</think>{GOOD}", ["处置率", "预案健全性"]),
    ("thought without an opening", f"应当保留两行。</think>\n{GOOD}", ["处置率", "预案健全性"]),
    ("thought never closed", f"<think>想了很久 {GOOD}", []),
    ("cut in the second row", GOOD[: GOOD.index("预案") + 4], ["处置率"]),
    ("a comma too many", f'{{"rows": [{FIRST[:-1]},}}, {SECOND}]}}', ["处置率", "预案健全性"]),
    ("single quotes", "[" + FIRST.replace('"', "'") + "]", ["处置率"]),
    ("a value without quotes", f"[{FIRST.replace(chr(34) + '≥95%' + chr(34), '≥95%')}, {SECOND}]", ["预案健全性"]),
    ("a number for a text", f"[{FIRST.replace(chr(34) + '≥95%' + chr(34), '95')}, {SECOND}]", ["预案健全性"]),
    ("a field missing", f"[{FIRST.replace(chr(34) + 'sources', chr(34) + 'source')}, {SECOND}]", ["预案健全性"]),
    ("other fields", '{"indicators": [{"title": "处置率", "target": "≥95%"}]}', []),
    ("no JSON", "抱歉，我不能协助完成这个请求。", []),
    ("empty", "", []),
]


@pytest.mark.parametrize(("answer", "names"), [a[1:] for a in ANSWERS], ids=[a[0] for a in ANSWERS])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_row_is_whole_or_absent(answer: str, names: list[str], size: int) -> None:
    reader = RowReader(WrittenRow)
    found = [row for i in range(0, len(answer), size) for row in reader.feed(answer[i : i + size])]
    assert [r.name for r in found] == names
    assert all(r.model_dump() in ROWS for r in found)


def test_a_row_is_there_with_its_last_brace() -> None:
    reader = RowReader(WrittenRow)
    assert reader.feed('{"rows": [' + FIRST[:-1]) == []
    assert [r.name for r in reader.feed("}")] == ["处置率"]


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="{}"), max_size=30)


@given(st.lists(st.builds(WrittenRow, name=texts, key_task=texts, half_year=texts, full_year=texts, sources=texts)))
def test_whatever_rows_are_written_are_read_as_they_are(rows: list[WrittenRow]) -> None:
    answer = json.dumps({"rows": [r.model_dump() for r in rows]}, ensure_ascii=False)
    if "</think" not in answer and "<think" not in answer:
        assert RowReader(WrittenRow).feed(answer) == rows
