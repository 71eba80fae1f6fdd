"""The outline of a work plan (工作计划): its numbered items as a tree, and which of them are this year's key tasks.

A key task is the lowest numbered item under headings that only name a theme; what stands below it is its detail, where
the numbers are (新建停车位2000个). Reviews of last year, guiding thoughts and safeguards are no tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.drafting.request import KeyTask

#: The usual ways to number, from the highest level down; the last (一是…二是…) within a paragraph.
LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^第?[一二三四五六七八九十]{1,3}(?:、|[.．]|是[，,])\s*",
        r"^[（(][一二三四五六七八九十]{1,3}[)）]\s*",
        r"^(?:\d{1,2}(?:[、．]|[.](?!\d))|[①-⑳])\s*",
        r"^(?:[（(]\d{1,2}[)）]|\d{1,2}[)）])\s*",
    )
)
_WITHIN = re.compile(r"(?:^|(?<=[：:；;。，,]))\s*[一二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff])")
_WITHIN_LEVEL = len(LEVELS) + 1
#: Points of a list, and the paragraphs 一是…, 二是…: below whatever has a number.
_POINT = re.compile(r"^\s*(?:[•●▪■◆○·*]\s*|[-–—]\s+|[一二三四五六七八九十]{1,2}是(?=[\u4e00-\u9fff]))")
_WORK = re.compile(
    r"重点工作|重点任务|主要任务|主要工作|工作任务|工作安排|工作重点|工作举措|工作措施|工作计划|年度任务|目标任务"
)
_ASIDE = re.compile(
    r"指导思想|总体要求|总体思路|工作思路|基本情况|基本原则|存在(?:的)?(?:问题|不足)|保障措施|组织领导|组织保障|工作要求|有关要求|回顾|总结|完成情况|"
    r"工作成效|取得(?:的)?成效|主要成绩"
)
_DOING = re.compile(
    r"^(?:全面|扎实|持续|深入|大力|积极|着力|切实|进一步|不断|加快|深化|推进|推动|开展|实施|加强|完善|建立|建设|健全|组织|落实|优化|强化|提升|提高|"
    r"打造|构建|做好|抓好|规范|整治|保障|创建|拓展|培育|巩固|统筹|严格|聚焦|坚持|启动|完成|新建|改造|举办|制定|编制|清理|排查|压实|筑牢|织密|助力|"
    r"扩大|守牢|守住|招聘|培训|新增|修缮|发放|救助|治理|打击|防范|化解|支持|引进|争取|承办|送|为)"
)
_SLOGAN = re.compile(r"^(?:以习近平|坚持以|高举|全面贯彻|深入贯彻|深入学习|认真贯彻|认真学习|紧紧围绕|坚持.{0,20}指导)")
_LONGEST, _SHORTEST, _TITLE, _HEADING = 160, 6, 30, 15


@dataclass
class _Item:
    """A numbered line (level 0: not numbered), where it stood, the lines that follow it and the items below it."""

    level: int
    text: str
    origin: str
    body: list[str] = field(default_factory=list)
    below: list[_Item] = field(default_factory=list)

    @property
    def detail(self) -> str:
        """Everything that it says."""
        return "\n".join((self.text, *self.body, *(item.detail for item in self.below)))


def key_tasks(lines: Iterable[tuple[str, str]]) -> tuple[KeyTask, ...]:
    """The key tasks among lines of text, each line with where it stood."""
    top = _tree(item for text, origin in lines for item in _items(text, origin))
    kept = [item for item in _without_asides(top) if len(item.text) >= _SHORTEST or _WORK.search(item.text)]
    work = [item for item in kept if _names_work(item)]
    under = [below for item in work for below in (item.below or _loose(item))]
    rest = [item for item in kept if item not in work]
    numbered = [item for item in rest if item.level]
    candidates = under or (numbered if len(numbered) > 1 or not rest else [i for i in rest if i.level or _is_task(i)])
    seen: dict[str, KeyTask] = {}
    for item in _tasks(candidates):
        text = brief(item.text)
        if len(text) >= _SHORTEST and not _SLOGAN.match(text):
            seen.setdefault(text, KeyTask(text=text, origin=item.origin, detail=item.detail))
    return tuple(seen.values())


def is_numbered(line: str) -> bool:
    """Whether a line begins with a number of an outline."""
    return any(sign.match(line) for sign in (*LEVELS, _POINT))


def brief(text: str) -> str:
    """A task as a table carries it: whole sentences, at most about one hundred and sixty characters."""
    kept = ""
    for sentence in re.findall(r"[^。；;！!]+[。；;！!]?", text):
        if kept and len(kept) + len(sentence) > _LONGEST:
            break
        kept += sentence
    return kept.strip()[:_LONGEST].rstrip("；;")


def _items(text: str, origin: str) -> Iterator[_Item]:
    """The lines of a text, each with the level of its number; what is counted within a line (一是…) is below it."""
    for line in filter(None, (part.strip() for part in text.splitlines())):
        first, *within = _WITHIN.split(line) if len(_WITHIN.findall(line)) > 1 else [line]
        level = next((n for n, sign in enumerate(LEVELS, start=1) if sign.match(first)), 0)
        said = LEVELS[level - 1].sub("", first) if level else first
        if not level and (point := _POINT.match(first)):
            level, said = _WITHIN_LEVEL, first[point.end() :]
        if not level and len(said) <= _HEADING and (_WORK.search(said) or _ASIDE.search(said)):
            level = 1  # a heading that nobody numbered
        if said:
            yield _Item(level, said, origin)
        for piece in within:
            yield _Item(_WITHIN_LEVEL, piece.strip().rstrip("；;"), origin)


def _tree(items: Iterable[_Item]) -> list[_Item]:
    """The items that stand below no other, each with what follows it until the next of its level or above."""
    top, open_ = list[_Item](), list[_Item]()
    for item in items:
        if not item.level:
            if open_:
                open_[-1].body.append(item.text)
            else:
                top.append(item)
            continue
        while open_ and open_[-1].level >= item.level:
            open_.pop()
        (open_[-1].below if open_ else top).append(item)
        open_.append(item)
    return top


def _without_asides(items: Iterable[_Item]) -> Iterator[_Item]:
    for item in items:
        if not (_ASIDE.search(item.text[:12]) or (len(item.text) <= _TITLE and _ASIDE.search(item.text))):
            item.below = list(_without_asides(item.below))
            yield item


def _names_work(item: _Item) -> bool:
    """Whether it is a heading under which the year's work stands."""
    heading = item.level == 1 and len(item.text) <= _TITLE and not _DOING.match(item.text)
    return heading and bool(_WORK.search(item.text)) and bool(item.below or item.body)


def _loose(heading: _Item) -> list[_Item]:
    """The lines under a heading of work that nobody numbered."""
    return [i for n in heading.body if _is_task(i := _Item(0, n, heading.origin))]


def _tasks(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items themselves, or, of one that only names a theme, those below it."""
    for item in items:
        concrete = [b for b in item.below if b.level < _WITHIN_LEVEL and _is_task(b)]
        titled = len(item.text) <= _TITLE and "。" not in item.text.rstrip("。")
        if titled and concrete:
            yield from _tasks(item.below)
        elif item.level or _is_task(item):
            yield item


def _is_task(item: _Item) -> bool:
    return len(item.text) >= _SHORTEST and bool(_DOING.match(item.text) or re.search(r"\d", item.text))
