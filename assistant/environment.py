"""The project's own environment, made at the first start: only the standard library, for nothing is installed yet.

``app.py`` and ``tests`` call :func:`ensure` before they import anything else. It works the same on Linux, macOS and
Windows, and leaves the system's Python alone (many refuse ``pip install`` outside an environment, PEP 668).
"""

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
STAMP = HOME / "installed.txt"
APP_LOCK = "requirements.lock"
TEST_LOCK = "requirements-dev.lock"


def ensure(*locks: str) -> None:
    """Go on in the project's environment, with one of ``locks`` installed; the first is installed where none is.

    Returns when this process already runs there; otherwise runs the same command there and exits with its code.
    """
    wanted = [_digest(lock) for lock in locks]
    if not (STAMP.exists() and STAMP.read_text("ascii") in wanted):
        _install(locks[0])
    if Path(sys.prefix).resolve() == HOME.resolve():
        return
    command = [str(_python()), *sys.orig_argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def _digest(lock: str) -> str:
    texts = (ROOT / lock).read_bytes(), (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(b"\n".join(text.replace(b"\r\n", b"\n") for text in texts)).hexdigest()


def _python() -> Path:
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _install(lock: str) -> None:
    print("首次启动：正在建立运行环境，通常需要一到三分钟…\nFirst start: making the environment, one to three minutes…")
    if not _python().exists():
        try:
            venv.create(HOME, with_pip=True)
        except (subprocess.CalledProcessError, ImportError):
            sys.exit(
                "这台机器的 Python 缺少 venv 组件，无法建立运行环境。Debian/Ubuntu 请先执行：\n"
                "    sudo apt install python3-venv\n"
                "This Python has no venv; install it with the line above."
            )
    # --no-deps: the lock names everything, and leaves out what embedded Chroma never imports.
    _pip("install", "--no-deps", "--require-hashes", "-r", str(ROOT / lock))
    _pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(_digest(lock), "ascii")


def _pip(*arguments: str) -> None:
    command: Sequence[str] = [str(_python()), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, check=False).returncode:
        sys.exit(
            "安装依赖没有成功（原因见上）。请检查网络或软件源设置后重试；没有外网的机器见 README 的“离线安装”。\n"
            "Installing failed (see above). Check the network or package index and try again; offline: see README."
        )
