"""REL: is what the department has to do, wants and pays for taken up by key tasks and indicators (相应匹配)?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from assistant.checking.extent import Extent, Uptake, goal_parts
from assistant.checking.findings import Fix, MoveRow
from assistant.checking.parameters import Parameters
from assistant.checking.relevance import ROW, is_residual
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Sheet, plain, shortened
from assistant.checking.stated import single, stated
from assistant.checking.strands import longest
from assistant.checking.strung import headings

_ASSIGNED = ("交办", "督办", "批示", "上级", "临时", "其他", "其它", "领导", "办结", "落实率", "完成率")

#: What every department does for all its duties together: carry out policy, plan, draft rules.
_GENERAL = re.compile(
    r"^(全面)?(贯彻|拟订|拟定|起草|研究|制定|编制)[^;；。]{0,40}(发展规划|方针|法律法规|地方性法规|规章)[^;；。]{0,14}[。]?$"
)

#: What a department needs to be there at all has seldom an indicator of its own.
_RUNNING = re.compile(
    r"(办案业务|业务|专项业务|机关运[行转]|运[行转]|日常|日常运[行转]|办公|公用|后勤|后勤保障|物业|物业管理|水电|租赁|房租|综合保障|机关保障|基本保障|工作)(经费|费用|费|保障费|支出|专项)$"
    r"|(大厅|办公楼|办公用房|机关|大楼|场所|后勤)(的)?(运行|运转|物业|租赁|维修|修缮|保障|运维)(管理|维护)?(经费|费用|费)?$"
)


@rule(
    code="REL004",
    zh="重点工作只重复职能，或只写交办事项",
    en="A key task that only repeats its duty, or only passes on what others assign",
    severity="warning",
    basis="mof-2013-53-clear",
    what="重点工作把职能照抄一遍，或者只写“交办的其他事项”，下面却放着不相干的指标。",
    why="重点工作要写当年具体做什么；照抄职能等于没有写，不相干的指标也找不到对应的事。",
    mend="写出本年度的具体工作；不相干的指标移到它对应的职能下。",
    needs=("duty_blocks",),
    parameters={"alike": "重点工作与职能的文字有几成相同就算照抄"},
)
def no_task_of_its_own(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    alike = float(p.number("alike")) * 100
    for block in sheet.blocks:
        if not block.duty or not block.key_task:
            continue
        if is_residual(block.key_task, sheet.words):
            for row in block.rows:
                name = sheet.table.indicators[row].name
                if name and not any(word in name for word in _ASSIGNED):
                    yield Fault(
                        f"“{name}”与“{shortened(block.key_task)}”没有关系",
                        "交办事项下面应当是交办事项的办结、落实情况",
                        row=row,
                        cell="key_task",
                        fix=_home(sheet, row)
                        or Fix(title="移到它对应的职能下", asks=f"“{name}”是哪项职能、哪项重点工作的指标？"),
                    )
        elif fuzz.ratio(plain(block.key_task), plain(block.duty)) >= alike:
            yield Fault(
                f"重点工作“{shortened(block.key_task)}”只是重复了职能",
                row=block.rows[0],
                cell="key_task",
                fix=Fix(title="写出今年的具体工作", asks=f"“{shortened(block.duty)}”今年具体做什么？"),
            )


def _home(sheet: Sheet, row: int) -> Fix | None:
    """The move of a row to the duty that it fits, where one is clear."""
    indicator = sheet.table.indicators[row]
    fits = sheet.relevance.fits(indicator.name, sheet.relevance.place(indicator.duty), ROW)
    best = max(fits, key=lambda n: (fits[n].score, -n), default=None)
    if best is None or not fits[best].strands or best == sheet.relevance.place(indicator.duty):
        return None
    duty = sheet.relevance.duties[best].text
    block = next(b for b in sheet.blocks if b.duty == duty)
    return Fix(title=f"移到职能“{shortened(duty)}”下", edits=(MoveRow(row=row, duty=duty, key_task=block.key_task),))


@rule(
    code="REL005",
    zh="年度目标里有一项没有落实",
    en="A part of the annual goal that no key task or indicator takes up",
    severity="warning",
    basis="targets-matched",
    what="年度目标里写了一件事，重点工作和指标里都找不到；没有重点工作一栏的样式，看目标里写了数量的事。",
    why="目标写了而没有指标，年底无从考核，等于没有目标。",
    mend="补一条对应的重点工作和指标；今年不做的，从年度目标里删去。",
    needs=("whole",),
    parameters={"share": "目标的关键词在任何一条重点工作或指标里不到这个比例，才算没有落实"},
)
def goal_not_taken_up(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    goal, share = sheet.table.annual_goal or "", float(p.number("share"))
    tasks = [b.key_task for b in sheet.blocks if b.key_task]
    told = [*tasks, *(r.name for r in sheet.own_rows)]
    parts, what = (goal_parts(goal), "重点工作或指标") if tasks else ((), "指标")
    loose = []
    if len(parts) > 1:
        uptake = Uptake(told, sheet.vocabulary)
        loose = [(part, missing) for part in parts if (missing := uptake.missing(part, share))]
    for part, missing in loose:
        yield _left_out(part, what, missing)
    for count, missing in _counts_left_out(sheet, goal, share, told):
        if not any(count in part or part in count for part, _ in loose):
            yield _left_out(count, what, missing)


def _left_out(part: str, what: str, missing: Iterable[str]) -> Fault:
    told = shortened(part, 30)
    return Fault(
        f"年度目标中的“{told}”没有{what}与它对应",
        f"没有一条{what}说到{'、'.join(f'“{w}”' for w in missing)}",
        path="annual_goal",
        fix=Fix(
            title=f"补一条{what.replace('或', '和')}",
            asks=f"“{told}”今年由哪项工作落实，用什么指标衡量，目标是多少？不做的请从年度目标里删去。",
        ),
    )


def _counts_left_out(
    sheet: Sheet, goal: str, share: float, told: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The things that a goal counts (新建自助图书馆5个) and nothing takes up: no indicator says its number in that unit, and
    nothing of what is ``told`` has that share of its words. With each, the words that none of it has."""
    if not sheet.own_rows or not any(c.isdigit() for c in goal):
        return
    vocabulary = sheet.vocabulary
    values = {single(v.number, v.unit) for r in sheet.own_rows for _, v in r.values if v.number is not None and v.unit}
    for count in stated(goal):
        if _NO_COUNT.search(count.unit) or _BACKGROUND.search(count.said) or (count.amount, count.unit) in values:
            continue
        words = [w for w in longest(vocabulary.told(count.of).words) if not w[0].isdigit()]
        weights = {w: vocabulary.weight(w) for w in words}
        if sum(weight == 1 for weight in weights.values()) < _TELLING:
            continue
        held = max(sum(weight for w, weight in weights.items() if w in name) for name in told)
        missing = tuple(w for w in words if not any(w in name for name in told))
        if missing and held < share * sum(weights.values()):
            yield count.said.strip(), missing


#: Shares, money and time are no counts of things.
_NO_COUNT = re.compile(r"%|‰|百分点|元|天|日|月|年|季度|小时|分钟|秒")
#: What there is already, or who does the work, is no goal.
_BACKGROUND = re.compile(
    r"现有|共有|原有|已有|已建|辖|截至|截止|目前|上年|去年|位于|编制|在职|在编|退休|聘用|人员|常住|总投资"
)
#: So many words must say what is counted.
_TELLING = 2


@rule(
    code="REL006",
    zh="主要职能里有一项没有列入履职部分",
    en="A duty from the duties text that the duty section leaves out",
    severity="warning",
    basis="mof-2013-53-reasonable",
    what="部门主要职能里的一项，在履职部分没有对应的职能和重点工作；没有履职部分的样式，是没有一条指标说到它。",
    why="整体绩效目标要覆盖部门的主要职能，漏掉的职能就没有绩效可言。",
    mend="补上这项职能的重点工作和指标；本年度没有工作安排的，说明原因。",
    needs=("whole", "duties"),
    parameters={"share": "职能的关键词有几成在履职部分出现就算已列入"},
)
def duty_left_out(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    share = float(p.number("share"))
    if not any(b.duty for b in sheet.blocks):
        yield from _duties_unmeasured(sheet)
        return
    labels = [Extent([b.duty, b.key_task or ""], sheet.vocabulary) for b in sheet.blocks if b.duty]
    stated = list(dict.fromkeys(b.duty for b in sheet.blocks if b.duty))
    for n, duty in enumerate(sheet.duties):
        if len(plain(duty)) < 6 or is_residual(duty, sheet.words) or _GENERAL.search(plain(duty)):
            continue
        if not sheet.vocabulary.told(duty).words or any(label.share(duty) >= share for label in labels):
            continue
        own = Extent([duty], sheet.vocabulary)
        if not any(own.share(label) >= share for label in stated):
            yield Fault(
                f"主要职能第{n + 1}项“{shortened(duty, 30)}”没有列入履职部分",
                f"履职部分列了{len(stated)}项职能，没有一项与它对应",
                path=f"duties.{n}" if sheet.table.duties else "duties",
                fix=Fix(
                    title="补上这项职能的重点工作和指标",
                    asks=f"“{shortened(duty, 30)}”今年的重点工作是什么，用什么指标衡量？没有安排的请说明原因。",
                ),
            )


def _duties_unmeasured(sheet: Sheet) -> Iterator[Fault]:
    """The duties of a form without a duty section of which no indicator says a word, nor anything of their strand."""
    if len(sheet.duties) < 2 or len(sheet.own_rows) < _ROWS or sheet.breaks_off:
        return
    told = Extent([r.name for r in sheet.own_rows], sheet.vocabulary)
    for n, duty in enumerate(sheet.duties):
        if is_residual(duty, sheet.words) or _GENERAL.search(plain(duty)) or told.holds(duty) or told.share(duty):
            continue
        if sum(weight == 1 for weight in sheet.vocabulary.weights(duty).values()) < _TELLING:
            continue
        yield Fault(
            f"主要职能第{n + 1}项“{shortened(duty, 30)}”没有一条指标与它有关",
            path=f"duties.{n}" if sheet.table.duties else "duties",
            fix=Fix(
                title="为这项职能补一条指标",
                asks=f"“{shortened(duty, 30)}”今年做什么，用什么指标衡量？没有安排的请说明原因。",
            ),
        )


#: Fewer indicators than that need not speak of every duty.
_ROWS = 5


@rule(
    code="REL007",
    zh="花钱多的项目没有指标",
    en="A large project that no indicator answers for",
    severity="warning",
    basis="targets-matched",
    what="一个项目占了项目支出的很大一块，指标里却没有一条与它有关。",
    why="钱花在哪里，目标就要写到哪里；最大的几笔钱没有指标，绩效就落了空。机关运转一类经费不在此列。",
    mend="为这个项目补一条产出或效益指标，或者写进相关职能的重点工作。",
    needs=("whole", "money"),
    parameters={
        "share": "占项目支出多少算花钱多",
        "times": "项目很多时，是平均数的几倍算花钱多",
        "least": "无论如何不低于项目支出的这个比例",
    },
)
def project_without_indicator(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    projects = [(n, x) for n, x in enumerate(sheet.table.funds.projects) if x.full_year and x.full_year > 0]
    spending = sheet.table.funds.spending.projects
    total = max(
        sum((x.full_year or Decimal(0) for _, x in projects), Decimal(0)),
        (spending and spending.full_year) or Decimal(0),
    )
    if len(projects) < 2 or not sheet.own_rows:
        return
    large = max(p.number("least"), min(p.number("share"), p.number("times") / len(projects)))
    shares = [(n, x, portion) for n, x in projects if (portion := (x.full_year or Decimal(0)) / total) >= large]
    told = [t for i in sheet.table.indicators for t in (i.name, i.key_task) if t] if shares else []
    extent = Extent(told, sheet.vocabulary, general=False)
    for n, project, portion in shares:
        if not _RUNNING.search(plain(project.name)) and not extent.answers(project.name):
            yield Fault(
                f"项目“{project.name}”占项目支出的{portion:.1%}，没有一条指标与它有关",
                f"全年预算{project.full_year}万元，项目支出共{total}万元",
                path=f"funds.projects.{n}.name",
                fix=Fix(
                    title="为这个项目补一条产出或效益指标",
                    asks=f"项目“{project.name}”今年要做成什么，用什么指标衡量，目标是多少？",
                ),
            )


@rule(
    code="REL009",
    zh="一条重点工作串了几件事",
    en="One key task that strings several together",
    severity="info",
    basis="mof-2013-53-clear",
    what="一条重点工作里并列写了几项各自成体系的工作。",
    why="几件大事挤在一条里，指标对应哪一件就说不清，其中的一件往往还属于别的职能。",
    mend="拆成几条重点工作，各自放到对应的职能下，各有各的指标。",
    needs=("duty_blocks",),
)
def strung_together(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for block in sheet.blocks:
        several = headings(block.key_task or "")
        if len(several) > 1:
            yield Fault(
                f"一条重点工作里有{len(several)}件事：{'、'.join(f'“{shortened(h)}”' for h in several)}",
                row=block.rows[0],
                cell="key_task",
                fix=Fix(title="拆成几条重点工作", asks="各条分别落实哪项职能，下面各放哪些指标？"),
            )
