"""Key tasks (重点工作) out of a work plan or any other document: its numbered items, where it tells of this year's work."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.drafting.request import KeyTask
from assistant.reading import ReadingError
from assistant.reading.formats import grids
from assistant.reading.formats.package import kind_of
from assistant.reading.formats.text import decode

#: The usual ways to number, from the highest level down.
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^第?[一二三四五六七八九十]{1,3}(?:、|[.．]|是[，,])\s*",
        r"^[（(][一二三四五六七八九十]{1,3}[)）]\s*",
        r"^(?:\d{1,2}(?:[、．]|[.](?!\d))|[①-⑳])\s*",
        r"^(?:[（(]\d{1,2}[)）]|\d{1,2}[)）])\s*",
    )
)
_WORK = re.compile(
    r"重点工作|重点任务|主要任务|主要工作|工作任务|工作安排|工作重点|工作举措|工作措施|工作计划|年度任务|目标任务"
)
_ASIDE = re.compile(
    r"指导思想|总体要求|总体思路|基本情况|基本原则|存在(?:的)?(?:问题|不足)|保障措施|组织领导|组织保障|工作要求|有关要求|回顾|总结|完成情况"
)
_DOING = re.compile(
    r"^(?:全面|扎实|持续|深入|大力|积极|着力|切实|进一步|不断|加快|深化|推进|推动|开展|实施|加强|完善|建立|建设|健全|组织|落实|优化|强化|提升|提高|"
    r"打造|构建|做好|抓好|规范|整治|保障|创建|拓展|培育|巩固|统筹|严格|聚焦|坚持|启动|完成|新建|改造|举办|制定|编制|清理|排查|压实|筑牢|织密|助力)"
)
#: How files begin that are made of parts (Word, Excel, PDF, RTF) and not of lines.
_MADE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
_LONGEST, _SHORTEST = 160, 8


@dataclass(frozen=True)
class _Item:
    """A numbered line (level 0: not numbered) and where it stood."""

    level: int
    text: str
    origin: str


def read_plan(source: Path | bytes, name: str | None = None) -> tuple[KeyTask, ...]:
    """The key tasks of a document in any format that tables are read from (Word, PDF, text …), in its order.

    Raises ``ReadingError`` with a Chinese sentence where the file cannot be read, or holds no key task.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    named = name or (source.name if isinstance(source, Path) else "工作计划")
    if tasks := key_tasks((text.strip(), f"{named} 第{n}段") for n, text in enumerate(_lines(data, named), start=1)):
        return tasks
    raise ReadingError(f"在“{named}”里没有找到重点工作。请给出带编号条目的工作计划，或者直接把重点工作逐条发过来。")


def _lines(data: bytes, name: str) -> list[str]:
    """The lines of a document as a person reads them: paragraphs, cells, or what a page breaks put together again."""
    if data.startswith(b"PK\x03\x04") and kind_of(data, name) == "docx":
        return _paragraphs(data)
    if data.startswith(b"%PDF"):
        return _unbroken(_pages(data, name))
    if data.startswith(_MADE):
        return [c.text for g in grids(data, name) for c in g.cells]
    return [line for line in decode(data, name).splitlines() if line.strip()]


def _paragraphs(data: bytes) -> list[str]:
    import docx
    from docx.text.paragraph import Paragraph

    found: list[str] = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            cells = (cell for row in block.rows for cell in row.cells)
            found += dict.fromkeys(cell.text for cell in cells)
    return [text for text in found if text.strip()]


def _pages(data: bytes, name: str) -> list[str]:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFKC") as document:
            lines = [line for page in document.pages for line in (page.extract_text() or "").splitlines()]
    except PdfminerException as error:
        raise ReadingError(f"“{name}”打不开，文件可能已损坏或加了密码，请另存后重新上传。") from error
    return [line for line in lines if line.strip() and not re.fullmatch(r"[-—\s]*\d+[-—\s]*", line)]


def _unbroken(lines: Iterable[str]) -> list[str]:
    """Lines that a page broke, joined: a line goes on where it ends without a stop and the next has no number."""
    joined: list[str] = []
    for line in lines:
        numbered = any(sign.match(line) for sign in _LEVELS)
        if joined and not numbered and len(joined[-1]) > 20 and not joined[-1].endswith(("。", "；", "：", ":")):
            joined[-1] += line.strip()
        else:
            joined.append(line.strip())
    return joined


def key_tasks(lines: Iterable[tuple[str, str]]) -> tuple[KeyTask, ...]:
    """The key tasks among lines of text, each line with where it stood."""
    items = [item for text, origin in lines for item in _items(text, origin)]
    about = [i for i in _about_work(items) if len(i.text) >= _SHORTEST]
    numbered = sorted({i.level for i in about if i.level})
    level = next((lv for lv in numbered if sum(i.level == lv for i in about) > 1), 0)
    chosen = [i for i in about if i.level == level] if level else [i for i in about if _DOING.match(i.text)]
    seen: dict[str, KeyTask] = {}
    for item in chosen:
        if (text := _brief(item.text)) and not _ASIDE.search(text[:12]):
            seen.setdefault(text, KeyTask(text=text, origin=item.origin))
    return tuple(seen.values())


def _items(text: str, origin: str) -> Iterator[_Item]:
    """The lines of a text, each with the level of its number."""
    for line in filter(None, (part.strip() for part in text.splitlines())):
        level = next((n for n, sign in enumerate(_LEVELS, start=1) if sign.match(line)), 0)
        yield _Item(level, _LEVELS[level - 1].sub("", line) if level else line, origin)


def _about_work(items: list[_Item]) -> list[_Item]:
    """The items under headings that tell of work to do; without such headings, all that are not aside from it."""
    under, found, rest, any_work = None, list[_Item](), list[_Item](), False
    for item in items:
        heading = item.level == 1 and len(item.text) <= 30 and not _DOING.match(item.text)
        if heading:
            under = "work" if _WORK.search(item.text) else "aside" if _ASIDE.search(item.text) else None
            any_work = any_work or under == "work"
        elif under == "work":
            found.append(item)
        elif under is None:
            rest.append(item)
    return found if any_work and found else rest


def _brief(text: str) -> str:
    """A task as a table carries it: whole sentences, at most about one hundred and sixty characters."""
    kept = ""
    for sentence in re.findall(r"[^。；;！!]+[。；;！!]?", text):
        if kept and len(kept) + len(sentence) > _LONGEST:
            break
        kept += sentence
    return kept.strip()[:_LONGEST].rstrip("；;")
