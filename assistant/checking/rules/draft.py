"""DRF: drafts only (草稿): every row rests on its sources, nothing foreign has come in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.checking.derivations import cited_values, derived, evenly_halved, halved, numbers, stands_in
from assistant.checking.extent import Extent
from assistant.checking.findings import Cell, Fix, SetValue
from assistant.checking.foreign import Attacks, foreign_names, left_out, mentioned, not_content
from assistant.checking.parameters import Parameters
from assistant.checking.places import Places
from assistant.checking.relevance import is_residual
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Row, Sheet, plain
from assistant.checking.terms import CommonWords, share
from assistant.checking.texts import Text, texts
from assistant.table.model import TargetValue, value
from assistant.table.provenance import Grounds, Source
from assistant.table.values import print_value

_HELD = 0.5
#: A number in a sentence, with its unit only where it is a share: what it counts is told in too many ways.
_FIGURE = re.compile(r"\d+(?:\.\d+)?[%‰]?")


@rule(
    code="DRF001",
    zh="草稿行没有可核对的来源",
    en="A drafted row without a source that says it",
    severity="error",
    basis="practice",
    what="起草的指标没有写明来源，引用的来源不存在，或者引用的来源里根本没有这项指标。",
    why="每一行都要能点回到它的出处，说不出来历的指标在评审时站不住。",
    mend="写明这项指标取自哪一条来源；来源里没有的指标删去，或者由本人补充依据。",
    needs=("draft",),
)
def without_source(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    common, places = sheet.words.of(CommonWords), (*sheet.once(foreign_names), *_home(sheet))
    for row in sheet.rows:
        grounds = sheet.context.grounds.get(row.index)
        cited = grounds.sources if grounds else ()
        if not cited:
            yield Fault("这一行没有写明来源", row=row.index, cell="name")
            continue
        unknown = [id for id in cited if id not in sheet.context.sources]
        for id in unknown:
            yield Fault(f"引用的来源“{id}”不在本次起草的来源里", row=row.index, cell="name")
        known = [sheet.context.sources[id] for id in cited if id not in unknown]
        if known and not unknown and not any(_says(source, row, common, places) for source in known):
            yield Fault(
                f"引用的来源“{'、'.join(s.id for s in known)}”里没有“{row.name}”",
                f"来源写的是：{known[0].text}",
                row=row.index,
                cell="name",
            )


def _says(source: Source, row: Row, common: CommonWords, places: Sequence[str]) -> bool:
    """Whether a source is about this indicator: it has its name, or at least half of the words that tell it.

    Places count on neither side: whose indicator it is DRF003 says, and its fix puts the own place for another's.
    """
    text, name = source.text, row.name
    if source.kind == "wish" or row.key in plain(text):
        return True
    text, name = left_out(text, places), left_out(name, places)
    if (key := plain(name)) and key in plain(text):
        return True
    wanted = common.terms(name)
    return bool(wanted) and share(dict.fromkeys(wanted, 1.0), set(common.terms(text))) >= _HELD


def _home(sheet: Sheet) -> tuple[str, ...]:
    places = sheet.words.of(Places)
    home = places.place_of(sheet.table.department)
    return tuple(places.forms(home)) if home else ()


@rule(
    code="DRF002",
    zh="数字没有来源支持",
    en="A number that no source supports",
    severity="error",
    basis="practice",
    what="起草的指标值既不在引用的来源里，也不能由来源按写明的推算规则重新算出来。",
    why="凭空的数字没有基线可查，既容易定得过松，也可能根本完不成。",
    mend="改成来源里的数值或按规则重算的数值；基数不知道的，先写“基数未知，请补”。",
    needs=("draft",),
)
def unsupported_number(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    for row in sheet.rows:
        grounds = sheet.context.grounds.get(row.index, Grounds())
        sources = [sheet.context.sources[id] for id in grounds.sources if id in sheet.context.sources]
        if not sources:
            continue  # DRF001 says so
        values = _values(sources)
        full = row.indicator.full_year
        made = derived(grounds.rule, full.unit, grounds, sources) if full else ()
        yield from _cell(row, "full_year", full, values, made, grounds)
        yield from _half(row, full, values, sources, grounds)
        yield from _inputs(row, grounds, values)


def _half(
    row: Row, full: TargetValue | None, values: Sequence[TargetValue], sources: Sequence[Source], grounds: Grounds
) -> Iterator[Fault]:
    half = row.indicator.half_year
    made: tuple[Decimal, ...] = ()
    if full and full.number is not None and half:
        made = (full.number, *halved(full.number, full.unit, sources))
        if grounds.rule in ("半年折算", "按计划"):
            made = (*made, *evenly_halved(full.number))
    yield from _cell(row, "half_year", half, values, made, grounds)


def _cell(
    row: Row,
    cell: Cell,
    v: TargetValue | None,
    values: Sequence[TargetValue],
    made: Sequence[Decimal],
    grounds: Grounds,
) -> Iterator[Fault]:
    if v is None:
        return
    missing = [n for n in numbers(v) if n not in made and not stands_in(n, v.unit, values)]
    if not missing:
        return
    told = "、".join(t.text for t in values if t.number is not None) or "没有数值"
    label = "半年" if cell == "half_year" else "全年"
    said = f"，也不是按“{grounds.rule}”推算得到的" if grounds.rule else ""
    yield Fault(
        f"{label}指标值“{v.text}”在引用的来源里找不到{said}",
        f"引用的来源“{'、'.join(grounds.sources)}”里的数值：{told}",
        row=row.index,
        cell=cell,
        fix=_recomputed(row, cell, v, made),
    )


def _recomputed(row: Row, cell: Cell, v: TargetValue, made: Sequence[Decimal]) -> Fix | None:
    if cell != "full_year" or not made or v.upper is not None:
        return None
    text = print_value(v.operator, made[0], v.unit)
    return Fix(title=f"改为重新推算的“{text}”", edits=(SetValue(row=row.index, cell="full_year", text=text),))


def _inputs(row: Row, grounds: Grounds, values: Sequence[TargetValue]) -> Iterator[Fault]:
    for text in grounds.inputs:
        used = value(text)
        if any(not stands_in(n, used.unit, values) for n in numbers(used)):
            yield Fault(
                f"推算用到的“{text}”不在引用的来源里",
                f"推算过程：{grounds.derivation}" if grounds.derivation else "",
                row=row.index,
                cell="full_year",
            )


def _values(sources: Sequence[Source]) -> tuple[TargetValue, ...]:
    """The values in the sources; what a person or a plan says in words counts with the numbers in it."""
    said = (
        s.model_copy(update={"values": _figures(s.text)})
        for s in sources
        if s.kind in ("plan", "wish") and not s.values
    )
    return (*cited_values(sources), *cited_values(said))


def _figures(text: str) -> tuple[str, ...]:
    return tuple(m[0] for m in _FIGURE.finditer(text))


@rule(
    code="DRF003",
    zh="带进了别处的名称",
    en="Another place's or department's name carried over",
    severity="error",
    basis="targets-pointed",
    what="草稿里出现了别的地方或别的部门的名称，多半是从参考的同类部门表里带过来的。",
    why="带着别处地名的指标一眼就看出是照抄，整张表的可信度都会受怀疑。",
    mend="换成本地、本部门的名称，或者删去地名；确实涉及外地的，写明事由。",
    needs=("draft",),
)
def carried_name(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    names = sheet.once(foreign_names)
    home = sheet.words.of(Places).place_of(sheet.table.department) or ""
    for text in texts(sheet):
        found = mentioned(text.text, names) if text.path != "department" else ()
        if found:
            yield text.fault(
                f"出现了别处的名称{'、'.join(f'“{n}”' for n in found)}",
                f"本部门是{sheet.table.department}" if sheet.table.department else "",
                _localised(text, found, home),
            )


def _localised(text: Text, names: Sequence[str], home: str) -> Fix | None:
    new = text.text
    for name in names:
        same_rank = home and name[-1:] == home[-1:]
        new = new.replace(name, home if same_rank else "")
    return text.rewritten(new, f"改为“{new}”" if len(new) <= 40 else "去掉别处的名称")


@rule(
    code="DRF004",
    zh="本部门没有的职能",
    en="A duty that the department does not have",
    severity="error",
    basis="targets-pointed",
    what="草稿里写了一项职能，本部门的主要职能（三定规定）里没有与它相当的内容。",
    why="绩效目标要与部门职能紧密相关，不归本部门管的事写进来，既无法负责也无法考核。",
    mend="删去这项职能和它下面的指标，或者改成本部门主要职能里的说法。",
    needs=("draft", "duties"),
)
def duty_of_others(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    own = sheet.context.duties or sheet.table.duties
    extent = Extent(own, sheet.vocabulary)
    for text in texts(sheet):
        stated = text.cell == "duty" or (text.path or "").startswith("duties.")
        if stated and text.text not in own and not extent.holds(text.text) and not is_residual(text.text, sheet.words):
            yield text.fault(
                f"本部门的主要职能里没有“{_brief(text.text)}”", f"本部门的主要职能共{len(own)}项，没有一项说到这类工作"
            )


def _brief(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"


@rule(
    code="DRF005",
    zh="不是表格内容的文字",
    en="Text that is no table content",
    severity="error",
    basis="practice",
    what="草稿里出现了对模型的指令、网页标记或代码、公式、网址、联系方式、身份证号之类不属于绩效目标表的文字。",
    why="这些文字要么是被人夹带进来的，要么会泄露个人信息，绝不能随表报出、公开。",
    mend="删去这些文字；整行都是的，删去整行。",
    needs=("draft",),
)
def not_table_content(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    attacks = sheet.words.of(Attacks)
    for text in texts(sheet):
        if found := not_content(text.text, attacks):
            kind, words = found
            yield text.fault(f"含有{kind}“{words}”，不是绩效目标表的内容", fix=_cleaned(text, attacks))


def _cleaned(text: Text, attacks: Attacks) -> Fix | None:
    """Markup can be taken out around the words; anything else has to be looked at by a person."""
    new = text.text
    for _ in range(20):
        found = not_content(new, attacks)
        if found is None:
            return text.rewritten(new.strip(), "去掉标记，只留文字")
        if found[0] != "标记或代码" or found[1] not in new:
            return None
        new = new.replace(found[1], "")
    return None
