"""Run all tests: ``python tests``. Extra words go to pytest: ``python tests -k values``."""

import shutil
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is parsed
    sys.exit("需要 Python 3.11 或更高版本。 Python 3.11 or later is needed.")

# Python put this folder first: its test packages would hide those of the same name they test.
sys.path[:1] = [str(Path(__file__).resolve().parent.parent)]

from assistant.environment import ROOT, TEST_LOCK, ensure  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge", "chrome")

if __name__ == "__main__":
    ensure(TEST_LOCK)
    import os

    import pytest

    os.chdir(ROOT)
    if not any(map(shutil.which, BROWSERS)):
        print("没有找到浏览器，浏览器测试将跳过。安装：sudo apt install chromium fonts-noto-cjk")
        print("No browser found, browser tests are skipped. Install it with the line above.")
    if not shutil.which("soffice"):
        print("没有找到 LibreOffice，.doc 等测试将跳过。安装：sudo apt install libreoffice-calc libreoffice-writer")
    sys.exit(pytest.main(sys.argv[1:]))
