"""The command line: ``zhibiao app|read|check|draft|compare|diff|search|similar|ask|rules|rule``.

Exit codes as linters have them: 0 all well, 1 findings at or above ``--fail-on`` (or two tables that differ), 2 bad
input. Results go to standard output; progress and what went wrong to standard error, in Chinese, never a traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer
from typer.exceptions import TyperException

from assistant.cli import asking, corpus, tables
from assistant.cli.common import Trouble, say
from assistant.cli.phrases import Command, Group, phrase

_COMMANDS: dict[str, Callable[..., int]] = {
    "app": asking.app,
    "read": tables.read,
    "check": tables.check,
    "draft": asking.draft,
    "compare": corpus.compare,
    "diff": tables.diff,
    "search": corpus.search,
    "similar": corpus.similar,
    "ask": asking.ask,
    "rules": tables.rules,
    "rule": tables.rule,
}

app = typer.Typer(
    cls=Group,
    help="指标助手：起草、核验、比较部门预算绩效目标表。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, command in _COMMANDS.items():
    app.command(name, cls=Command)(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    try:
        code = app(list(arguments), standalone_mode=False, prog_name="zhibiao")
        return code if isinstance(code, int) else 0
    except Trouble as trouble:
        say(str(trouble))
        return 2
    except TyperException as error:
        say(phrase(error))
        return 2
    except (typer.Abort, KeyboardInterrupt):
        say("已中止。")
        return 130
    except BrokenPipeError:  # whoever read our output has gone, as in ``zhibiao rules | head``
        return 0
