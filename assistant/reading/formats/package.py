"""Zip packages (xlsx, docx, zip): what kind they are, and whether it is safe to unpack them."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from assistant.reading.reading import ReadingError

_PART = 150_000_000
_WHOLE = 400_000_000
_RATIO = 250

Package = Literal["xlsx", "docx", "sheets", "odt", "zip"]


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """The package, checked: not broken, not locked, not a bomb, no document types (and so no entities) in its XML."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise ReadingError(f"“{name}”打不开，文件不完整或已损坏，请重新保存或下载后再上传。") from None
    if any(part.flag_bits & 1 for part in parts):
        raise ReadingError(f"“{name}”设了密码，读不了，请去掉密码后再上传。")
    whole = sum(part.file_size for part in parts)
    swollen = any(p.file_size > 20_000_000 and p.file_size > _RATIO * max(p.compress_size, 1) for p in parts)
    if len(parts) > 20_000 or whole > _WHOLE or swollen or any(part.file_size > _PART for part in parts):
        raise ReadingError(
            f"“{name}”解压后过大（{whole // 1_000_000}MB），可能是压缩炸弹，未打开。请只保留需要的表格后再上传。"
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _declares(package, part, name):
            raise ReadingError(f"“{name}”里的XML带有文档类型或外部实体声明，不是正常的Office文件，为安全起见未打开。")
    return package


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bool:
    try:
        with package.open(part) as stream:
            head = stream.read(4096)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise ReadingError(f"“{name}”里有损坏的部分，打不开，请重新保存或下载后再上传。") from None
    except Exception as error:  # zlib.error is no subclass of the above
        raise ReadingError(f"“{name}”里有损坏的部分（{type(error).__name__}），打不开，请重新保存后再上传。") from None
    text = head.decode("utf-16", errors="ignore") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    return "<!DOCTYPE" in text or "<!ENTITY" in text


def kind_of(data: bytes, name: str) -> Package:
    """Which format a package is, from its parts."""
    names = set(open_package(data, name).namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "sheets"
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and "mimetype" in names:
        return "odt" if any(n.startswith("Object") or n == "styles.xml" for n in names) and _is_text(data) else "sheets"
    return "zip"


def is_archive(data: bytes, name: str) -> bool:
    """Whether the bytes are a plain zip of files."""
    return data[:4] == b"PK\x03\x04" and kind_of(data, name) == "zip"


def _is_text(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"opendocument.text" in package.read("mimetype")[:200]
