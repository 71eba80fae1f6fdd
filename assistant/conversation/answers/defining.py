"""What a word of the field means (释义): the glossary, the common indicators of the forms, the indicator library."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from assistant.checking import RULES
from assistant.conversation.actions import Define, Search
from assistant.conversation.answers.comparing import answer_search
from assistant.conversation.reply import Grid, Option, Options, Part, Parts, Progress, Text
from assistant.conversation.turn import Turn
from assistant.retrieval import Index
from assistant.retrieval.library import LibraryIndicator, indicators_of
from assistant.table import print_number, templates
from assistant.table.model import Model

_ALIKE = 88
_SHOWN = 3
_BETTER = {"higher": "越高越好", "lower": "越低越好", "exact": "以达到为准"}


class Term(Model):
    """A word of the field: what it is, how to write it, and the rules that watch it."""

    name: str
    also: tuple[str, ...] = ()
    what: str
    how: str
    rules: tuple[str, ...] = ()


@cache
def glossary() -> tuple[Term, ...]:
    """All terms of ``glossary.toml``."""
    text = (files("assistant.conversation") / "glossary.toml").read_text("utf-8")
    return tuple(Term.model_validate(term) for term in tomllib.loads(text)["terms"])


async def answer_define(action: Define, turn: Turn) -> Parts:
    """The term's own entry, else the indicators of that name in the library; what neither knows is searched for."""
    if term := _term(action.term):
        for part in _told(term):
            yield part
        return
    if meaning := _common(action.term):
        yield meaning
        return
    yield Progress(text="正在打开指标库…")
    index = await asyncio.to_thread(turn.rooms.index)
    known = await asyncio.to_thread(lambda: _in_library(action.term, index))
    if known:
        yield _defined(action.term, known)
        name = known[0][1].name
        yield Options(options=(Option(label="同类部门定多少", say=f"“{name}”同类部门定多少"),))
        return
    yield Text(text=f"术语和指标库里没有“{action.term}”，下面是相近的指标。", tone="note")
    async for part in answer_search(Search(question=action.term), turn):
        yield part


def _term(asked: str) -> Term | None:
    wanted = asked.removesuffix("指标") or asked
    for term in glossary():
        names = {term.name, *term.also}
        if asked in names or wanted in {name.removesuffix("指标") for name in names}:
            return term
    return None


def _told(term: Term) -> list[Part]:
    lines = [f"{term.name}：{term.what}", f"怎么写：{term.how}"]
    watched = [f"{code} {RULES[code].zh}" for code in term.rules]
    lines += [f"检查器看：{'、'.join(watched)}"] if watched else []
    return [
        Text(text="\n".join(lines)),
        Options(options=(Option(label=f"找几个{term.name}", say=f"查找 {term.name}"),)),
    ]


def _common(asked: str) -> Part | None:
    known = {c.name: c for form in templates() for c in form.common if c.meaning}
    found = _nearest(asked, known)
    if not found:
        return None
    common = known[found[0]]
    return Text(
        text=f"{common.name}（共性指标，{common.section} › {common.category}，通常 {common.value}）：{common.meaning}"
    )


def _in_library(asked: str, index: Index) -> list[tuple[str, LibraryIndicator]]:
    """Kind and indicator, likest names first; a kind that is named in the question is the only one."""
    mentioned = index.mentioned(asked)
    libraries = [k for k in index.libraries if not mentioned.kinds or k.kind in mentioned.kinds]
    for words, kinds in ((asked, index.libraries), (mentioned.matter, libraries)):
        named = [
            (kind.kind, i, wording) for kind in kinds for i in indicators_of(kind) for wording in (i.name, *i.also)
        ]
        near = _nearest(words, [wording for _, _, wording in named])
        found = {(kind, i.name): (kind, i) for best in near for kind, i, wording in named if wording == best}
        if found:
            return list(found.values())[:_SHOWN]
    return []


def _nearest(asked: str, names: Iterable[str]) -> Sequence[str]:
    found = process.extract(
        asked,
        list(dict.fromkeys(names)),
        scorer=fuzz.ratio,
        processor=default_process,
        score_cutoff=_ALIKE,
        limit=_SHOWN,
    )
    return [name for name, _, _ in found]


def _defined(asked: str, known: Sequence[tuple[str, LibraryIndicator]]) -> Grid:
    return Grid(
        title=f"指标库里的“{asked}”",
        columns=("指标", "怎么算", "数据来源", "为什么用", "通常取值", "哪类部门"),
        rows=tuple((i.name, i.formula, i.data, i.why, _usual(i), kind) for kind, i in known),
        note="指标库为本产品编写，通常取值供参考，以本地口径为准。",
    )


def _usual(indicator: LibraryIndicator) -> str:
    if indicator.range is None:
        return "、".join(indicator.scale)
    low, high = (print_number(n) for n in indicator.range)
    return f"{low}–{high}{indicator.unit or ''}，{_BETTER[indicator.better]}"
