"""What the command-line library says in English, said in Chinese: help pages and usage errors."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

_HELP = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]…"),
    (r"^Options:", "选项："),
    (r"^Arguments:", "参数："),
    (r"^Commands:", "命令："),
    (r"Show this message and exit\.", "显示这段说明。"),
    (r"\[required\]", "（必填）"),
    (r"\[default: ([^\]]*)\]", r"（默认 \1）"),
    (r" <(?:list\[)?(?:str|int|float|path|Path)\]?>", ""),
    (r"\{([^{}]*…)\}(?:\.\.\.)?", r"\1"),
)
_ERRORS = (
    (r"Missing argument '?([^'.]+)'?\.?.*", r"缺少参数：\1。"),
    (r"Missing option '?([^'.]+)'?\.?.*", r"缺少选项：\1。"),
    (r"No such command '(.*)'\.?.*", r"没有“\1”这个命令。"),
    (r"No such option: (\S+) \(Possible options: (.*)\)", r"没有 \1 这个选项；是不是 \2？"),
    (r"No such option: (\S+).*", r"没有 \1 这个选项。"),
    (r"Option '(.*)' requires .*", r"选项 \1 后面要跟一个值。"),
    (r"Option '(.*)' does not take a value.*", r"选项 \1 后面不跟值。"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多出了参数：\1。"),
    (r"Invalid value for '?([^':]+)'?: Input should be .*", r"\1 的值不对，要填数字，并且在允许的范围里。"),
    (r"Invalid value for '?([^':]+)'?: '?([^']*)'? is not (?:one of|a valid) .*", r"\1 的值“\2”不对。"),
    (r"Invalid value for '?([^':]+)'?: '?([^']*)'? is not in the range (.*)\.", r"\1 的值“\2”超出范围 \3。"),
)


class Command(TyperCommand):
    """A command whose help page is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """All commands, with a help page in Chinese."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


def phrase(error: TyperException) -> str:
    """A usage error as a Chinese sentence that says where help is; a help page stays what it is."""
    said = error.format_message().strip()
    if said.startswith("用法"):
        return said
    for pattern, chinese in _ERRORS:
        if re.fullmatch(pattern, said, re.DOTALL):
            return f"{re.sub(pattern, chinese, said, flags=re.DOTALL)}用 zhibiao --help 查看用法。"
    return f"命令写得不对（{said}）。用 zhibiao --help 查看用法。"


def _in_chinese(text: str) -> str:
    for pattern, chinese in _HELP:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text
