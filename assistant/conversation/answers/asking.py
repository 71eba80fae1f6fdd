"""Questions back that several answers share: which row is meant, and that there is no table yet."""

from __future__ import annotations

from assistant.conversation.edition import Edition
from assistant.conversation.reply import Option, Options, Text


def which(edition: Edition) -> Options:
    """Which row? The faulty ones are offered."""
    faulty = dict.fromkeys(f.row for f in (*edition.report.errors, *edition.report.findings) if f.row is not None)
    if not faulty:
        return Options(text="表里没有查出有问题的行。可以在右边点一行再问。")
    return choose(edition, tuple(faulty)[:6], "您说的是哪一条？也可以在右边点中一行再问。")


def choose(edition: Edition, rows: tuple[int, ...], question: str) -> Options:
    """One of some rows."""
    return Options(
        text=question,
        options=tuple(
            Option(label=f"第{r + 1}条 {edition.table.indicators[r].name}", say=f"第{r + 1}条为什么不合格")
            for r in rows
        ),
    )


def no_table() -> Text:
    """There is nothing yet to speak about."""
    return Text(text="还没有表。请先上传一张绩效目标表，或者说“起草2027年绩效目标”。")
