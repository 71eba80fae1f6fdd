"""Key tasks (重点工作) out of a work plan or any other document: of its numbered items, or of a list in a table."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.drafting.outline import brief, is_numbered, key_tasks
from assistant.drafting.request import KeyTask
from assistant.reading import ReadingError
from assistant.reading.archive import members
from assistant.reading.formats import grids
from assistant.reading.formats.encoded import decode
from assistant.reading.formats.package import is_archive, kind_of, open_package

#: How files begin that are made of parts (Word, Excel, PDF, RTF) and not of lines.
_MADE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
#: The styles that Word counts by itself, and the number that stands for each.
_STYLES = (
    ("Heading 1", "一、"),
    ("Heading 2", "（一）"),
    ("Heading 3", "1. "),
    ("List Number", "1. "),
    ("List Bullet", "• "),
)
#: How lists of work are headed: the task, and what is told of it.
_NAMED = re.compile(r"重点工作|重点任务|工作任务|主要任务|主要工作|任务名称|工作事项|^事项|^任务$|工作名称|重点项目")
_TOLD = re.compile(r"内容|目标|举措|措施|标准|成效|要求")
_HEAD, _SHORTEST = 12, 4
Rows = list[dict[int, str]]


def read_plan(source: Path | bytes, name: str | None = None) -> tuple[KeyTask, ...]:
    """The key tasks of a document in any format that tables are read from (Word, PDF, text …), in its order.

    Raises ``ReadingError`` with a Chinese sentence where the file cannot be read, or holds no key task.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    named = name or (source.name if isinstance(source, Path) else "工作计划")
    if is_archive(data, named):
        return _of_archive(data, named)
    if tasks := _of_document(data, named):
        return tasks
    raise ReadingError(f"在“{named}”里没有找到重点工作。请给出带编号条目的工作计划，或者直接把重点工作逐条发过来。")


def _of_document(data: bytes, name: str) -> tuple[KeyTask, ...]:
    lines, tables = list[str](), list[Rows]()
    if data.startswith(b"PK\x03\x04") and kind_of(data, name) == "docx":
        lines, tables = _word(data)
    elif data.startswith(b"%PDF"):
        lines = _unbroken(_pages(data, name))
    elif data.startswith(_MADE):
        read = grids(data, name)
        tables = [[{c.column: c.text for c in row} for row in g.rows] for g in read]
        lines = [c.text for g in read for c in g.cells]
    else:
        lines = [line for line in decode(data, name).splitlines() if line.strip()]
    listed = tuple(task for rows in tables for task in tasks_of_list(rows, name))
    return listed or key_tasks((text.strip(), f"{name} 第{n}段") for n, text in enumerate(lines, start=1))


def _of_archive(data: bytes, name: str) -> tuple[KeyTask, ...]:
    """The key tasks of all documents in a zip. Raises where none holds any."""
    found, why = dict[str, KeyTask](), "里面没有文件。"
    with open_package(data, name) as package:
        for inner, content in members(package):
            try:
                found |= {task.text: task for task in read_plan(content, inner)}
            except ReadingError as error:
                why = str(error)
    if not found:
        raise ReadingError(f"在压缩包“{name}”里没有找到重点工作：{why}")
    return tuple(found.values())


def _word(data: bytes) -> tuple[list[str], list[Rows]]:
    """The paragraphs of a Word document with the numbers that Word itself counts, and its tables."""
    import docx
    from docx.text.paragraph import Paragraph

    lines, tables = list[str](), list[Rows]()
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(_numbered(block.text.strip(), str(block.style.name if block.style else "")))
        else:
            rows = [{n: cell.text.strip() for n, cell in enumerate(row.cells)} for row in block.rows]
            tables.append(rows)
            lines += dict.fromkeys(text for row in rows for text in row.values())
    return [text for text in lines if text], tables


def _numbered(text: str, style: str) -> str:
    """A paragraph with a number in front where its style says that it has one."""
    if not text or is_numbered(text):
        return text
    return next((f"{sign}{text}" for begin, sign in _STYLES if style.startswith(begin)), text)


def _pages(data: bytes, name: str) -> list[str]:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFKC") as document:
            lines = [line for page in document.pages for line in (page.extract_text() or "").splitlines()]
    except PdfminerException as error:
        raise ReadingError(f"“{name}”打不开，文件可能已损坏或加了密码，请另存后重新上传。") from error
    if not any(line.strip() for line in lines):
        raise ReadingError(
            f"“{name}”里没有文字，像是扫描件或图片；请给Word、文本或能选中文字的PDF，或先用文字识别转换。"
        )
    return [line for line in lines if line.strip() and not re.fullmatch(r"[-—\s]*\d+[-—\s]*", line)]


def _unbroken(lines: Iterable[str]) -> list[str]:
    """Lines that a page broke, joined: a line goes on where it is long, ends without a stop and the next has no number."""
    joined: list[str] = []
    for line in lines:
        if (
            joined
            and not is_numbered(line)
            and len(joined[-1]) > 20
            and not joined[-1].endswith(("。", "；", "：", ":"))
        ):
            joined[-1] += line.strip()
        else:
            joined.append(line.strip())
    return joined


def tasks_of_list(rows: Rows, name: str) -> Iterator[KeyTask]:
    """The key tasks of a list: a table headed 重点工作 (工作任务, 事项) beside goals, offices or dates. None where the
    rows have no such heading."""
    for n, row in enumerate(rows):
        heads = {column: "".join(text.split()) for column, text in row.items() if text.strip()}
        named = [c for c, head in heads.items() if len(head) <= _HEAD and _NAMED.search(head)]
        told = [c for c, head in heads.items() if len(head) <= _HEAD and _TOLD.search(head) and c not in named[:1]]
        if len(heads) > 2 and (named or told):
            yield from _listed(rows[n + 1 :], (named or told)[0], told, name, n + 2)
            return


def _listed(rows: Rows, named: int, told: Sequence[int], name: str, first: int) -> Iterator[KeyTask]:
    seen = set[str]()
    for n, row in enumerate(rows, start=first):
        text = brief(" ".join(row.get(named, "").split()))
        if len(text) >= _SHORTEST and text not in seen:
            seen.add(text)
            detail = "\n".join([text, *(row[c] for c in told if row.get(c) and c != named)])
            yield KeyTask(text=text, origin=f"{name} 第{n}行", detail=detail)
