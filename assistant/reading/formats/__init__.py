"""Each format to grids: told by what the bytes are, never by the name; a module is imported when its format is met."""

from __future__ import annotations

from assistant.reading.formats.encoded import text_grids
from assistant.reading.formats.mht import is_web_archive, page_of
from assistant.reading.grid import Grid
from assistant.reading.reading import ReadingError

#: Bytes of the largest file that is read at all.
LARGEST = 60_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def grids(data: bytes, name: str) -> list[Grid]:
    """The grids of a file (not of a zip of files). Raises ``ReadingError`` where it cannot be opened."""
    if not data.strip():
        raise ReadingError(f"“{name}”是空文件，里面没有内容，请检查后重新上传。")
    if len(data) > LARGEST:
        raise ReadingError(too_large(name, len(data)))
    if data[:4] == b"PK\x03\x04":
        return _package(data, name)
    if data[:8] == _OLE:
        return _ole(data, name)
    if data[:1024].lstrip()[:5] == b"%PDF-":
        from assistant.reading.formats.pdf import pdf_grids

        return pdf_grids(data, name)
    if data[:5] == b"{\\rtf":
        from assistant.reading.formats.doc import doc_grids

        return doc_grids(data, name, ".rtf")
    if data.startswith(_PICTURES) or data[:4] == b"RIFF":
        raise ReadingError(f"“{name}”是图片，读不出文字。请上传Excel、Word、带文字的PDF，或粘贴表格内容。")
    if is_web_archive(data):
        return text_grids(page_of(data, name), name)
    return text_grids(data, name)


def too_large(name: str, size: int) -> str:
    """The sentence about a file that is too large."""
    return f"“{name}”太大（{size // 1_000_000}MB，最多{LARGEST // 1_000_000}MB），请拆成较小的文件后再上传。"


def _package(data: bytes, name: str) -> list[Grid]:
    from assistant.reading.formats.package import kind_of

    kind = kind_of(data, name)
    if kind == "xlsx":
        from assistant.reading.formats.xlsx import xlsx_grids

        return xlsx_grids(data, name)
    if kind == "docx":
        from assistant.reading.formats.docx import docx_grids

        return docx_grids(data, name)
    if kind == "sheets":
        from assistant.reading.formats.xls import xls_grids

        return xls_grids(data, name)
    if kind == "odt":
        from assistant.reading.formats.doc import doc_grids

        return doc_grids(data, name, ".odt")
    raise ReadingError(f"“{name}”不是能读的文件（不是Excel或Word），请另存为xlsx或docx后再上传。")


def _ole(data: bytes, name: str) -> list[Grid]:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise ReadingError(f"“{name}”设了打开密码，读不了。请在Excel或Word里取消密码后再上传。")
    if holds("WordDocument"):
        from assistant.reading.formats.doc import doc_grids

        return doc_grids(data, name, ".doc")
    if holds("Workbook") or holds("Book"):
        from assistant.reading.formats.xls import xls_grids

        return xls_grids(data, name)
    raise ReadingError(f"“{name}”是旧式Office文件，但不是Excel或Word，或者已损坏，请另存为xlsx或docx后再上传。")
