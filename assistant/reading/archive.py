"""Zip files of tables: each file read by itself, the tables put together."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Iterator

from assistant.reading.formats.package import open_package
from assistant.reading.reading import Reading, ReadingError, Repair

_MOST_FILES = 300


def read_archive(data: bytes, name: str, read_one: Callable[[bytes, str], Reading]) -> Reading:
    """All tables of the files in a zip; a file that cannot be read becomes a doubt, unless none can."""
    readings: list[Reading] = []
    failed: list[str] = []
    with open_package(data, name) as package:
        inside = _files(package)
        if len(inside) > _MOST_FILES:
            raise ReadingError(f"“{name}”里有{len(inside)}个文件，太多（最多{_MOST_FILES}个），请分几次上传。")
        for member in inside:
            inner = _named(member)
            try:
                readings.append(read_one(package.read(member), inner))
            except ReadingError as error:
                failed.append(str(error))
            except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
                failed.append(f"“{inner}”在压缩包里已损坏，请重新压缩后再上传。")
    if not readings:
        why = failed[0] if failed else "里面没有文件。"
        raise ReadingError(f"“{name}”里没有能读的绩效目标表：{why}")
    return _merged(readings, failed)


def members(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files of a zip that can be unpacked, each by its name and bytes."""
    for member in _files(package)[:_MOST_FILES]:
        with contextlib.suppress(zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
            yield _named(member), package.read(member)


def _files(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [m for m in package.infolist() if not m.is_dir() and not _hidden(m.filename)]


def _merged(readings: list[Reading], failed: list[str]) -> Reading:
    first = 0
    repairs: list[Repair] = []
    doubts: list[Repair] = []
    for reading in readings:
        repairs += [r.model_copy(update={"table": r.table + first}) for r in reading.repairs]
        doubts += [d.model_copy(update={"table": d.table + first}) for d in reading.doubts]
        first += len(reading.tables)
    doubts += [Repair(what=f"压缩包里有文件没有读入：{why}") for why in failed]
    return Reading(
        tables=tuple(t for reading in readings for t in reading.tables), repairs=tuple(repairs), doubts=tuple(doubts)
    )


def _hidden(path: str) -> bool:
    last = path.rsplit("/", 1)[-1]
    return path.startswith("__MACOSX") or last.startswith((".", "~$")) or last == "Thumbs.db"


def _named(member: zipfile.ZipInfo) -> str:
    """The file's name; Chinese Windows writes GBK where the zip format means something else."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.rsplit("/", 1)[-1]
