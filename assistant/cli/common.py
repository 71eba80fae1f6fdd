"""What the commands share: files in, results out, and how trouble is told."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

from assistant.checking import Context
from assistant.checking.own import own_context
from assistant.reading import Reading, ReadingError, read
from assistant.retrieval import Index
from assistant.settings import Settings

T = TypeVar("T")


class Trouble(Exception):
    """Bad input or a state that forbids going on: the message is a Chinese sentence, the exit code 2."""


def say(text: str) -> None:
    """A line for the person, beside the results."""
    print(text, file=sys.stderr)


def put(result: str | bytes, to: Path | None = None) -> None:
    """A result: to a file, or to standard output (what is no text only where that is no terminal)."""
    content = result if isinstance(result, bytes) else (result.rstrip("\n") + "\n").encode()
    if to is not None:
        try:
            to.write_bytes(content)
        except OSError as error:
            raise Trouble(f"写不了 {to}：{reason(error)}。") from error
    elif isinstance(result, str):
        print(result.rstrip("\n"))
    elif sys.stdout.isatty():
        raise Trouble("这种格式不能显示在屏幕上；请用 -o 指明文件。")
    else:
        sys.stdout.buffer.write(content)


def as_json(data: Any, indent: int | None = 1) -> str:
    """JSON that keeps Chinese readable."""
    return json.dumps(data, ensure_ascii=False, indent=indent)


def read_file(path: Path) -> Reading:
    """Read one file. Raises ``Trouble`` with its name and what is wrong."""
    try:
        return read(path)
    except ReadingError as error:
        raise Trouble(f"{path}：{error}") from error
    except OSError as error:
        raise Trouble(f"{path}：{reason(error)}。") from error


def each(paths: Sequence[Path]) -> Iterator[tuple[Path, Reading | Trouble]]:
    """Read many files, with progress on a terminal; one bad file stops no other."""
    for path in progress(paths, "正在读取"):
        try:
            yield path, read_file(path)
        except Trouble as trouble:
            yield path, trouble


def progress(things: Sequence[T], what: str) -> Iterable[T]:
    """The things, with a progress bar where there are several and somebody looks."""
    console = Console(stderr=True)
    if len(things) < 2 or not console.is_terminal:
        return things
    return track(things, description=what, console=console, transient=True)


def own_rules(settings: Settings) -> Context:
    """The installation's own thresholds and words for the checker. Raises ``Trouble`` where they cannot be used."""
    try:
        return own_context(settings.rules, settings.words)
    except ValueError as error:
        raise Trouble(str(error)) from error


@contextmanager
def opened_index(settings: Settings) -> Iterator[Index]:
    """The index, given up at the end. Raises ``Trouble`` where another process owns the state folder."""
    from assistant.retrieval import StateInUse, open_index

    try:
        index = open_index(settings)
    except StateInUse as error:
        raise Trouble(str(error)) from error
    try:
        yield index
    finally:
        index.close()


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    if error.errno == errno.EADDRINUSE:
        return "这个端口已被占用"
    known = {
        FileNotFoundError: "没有这个文件或文件夹",
        PermissionError: "没有权限",
        IsADirectoryError: "这是文件夹，不是文件",
        NotADirectoryError: "路径里有一段不是文件夹",
    }
    return next((zh for kind, zh in known.items() if isinstance(error, kind)), f"系统不允许（{error.strerror}）")
