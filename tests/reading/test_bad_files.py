"""Files that are no tables, or that mean harm: a Chinese sentence each, in bounded time, and nothing left behind."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from assistant.reading import ReadingError, read

PAGE = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训人次\t≥200人次\n\t质量指标\t合格率\t≥95%\n满意度指标\t\t学员满意度\t≥90%\n"


def package(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in parts.items():
            z.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def workbook(rows: list[list[str]], last_row: int | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if last_row:
        sheet.cell(last_row, 1, " ")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def locked_zip(data: bytes) -> bytes:
    """A zip whose parts say that they are encrypted: the flag in each local and central header."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = made.find(mark)
        while start >= 0:
            made[start + at] |= 1
            start = made.find(mark, start + 4)
    return bytes(made)


def pdf(*objects: str, trailer: str = "") -> bytes:
    """A PDF of these objects (from 1 on); the first is the catalog."""
    body, starts = b"%PDF-1.5\n", []
    for n, content in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{n} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(starts) + 1}/Root 1 0 R{trailer}>>\n"
    return body + end.encode() + f"startxref\n{len(body)}\n%%EOF".encode()


def scanned() -> bytes:
    """A PDF of one page that is a picture."""
    out = io.BytesIO()
    Image.new("L", (300, 400), 200).save(out, "PDF")
    return out.getvalue()


PAGES = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
)
#: A user password that nobody gave: the check values fit none.
LOCK = f"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>"
SOUND = workbook([line.split("\t") for line in PAGE.splitlines()])
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><workbook>&a;</workbook>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

BAD = {
    "empty": (b"", "a.xlsx", "空文件"),
    "blank": (b" \n\n ", "a.txt", "空文件"),
    "not a table": ("今天天气很好，适合散步。".encode(), "a.txt", "没能把"),
    "only words": ("\n".join(f"第{n}段文字，没有表格。" for n in range(200)).encode(), "a.txt", "没能把"),
    "truncated workbook": (SOUND[: len(SOUND) // 2], "a.xlsx", "不完整"),
    "workbook without sheets": (package(xl__workbook_DOT_xml="<x/>"), "a.xlsx", "打不开"),
    "locked workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    "locked document": (OLE + "EncryptionInfo".encode("utf-16-le"), "a.docx", "密码"),
    "locked zip": (locked_zip(package(a_DOT_txt=PAGE)), "a.zip", "密码"),
    "locked workbook in zip form": (locked_zip(SOUND), "a.xlsx", "密码"),
    "locked PDF": (pdf(*PAGES, LOCK, trailer="/Encrypt 4 0 R/ID[<00><00>]"), "a.pdf", "密码"),
    "scanned PDF": (scanned(), "a.pdf", "扫描件"),
    "PDF without anything": (pdf(*PAGES), "a.pdf", "没有文字"),
    "broken old workbook": (OLE + "Workbook".encode("utf-16-le"), "a.xls", "打不开"),
    "unknown OLE": (OLE, "a.msg", "旧式Office"),
    "XML bomb": (package(word__document_DOT_xml=ENTITY), "a.docx", "外部实体"),
    "external entity": (package(xl__workbook_DOT_xml=OUTSIDE), "a.xlsx", "外部实体"),
    "zip bomb": (package(xl__workbook_DOT_xml="<x/>", xl__media__a_DOT_bin=b"\0" * 60_000_000), "a.xlsx", "过大"),
    "empty zip": (package(), "a.zip", "a.zip"),
    "zip of rubbish": (package(a_DOT_txt="你好"), "a.zip", "没有能读的"),
    "zip in a zip": (package(b_DOT_zip=package(c_DOT_txt=PAGE)), "a.zip", "没有能读的"),
    "empty document": (package(word__document_DOT_xml="<w:document/>"), "a.docx", "打不开"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "a.xlsx", "图片"),
    "binary noise": (random.Random(3).randbytes(40_000), "a.txt", "不是"),
    "broken PDF": (b"%PDF-1.7\n1 0 obj<</Type/Catalog>>\nendobj\n", "a.pdf", "a.pdf"),
    "long line": (("指标" * 30 + ",") .encode() * 400_000, "a.csv", "太"),
    "line of 50 MB": ("绩效指标,".encode() * 3_900_000, "a.csv", "太长"),
    "text of one line": ("一级指标二级指标三级指标指标值".encode() + "培训人次≥95%合格率健全".encode() * 20_000, "a.txt", "太长"),
    "empty workbook": (workbook([]), "a.xlsx", "没有文字"),
    "half JSON": (b'{"tables": [{"year"', "a.json", "JSON"),
    "deep JSON": (b'{"indicators":' + b"[" * 100_000, "a.json", "JSON"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "name", "says"), BAD.values(), ids=BAD)
def test_is_refused_in_a_sentence(data: bytes, name: str, says: str) -> None:
    began = time.monotonic()
    with pytest.raises(ReadingError) as error:
        read(data, name)
    assert says in str(error.value)
    assert str(error.value).endswith("。")
    assert "Traceback" not in str(error.value)
    assert time.monotonic() - began < 8


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(ReadingError, match="打不开"):
            read(path)


def test_the_content_says_the_format_not_the_name() -> None:
    assert len(read(SOUND, "其实是表格.pdf").table.indicators) == 3
    assert len(read(PAGE.encode(), "其实是文字.xlsx").table.indicators) == 3


def test_a_million_empty_rows() -> None:
    began = time.monotonic()
    rows = [line.split("\t") for line in PAGE.splitlines()]
    assert len(read(workbook(rows, last_row=1_000_000), "a.xlsx").table.indicators) == 3
    assert time.monotonic() - began < 8


def test_macros_are_not_looked_at() -> None:
    with zipfile.ZipFile(out := io.BytesIO(SOUND), "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    assert len(read(out.getvalue(), "a.xlsm").table.indicators) == 3


def test_a_bad_file_in_a_zip_does_not_stop_the_others() -> None:
    reading = read(package(a_DOT_txt=PAGE, b_DOT_xlsx=b"PK\x03\x04rubbish"), "a.zip")
    assert len(reading.tables) == 1
    assert any("b.xlsx" in doubt.what for doubt in reading.doubts)


ALL = """
from pathlib import Path
from tests.reading.test_bad_files import BAD, ReadingError, read
for data, name, _ in BAD.values():
    try:
        read(data, name)
    except ReadingError:
        pass
# Not ru_maxrss, which is handed down from the process that started this one; elsewhere than on Linux, nothing.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else ["VmHWM: 0 kB"]
print(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")))
"""


def test_nothing_is_left_behind_and_memory_is_bounded(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    here = {name: str(tmp_path) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    env = os.environ | here | {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", ALL], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
    # The largest of them has 70 MB; the libraries and the test's own files take some 200 MB.
    assert int(done.stdout) < 600


SEEDS = sorted((Path(__file__).parents[2].parent / "shared" / "seeds").glob("*.txt"))
TEXT = SEEDS[0].read_bytes() if SEEDS else PAGE.encode() * 20


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Bits flipped, tabs dropped, lines shuffled, pieces cut out."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    match draw(st.integers(0, 4)):
        case 0:
            made = bytearray(data)
            for _ in range(draw(st.integers(1, 60))):
                made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
            return bytes(made)
        case 1:
            return bytes(b for b in data if b != 9 or dice.random() > 0.3)
        case 2:
            lines = data.split(b"\n")
            dice.shuffle(lines)
            return b"\n".join(lines)
        case 3:
            start = dice.randrange(len(data))
            return data[:start] + data[start + dice.randrange(2000) :]
    return data[: dice.randrange(len(data))].replace(b"\n", dice.choice((b"", b" ", b"|", b"\n\n")))


def outcome(data: bytes, name: str) -> str:
    """What reading came to: 表 for tables, else the sentence. Any other exception passes through and fails the test."""
    try:
        return "表。" if read(data, name).tables else ""
    except ReadingError as error:
        return str(error)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(TEXT))
def test_a_damaged_text_gives_a_table_or_a_sentence(data: bytes) -> None:
    assert outcome(data, "表.txt").endswith("。")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(SOUND))
def test_a_damaged_workbook_gives_a_table_or_a_sentence(data: bytes) -> None:
    assert outcome(data, "表.xlsx").endswith("。")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400) | st.binary(max_size=400))
def test_anything_gives_a_table_or_a_sentence(data: str | bytes) -> None:
    assert outcome(data.encode(errors="replace") if isinstance(data, str) else data, "表").endswith("。")
