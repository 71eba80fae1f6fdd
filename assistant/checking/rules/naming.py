"""WRD: are the indicators named so that each is one measurable thing (指向明确)?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.findings import DeleteRow, Fix, SplitRow
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet
from assistant.checking.wording import Wording

#: What is no more than a sign or a figure is no name that could be repeated.
_WORDS = re.compile("[\u4e00-\u9fff]{2}|[A-Za-z]{2}")
#: All of a task, for its value: 完成100%.
_ALL_DONE = re.compile("(?:全部|按时|按期|如期)?(?:完成|落实|达到|实现)(?:率|比例)?100[%％]|全部(?:完成|落实|到位)")
#: Names of so many characters that are made of the same ones say the same: 农村供水工程维护数, 维护农村供水工程数.
_ORDERED = 7
#: What a count ends in, what only says that it is done, how much must be left; words for who does it to whom.
_COUNTS = re.compile("(?:场次|场数|次数|人次|人数|户数|家数|所数|座数|台数|件数|数)$")
_DOING = re.compile("^(?:举办|举行|开展|组织|实施|完成)+")
_TELLING = 4
_WHOM = re.compile("[对到向由给至]")


@rule(
    code="WRD001",
    zh="同一项指标出现两次",
    en="The same indicator twice",
    severity="error",
    basis="mof-2013-53-clear",
    what="同一个指标名称在一张表里出现不止一次。",
    why="重复的指标会重复计分，两处的值不一致时更不知道以哪个为准。",
    mend="留下一条，删去其余；确实是两件事的，把名称写得能够区分。",
)
def same_name(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    general = sheet.words.of(Wording).general
    first: dict[tuple[str, ...], Row] = {}
    for row in sheet.rows:
        if not _WORDS.search(row.key):
            continue
        i = row.indicator
        where = (i.category or "", i.duty or "", i.key_task or "") if row.key in general else ()
        before = first.setdefault((row.key, *where), row)
        if before is not row:
            # With a weight gone the others must be weighed anew, which is the person's to do.
            same = i.weight is None and before.indicator.model_copy(update={"name": i.name}) == i
            yield Fault(
                f"“{row.name}”与前面的一条重复",
                f"{_place(before)}已有“{before.name}”",
                row=row.index,
                cell="name",
                fix=Fix(title="删去重复的这一条", edits=(DeleteRow(row=row.index),), safe=same),
            )


@rule(
    code="WRD002",
    zh="两个名称说的是同一件事",
    en="Two names that mean the same",
    severity="warning",
    basis="mof-2013-53-clear",
    what="两条指标名称不同，意思却一样。",
    why="换个说法的重复指标同样会重复计分，评审时会要求合并。",
    mend="合并成一条，用规范的说法。",
)
def same_meaning(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    wording = sheet.words.of(Wording)
    first: dict[str, Row] = {}
    for row in sheet.rows:
        meant = "" if row.key in wording.general else wording.meant(row.key)
        before = first.setdefault(meant, row) if len(meant) > 2 else row
        if before is row and _turned_round(meant):
            before = first.setdefault("".join(sorted(meant)), row)
        if before is row and meant and (counted := _counted(meant, row)):
            before = first.setdefault(counted, row)
        if before is row or before.key == row.key or _counted_otherwise(before, row):
            continue
        extra = before if row.common and not before.common else row
        yield Fault(
            f"“{row.name}”与“{before.name}”说的是同一件事",
            f"{_place(before)}已有“{before.name}”",
            row=row.index,
            cell="name",
            fix=Fix(title=f"删去“{extra.name}”", edits=(DeleteRow(row=extra.index),)),
        )


@rule(
    code="WRD003",
    zh="一个名称里有两件事",
    en="One name that measures two things",
    severity="warning",
    basis="mof-2013-53-clear",
    what="一个指标名称把两项以上的内容并在一起，只给了一个指标值。",
    why="几件事共用一个值，完成了哪一件、没完成哪一件都看不出来。",
    mend="拆成几条，一条一个指标值；只有一件是重点的，只留那一件。",
)
def two_things(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    wording = sheet.words.of(Wording)
    for row in sheet.own_rows:
        two = wording.two(row.key)
        if two is None:
            continue
        names = two.names if len(set(two.names)) == len(two.names) else ()
        yield Fault(
            f"“{row.name}”一个名称里有{len(two.parts)}件事",
            f"分别是{'、'.join(f'“{part}”' for part in two.parts)}",
            row=row.index,
            cell="name",
            fix=Fix(
                title=f"拆成{'、'.join(f'“{name}”' for name in names)}",
                edits=(SplitRow(row=row.index, names=names),),
            )
            if names
            else Fix(title="拆成几条，一条一个指标值", asks=f"“{row.name}”分别用哪几条指标，各是多少？"),
        )


@rule(
    code="WRD004",
    zh="写成了口号、任务或句子",
    en="A slogan, a task or a sentence where a measurable name should stand",
    severity="warning",
    basis="targets-measurable",
    what="三级指标写成了口号、工作任务或一句话，看不出量的是什么。",
    why="指标要能衡量；“进一步加强”“做好”这样的写法，年底怎么说都算完成。",
    mend="写出量什么：数量、比率、时间、程度；任务本身写进重点工作。",
)
def no_measure(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    wording = sheet.words.of(Wording)
    for row in sheet.own_rows:
        said = unmeasured(row, wording)
        if said is not None:
            yield Fault(
                f"“{row.name}”{said}，不是可以衡量的指标",
                row=row.index,
                cell="name",
                fix=Fix(title="写出量什么", asks=f"“{row.name}”用什么来量（数量、比率、时间、程度），目标是多少？"),
            )


def unmeasured(row: Row, wording: Wording) -> str | None:
    """What a name is, where it is no name of something measurable."""
    value = row.indicator.full_year or row.indicator.half_year
    counted = value is not None and value.number is not None
    if wording.sentence(row.key) and not (counted and wording.measured_at_length(row.key)):
        return "是一句话"
    if wording.measurable(row.key, counted=counted):
        return None
    if word := wording.slogan(row.key):
        return f"是以“{word}”开头的口号"
    if value is None or value.kind != "word":
        return None
    if word := wording.task(row.key):
        return f"是以“{word}”开头的工作任务"
    if (value.text in wording.done or _ALL_DONE.fullmatch(value.text)) and row.key.endswith(tuple(wording.task_ends)):
        return f"是一项工作任务（指标值是“{value.text}”）"
    return None


def _counted(meant: str, row: Row) -> str | None:
    """What a row counts, for comparing whatever its verb and its word for the count: 举办读书活动场数 and 读书活动场次 ≥100场,
    敬老院改造数量 and 改造敬老院数 =5所. None where it counts nothing, or too little is left to tell."""
    value = row.indicator.full_year
    core = _DOING.sub("", _COUNTS.sub("", meant))
    if value is None or value.number is None or value.unit in (None, "%") or core == meant or len(core) < _TELLING:
        return None
    return f"{''.join(sorted(core))}/{value.unit}" if not _WHOM.search(core) else None


def _turned_round(meant: str) -> bool:
    """Whether a name says the same with its words in another order: long enough, and with no word for who to whom."""
    return len(meant) >= _ORDERED and not _WHOM.search(meant)


def _counted_otherwise(a: Row, b: Row) -> bool:
    """Whether two rows count in different units, so that they cannot be one."""
    one, other = a.indicator.full_year, b.indicator.full_year
    return bool(one and other and one.unit and other.unit and one.unit != other.unit)


def _place(row: Row) -> str:
    i = row.indicator
    return f"第{row.index + 1}行（{' › '.join(t for t in (i.section, i.category) if t)}）"
