"""Older word files (doc, rtf, odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from assistant.reading.formats.docx import docx_grids
from assistant.reading.grid import Grid
from assistant.reading.reading import ReadingError

_SECONDS = 90


def doc_grids(data: bytes, name: str, ending: str) -> list[Grid]:
    """The grid of a document that LibreOffice turns into docx first; nothing stays behind on the disk."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
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
        return docx_grids(made.read_bytes(), name)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the office and what it started."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
