"""From what was typed to an action, by stated rules: the first rule whose words stand in the sentence decides.

A verb that is refused (别导出, 先不起草) does not count. What no rule decides is understood by its likeness to sentences
of ``examples.toml``, and else asked back with options.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.conversation import words
from assistant.conversation.actions import (
    Accept,
    Action,
    AskBack,
    Check,
    Compare,
    Compute,
    Define,
    Draft,
    Explain,
    Export,
    Help,
    Justify,
    Mend,
    Peers,
    Restore,
    Search,
    SetHead,
    SetValue,
    Summarize,
)
from assistant.conversation.examples import likeliest
from assistant.conversation.mention import department_in, row_in, wishes_in, year_in
from assistant.conversation.reply import Option
from assistant.table.model import Model


class View(Model):
    """What may be known of the moment: this year, the table's head and names, the marked row, departments of the corpus.

    ``awaiting``: the action that the last answer asked back about. ``before``: what the person said before this.
    """

    today: int
    names: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    department: str | None = None
    year: int | None = None
    selected: str | None = None
    awaiting: str | None = None
    before: str | None = None


def parse(text: str, view: View) -> Action:
    """The action a sentence asks for. Never raises: what is unclear comes back as ``AskBack``."""
    said = text.strip()
    if not said:
        return AskBack(question="请说一说要做什么。", options=_suggestions(view))
    if view.awaiting == "draft" and len(said) <= 24 and not _verb(words.DRAFT, said):
        year, department = year_in(said, view.today), department_in(said, view.departments)
        beside = re.sub(rf"{re.escape(department or ' ')}|\d+|[明后今去前]年|年度?|[的吧呢。，,\s]", "", said)
        if (year or department) and len(beside) <= 3:
            return Draft(year=year, department=department)
    if view.before and (again := words.AGAIN.fullmatch(said)):
        return _again(again[1], view, view.before)
    for pattern, build in _RULES:
        if _verb(pattern, said):
            return build(said, view)
    if build_like := _BUILD.get(likeliest(said, view.names, view.departments) or ""):
        return build_like(said, view)
    for pattern, build in _QUESTIONS:
        if _verb(pattern, said):
            return build(said, view)
    return unclear(said, view)


def _again(other: str, view: View, before: str) -> Action:
    """那2027年的呢, 那岚溪呢: what was asked before, of another year, department or row."""
    moment = view.model_copy(update={"before": None})
    if year := year_in(other, view.today):
        return parse(
            re.sub(r"20\d\d|[明后今去前]年", str(year), before)
            if year_in(before, view.today)
            else f"{before} {year}年",
            moment,
        )
    match parse(before, moment):
        case Compare():
            return Compare(others=(other,))
        case Peers():
            return Peers(row=other)
        case Explain() as asked if not asked.code:
            return Explain(row=row_in(other, view.names)[0] or other)
        case Define():
            return Define(term=other)
        case _:
            return unclear(other, moment)


def _verb(pattern: str, text: str) -> bool:
    return any(not words.REFUSED.search(text[: m.start()]) for m in re.finditer(pattern, text))


def _explain(text: str, view: View) -> Action:
    code = words.CODE.search(text)
    reference, value = row_in(words.CODE.sub("", text), view.names)
    if (
        reference is None
        and not code
        and not re.search(words.THIS, text)
        and _verb(words.CHECK + r"|有什么问题|什么问题", text)
    ):
        return Check()
    if reference not in view.names and not code and (term := re.fullmatch(r"(?:请)?解释一?下?(.{2,8}指标)", text)):
        return Define(term=term[1])
    return Explain(row=reference, value=value, code=code[1].upper() if code else None)


def _draft(text: str, view: View) -> Action:
    return Draft(
        year=year_in(text, view.today), department=department_in(text, view.departments), wishes=wishes_in(text)
    )


def _mend(text: str, view: View) -> Action:
    code = words.CODE.search(text)
    reference, _ = row_in(re.sub(words.MEND, "", words.CODE.sub("", text)), view.names)
    return Mend(row=reference, code=code[1].upper() if code else None)


def _set(text: str, view: View) -> Action:
    named, _ = row_in(
        re.sub(r"(?:半年|全年)?(?:指标|目标)?值?$", "", re.split(words.TO, text, maxsplit=1)[0]), view.names
    )
    given: dict[str, str] = {}
    for part in re.split(r"[，,；;。]|(?=半年|全年)", text):
        found = re.search(words.TO, part) or re.match(r"(?:半年|全年)(?:指标值?|目标值?|值)?\s*[为是]?", part)
        if found and (written := part[found.end() :].strip(' “”"「」。！!吧了')):
            given["half" if "半年" in part[: found.end()] else "full"] = written
    if not given and (values := re.findall(r"[≥≤=＝<>＜＞≧≦]*\s*\d[^，,。；;！!？?\s]*", text)):
        given["half" if "半年" in text and "全年" not in text else "full"] = values[-1].strip("吧了")
        named = max((n for n in view.names if n in text), key=len, default=None) or named
    if not given:
        return unclear(text, view)
    row = named if named and not re.fullmatch(r"(?:把|将|请)*(?:半年|全年)?(?:指标|目标)?值?", named) else None
    return SetValue(row=row, full=given.get("full"), half=given.get("half"))


def _justify(text: str, view: View) -> Action:
    found = re.search(words.JUSTIFY, text) or re.search(r"[，,](?=.{4})", text)
    before, reason = (text[: found.start()], text[found.end() :].strip(" ，,")) if found else ("", "")
    if not reason:
        return AskBack(question="请把理由写在冒号后面，例如“第3条说明：该比例按上级文件口径统计”。")
    code = words.CODE.search(before)
    row, _ = row_in(words.CODE.sub("", before), view.names)
    return Justify(row=row, code=code[1].upper() if code else None, reason=reason)


def _alright(text: str, view: View) -> Action:
    row, value = row_in(re.sub(r"(?:写|定|设|填)(?:成|为)?(?=[≥≤=＝<>＜＞])", " ", text), view.names)
    if row and (value or row in view.names):
        return Explain(row=row, value=value)
    return Check() if view.names and not row else unclear(text, view)


def _define(text: str, view: View) -> Action:
    if year_in(text, view.today) and re.search(r"(?:写|编|做|定)", text) and re.search(r"目标|表", text):
        return _draft(text, view)
    asking = rf"{words.DIFFERENCE}|{words.DEFINE}|^(?:请问|请|帮我|我想知道|解释一下|解释)+|(?:这个|那个)?指标的?$|[的呢啊吗？?。！!“”\"「」]+$|^[“\"「]"
    term = re.sub(asking, "", re.sub(asking, "", re.split(r"[，,。；]", text.strip())[0])).strip(' ，,的“”"「」')
    return Define(term=term) if len(term) >= 2 else unclear(text, view)


def _compare(text: str, view: View) -> Action:
    known = [
        d for d in view.departments if d in text and not any(d != e and d in e and e in text for e in view.departments)
    ]
    if len(known) > 1:
        first, *others = sorted(known, key=text.index)
        ours = view.names and re.match(r"(?:[那再请]|帮我|我们?)*[和跟与同]", text)
        return Compare(others=(first, *others)) if ours else Compare(department=first, others=tuple(others))
    place = re.search(r"(?:和|跟|与)([\u4e00-\u9fff]{2,8}?)(?:比|放)", text)
    if view.names and place and not re.search(r"同类|类似|相似|其他|别|兄弟|去年|上年|今年", place[1]):
        return Compare(others=(place[1],))
    named = department_in(
        re.sub(r"(?:和|与|跟|同)?(?:同类|类似|相似|其他|别的|兄弟)[的]?(?:部门|单位|局)?", " ", text), view.departments
    )
    return Compare(department=named)


def _peers(text: str, view: View) -> Action:
    standing = [n for n in view.names if n and n in text]
    if standing:
        return Peers(row=max(standing, key=len))
    bare = re.sub(rf"{words.THIS}|{words.PEER_WORDS}", "", text)
    row = row_in(bare, view.names)[0]
    if row not in view.names and department_in(f"某{bare.removesuffix('是')}"):
        return Compare()
    if row is None and not bare and re.search(r"其他|兄弟|外地", text):
        return Compare()
    return Peers(row=row or bare if len(bare) >= 3 else None)


def _restore(text: str, view: View) -> Action:
    number = re.search(r"第\s*(\d+)\s*版", text)
    return Restore(version=int(number[1]) if number else None)


def _other(text: str, view: View) -> Action:
    return AskBack(question="这里只起草、检查和比较绩效目标表，写不了别的文件。您是想：", options=_suggestions(view))


def _head(text: str, view: View) -> Action:
    year = year_in(text, view.today) if re.search(r"年[度份]|年的表", text) else None
    named = re.search(
        r"(?:单位(?:名称)?|部门(?:名称)?)\s*(?:应该是|应为|改为|改成|换成|设为|是|叫|[:：=])\s*([^，,。；;\s]{2,40})",
        text,
    )
    department = named[1] if named else department_in(text, view.departments)
    if year is None and not department:
        return AskBack(question="请说明改成什么，例如“年度改为2027”或“单位名称改为某市教育局”。")
    return SetHead(year=year, department=department)


def _export(text: str, view: View) -> Action:
    if re.search(r"批注|审核表|评审表|带问题", text):
        return Export(format="review")
    return Export(format="docx" if re.search(r"word|docx|文档", text, re.IGNORECASE) else "xlsx")


def _search(text: str, view: View) -> Action:
    wanted = re.sub(rf"{words.SEARCH}|^(?:请|帮我|给我|我想)+|的?指标$|[？?。！!吗呢]+$", " ", text).strip(" ，,的")
    return Search(question=wanted or text)


_BUILD: dict[str, Callable[[str, View], Action]] = {
    "help": lambda text, view: Help(),
    "accept": lambda text, view: Accept(),
    "justify": _justify,
    "mend": _mend,
    "summarize": lambda text, view: Summarize(),
    "explain": _explain,
    "export": _export,
    "draft": _draft,
    "set_head": _head,
    "set_value": _set,
    "restore": _restore,
    "peers": _peers,
    "compare": _compare,
    "check": lambda text, view: Check(),
    "define": _define,
    "compute": lambda text, view: Compute(question=text),
    "search": _search,
}
_RULES = (
    (words.OTHER, _other),
    (words.HELP, _BUILD["help"]),
    (words.ACCEPT, _BUILD["accept"]),
    (words.JUSTIFY, _justify),
    (words.MEND, _mend),
    (words.SUMMARY, _BUILD["summarize"]),
    (words.MANY, _BUILD["compute"]),
    (words.WHY, _explain),
    (words.CODE.pattern, _explain),
    (words.EXPORT, _export),
    (words.DRAFT, _draft),
    (words.HEAD, _head),
    (words.SET, _set),
    (words.RESTORE, _restore),
    (words.ALRIGHT, _alright),
    (words.PEERS, _peers),
    (words.TERMS, _define),
    (words.COMPARE, _compare),
    (words.CHECK, _BUILD["check"]),
    (words.DEFINE, _define),
)
#: Words of so many questions that likeness to an example goes before them.
_QUESTIONS = ((words.COUNTED, _BUILD["compute"]), (words.SEARCH, _search))


def unclear(text: str, view: View) -> AskBack:
    """The question back, with what one might have meant."""
    short = text if len(text) <= 20 else text[:20] + "…"
    department = department_in(text, view.departments)
    year = year_in(text, view.today) or (view.year or view.today) + 1
    named, _ = row_in(text, view.names)
    options = [Option(label=f"在指标库里找“{short}”", say=f"查找 {text}")]
    if named in view.names:
        options.insert(0, Option(label=f"解释“{named}”", say=f"“{named}”为什么不合格"))
        options.insert(1, Option(label="看同类部门的值", say=f"“{named}”同类部门定多少"))
    elif department or re.fullmatch(r"\s*20\d{2}\s*年?度?\s*", text):
        options.insert(
            0, Option(label=f"起草{department or ''}{year}年绩效目标", say=f"起草{department or ''}{year}年绩效目标")
        )
        if department:
            options.insert(1, Option(label=f"比较{department}和同类部门", say=f"比较{department}"))
    else:
        options.extend(_suggestions(view))
    return AskBack(question="没有完全明白，您是想：", options=tuple(options))


def _suggestions(view: View) -> tuple[Option, ...]:
    year = (view.year or view.today) + 1
    says = [f"起草{year}年绩效目标", *(["检查这张表", "和同类部门比一比"] if view.names else []), "帮助"]
    return tuple(Option(label=s, say=s) for s in says)
