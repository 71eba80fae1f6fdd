"""Older word files (doc, rtf, odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path

from assistant.reading.formats.docx import docx_grids, has_tables
from assistant.reading.grid import Grid, grid
from assistant.reading.reading import ReadingError

_SECONDS = 90


def doc_grids(data: bytes, name: str, ending: str) -> list[Grid]:
    """The grid of a document that LibreOffice turns into docx first; nothing stays behind on the disk."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    # LibreOffice loses some tables of doc files and runs their cells together; the cells' marks still stand in the file.
    marked = marked_cells(data) if ending == ".doc" else None
    if office is None and marked:
        return [marked]
    if office is None:
        raise ReadingError(
            f"“{name}”是旧式文档（{ending}），这台机器没有安装LibreOffice，读不了。请另存为docx后再上传。"
        )
    with tempfile.TemporaryDirectory(prefix="zhibiao-") as folder:
        source = Path(folder) / f"source{ending}"
        source.write_bytes(data)
        # A profile of its own: an office that is open elsewhere would otherwise take the job and answer nothing.
        command = [
            office,
            "--headless",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--convert-to",
            "docx",
        ]
        process = subprocess.Popen(
            [*command, "--outdir", folder, str(source)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name != "nt",
        )
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            _stop(process)
            raise ReadingError(f"“{name}”转换用时过长，已停止。请用Word另存为docx后再上传。") from None
        made = Path(folder) / "source.docx"
        if not made.exists():
            raise ReadingError(f"“{name}”打不开，文件可能不完整，请用Word另存为docx后再上传。")
        converted = made.read_bytes()
    return [marked] if marked and not has_tables(converted) else docx_grids(converted, name)


_MARK = "\x07"
_FIGURE = re.compile(r"[\d.,]+")
_RUN = re.compile(
    "[\x07\t\n\r\x0b\x20-\x7e\u00a0-\u00ff\u2010-\u206f\u2100-\u22ff\u2460-\u24ff\u3000-\u9fff\uff00-\uffef]{200,}"
)


def marked_cells(data: bytes) -> Grid | None:
    """The cells of a doc file's tables by their end marks; None where there are none.

    In a doc file each cell ends with a mark and each row with one more.
    """
    runs = [run for run in _RUN.findall(data.decode("utf-16-le", errors="replace")) if run.count(_MARK) > 8]
    if not runs:
        return None
    before, *cells = max(runs, key=len).split(_MARK)
    *titles, first = before.replace("\x0b", "\n").split("\r")
    texts = [text.replace("\r", "\n").replace("\x0b", "\n") for text in (first, *cells[:-1])]
    for width in range(2, 20):
        if len(texts) % (width + 1) == 0 and not any(texts[width :: width + 1]):
            rows = [texts[n : n + width] for n in range(0, len(texts), width + 1)]
            return grid([*([title] for title in titles), *rows])
    return grid([*([title] for title in titles), *_rows_of_any_width(texts)])


def _rows_of_any_width(texts: list[str]) -> list[list[str]]:
    """Rows of a table with merged cells: where one ends, its last cell's mark and its own stand together.

    An empty cell within a row looks the same; figures alone behind it belong to the row before.
    """
    rows: list[list[str]] = []
    for filled, group in groupby(texts, lambda text: bool(text.strip())):
        if not filled:
            continue
        row = list(group)
        if rows and all(_FIGURE.fullmatch(text.strip()) for text in row):
            rows[-1] += row
        else:
            rows.append(row)
    return rows


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the office and what it started."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
