"""From what was typed to an action, by stated rules: the first rule whose words stand in the sentence decides.

A verb that is refused (别导出, 先不起草) does not count. What no rule decides is understood by its likeness to sentences
of ``examples.toml``, and else asked back with options.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
from assistant.conversation.mention import department_in, row_in, year_in
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


_AGAIN = re.compile(r"(?:那么?|然后)?([^，,。；]{2,16}?)的?呢[？?]?")
_REFUSED = re.compile(r"(?:不要|别|不用|无需|不必|先不|暂不|不想|不需要)(?:再|先|急着|帮我|给我|马上)*$")
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3}\d{3})(?!\d)")

_WHY = r"为什么|为何|哪里不对|哪儿不对|哪里错|错在哪|有什么问题|什么问题|怎么不(?:合格|行|对|通过)|不合格|不合规|为啥|解释|咋不|没过(?!问)|没通过|不过关|[没不]对[吗么]|(?:依据|出处)(?:是|在)?(?:什么|哪|$)|(?<!数据)来源是|(?:从哪里|哪儿|怎么|如何)来的|算出来|得出来"
_THIS = r"这一?[条行项个]|该[条行项]|那一?[条行项]"
_DRAFT = (
    r"起草|草拟|拟定|拟[一写]?[份张个]|(?<!预算)(?<!人员)(?<!机构)编制(?!数|科学|规范|合理)|编[一写][份张个下]|"
    r"(?:生成|写|做|弄|出)[一]?[份张个]?.{0,16}(?:绩效目标|目标表|草稿|指标表)|"
    r"(?:明年|后年|今年|下一?年|20\d\d年?度?).{0,10}(?:目标|指标)(?:表)?.{0,4}怎么(?:写|编|做|定)"
)
_DEFINE = (
    r"什么是|什么叫|是什么意思|什么意思|指的?是什么|是什么$|怎么(?:计算|统计|算(?!合格))|如何(?:计算|统计)|计算(?:公式|方法|口径)|公式|数据来源|"
    r"(?:统计)?口径|定义|(?:该|应该|要)?(?:怎么|如何)(?:写|编写|填|设置?)(?:才.*|[？?]?$)"
)
_ALRIGHT = r"(?:可以|行|对|合格|合适|合理|没问题)[吗么？?]"
_THANKS = r"^(?:谢谢|多谢|感谢|好的?|收到|明白了?|知道了|辛苦了?|ok|OK)[!！。~啦了您你们]*$"
_EXPORT = r"导[出成]|转成(?:[Ww]ord|[Ee]xcel)|(?:要|来)一?份.{0,3}批注|下载|另存|保存为|输出成|(?:生成|给我|要)[一]?[份个]?(?:[Ww]ord|[Ee]xcel|表格文件)"
_SUMMARY = (
    r"汇总|哪[类种]问题最?多|(?:各|每一?个?|所有|全部|这些)(?:的)?(?:单位|部门|表).{0,8}(?:错误|问题|检查|结果|情况)|"
    r"哪(?:些|一?[个张家]|几[个张家])(?:单位|部门|局|表)?(?:的)?(?:错误|问题|提醒)最?[多少]|(?:全部|一起|都)检查"
)
_MEND = r"按你说的改|照(?:你说的|建议)改|就这么改|按建议(?:修改|改)|应用(?:修改)?建议|按(?:照)?修改建议|自动(?:修改|改正)|(?:帮我|给我|替我)改(?:了|掉|好|正|过来|一下)?(?![成为到至])|改正"
_COMPARE = r"(?:和|跟|与)[^，,。；]{2,14}?比$|放(?:在)?一[块起].{0,2}(?:看|比)|比一比|比一下|比比|比较|对比|相比|对照"
_CHECK = r"过审|(?<!都)审一?[审遍下查]|过关吗|能过吗|过一遍|(?:看|瞧).{0,6}(?:问题|毛病)|有没有(?:问题|毛病|错)|检查|核验|审核|校验|核对|查一遍|体检|合不合格|合格吗|能不能通过"
_PEERS = r"同类.{0,12}(?:多少|怎么定|怎么设|怎么写|定多少|指标值|取值)|别(?:人|的(?:部门|单位|地方|市)).{0,10}(?:多少|怎么定|怎么写)|(?:定|设|取)多少(?:合适|合理)?|(?:其他|兄弟|外地)(?:的)?(?:部门|单位|地方).{0,10}怎么[写填定]"
_PEER_WORDS = (
    r"同类(?:的)?(?:部门|单位)?|(?:其他|兄弟|外地)(?:的)?(?:部门|单位|地方)?|别人|别的(?:部门|单位|地方|市)|一般|通常|都|(?:应该?|可以)?[定设写](?:成|为)?多少|怎么[定设写填]|取?是?多少|比较|"
    r"指标值|取值|合适|合理|[，,。？?！!“”「」\s]|的$|[呢吗]$|^的"
)
_ACCEPT = r"(?:修补|修复|读的?时候|改的).{0,10}(?:都对|没问题|没错)|接受(?:这些)?(?:读取|修补|修复|更正)|确认(?:读取|修补|修复)"
_RESTORE = r"(?:还是|用回?|要)第\s*\d+\s*版|撤销|恢复|回到(?:上一?|第)|上一版|^退回(?:去|来)?[吧。！]?$"
_HEAD = r"(?:年度|年份|单位(?:名称)?|部门(?:名称)?)\s*(?:应该是|应为|改为|改成|换成|设为|是|叫|[:：=])|(?:年度|年份)(?:写|填|弄)错"
_VALUE = r"[≥≤=＝<>＜＞≧≦]|不(?:低于|少于|小于|高于|超过|多于|大于)|大于|小于|高于|低于|超过|\d|[“\"「]"
_TO = r"(?:修改|调整|提高|降低|上调|下调|改|调|设|定|写|填)(?:成|为|到|至)[:：]?"
_SET = rf"{_TO}\s*(?:{_VALUE})|(?:半年|全年|指标值)[^，,。；;]{{0,6}}?{_TO}"
_JUSTIFY = r"(?:(?:^|(?<=[条行项个”])|(?<=\d{3}))\s*的?说明|说明(?:理由|原因)|理由|答复|回复|解释)(?:是|为|如下)?\s*[:：]|不(?:用|必|需|需要)改[，,；;\s]{0,2}(?:因为|由于|理由)"
_COUNTED = r"完成得(?:怎么样|如何)|比(?:去年|上年|前年|20\d\d年?)|(?:提高|上升|增加|下降|降低|减少|变化|涨|降)了?[吗没多]|多少|几[个项条家类]|哪些|哪个|哪几|最高|最低|最多|最少|平均|中位|高于|低于|大于|小于|超过|分布|有谁|谁(?:没)?有"
_SEARCH = r"查找|查询|搜索|搜一?下?|检索|找(?:一?[下些找]|几[个条项])?|有没有|有无|参考(?!答案)|推荐|怎么(?:衡量|考核|评价|量化)|用什么指标|什么指标"
_HELP = rf"{_THANKS}|^(?:帮助|说明|help|\?|？|你好|您好|在吗|hi|hello)[!！。?？]*$|怎么用|能做什么|会做什么|(?:能|会)干(?:啥|什么)|有什么功能|使用说明"


def parse(text: str, view: View) -> Action:
    """The action a sentence asks for. Never raises: what is unclear comes back as ``AskBack``."""
    said = text.strip()
    if not said:
        return AskBack(question="请说一说要做什么。", options=_suggestions(view))
    if view.awaiting == "draft" and len(said) <= 24 and not _verb(_DRAFT, said):
        year, department = year_in(said, view.today), department_in(said, view.departments)
        beside = re.sub(rf"{re.escape(department or ' ')}|\d+|[明后今去前]年|年度?|[的吧呢。，,\s]", "", said)
        if (year or department) and len(beside) <= 3:
            return Draft(year=year, department=department)
    if view.before and (again := _AGAIN.fullmatch(said)):
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
    return any(not _REFUSED.search(text[: m.start()]) for m in re.finditer(pattern, text))


def _explain(text: str, view: View) -> Action:
    code = _CODE.search(text)
    reference, value = row_in(_CODE.sub("", text), view.names)
    if reference is None and not code and not re.search(_THIS, text) and _verb(_CHECK + r"|有什么问题|什么问题", text):
        return Check()
    if reference not in view.names and not code and (term := re.fullmatch(r"(?:请)?解释一?下?(.{2,8}指标)", text)):
        return Define(term=term[1])
    return Explain(row=reference, value=value, code=code[1].upper() if code else None)


def _draft(text: str, view: View) -> Action:
    department = department_in(text, view.departments)
    wishes = re.split(r"[，,。；;：:\n]", text, maxsplit=1)
    return Draft(
        year=year_in(text, view.today),
        department=department,
        wishes=wishes[1].strip() if len(wishes) > 1 else "",
    )


def _mend(text: str, view: View) -> Action:
    code = _CODE.search(text)
    reference, _ = row_in(re.sub(_MEND, "", _CODE.sub("", text)), view.names)
    return Mend(row=reference, code=code[1].upper() if code else None)


def _set(text: str, view: View) -> Action:
    named, _ = row_in(re.sub(r"(?:半年|全年)?(?:指标|目标)?值?$", "", re.split(_TO, text, maxsplit=1)[0]), view.names)
    given: dict[str, str] = {}
    for part in re.split(r"[，,；;。]|(?=半年|全年)", text):
        found = re.search(_TO, part) or re.match(r"(?:半年|全年)(?:指标值?|目标值?|值)?\s*[为是]?", part)
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
    found = re.search(_JUSTIFY, text) or re.search(r"[，,](?=.{4})", text)
    before, reason = (text[: found.start()], text[found.end() :].strip(" ，,")) if found else ("", "")
    if not reason:
        return AskBack(question="请把理由写在冒号后面，例如“第3条说明：该比例按上级文件口径统计”。")
    code = _CODE.search(before)
    row, _ = row_in(_CODE.sub("", before), view.names)
    return Justify(row=row, code=code[1].upper() if code else None, reason=reason)


def _alright(text: str, view: View) -> Action:
    row, value = row_in(re.sub(r"(?:写|定|设|填)(?:成|为)?(?=[≥≤=＝<>＜＞])", " ", text), view.names)
    if row and (value or row in view.names):
        return Explain(row=row, value=value)
    return Check() if view.names and not row else unclear(text, view)


def _define(text: str, view: View) -> Action:
    if year_in(text, view.today) and re.search(r"(?:写|编|做|定)", text) and re.search(r"目标|表", text):
        return _draft(text, view)
    words = rf"{_DEFINE}|^(?:请问|请|帮我|我想知道|解释一下|解释)+|(?:这个|那个)?指标的?$|[的呢啊吗？?。！!“”\"「」]+$|^[“\"「]"
    term = re.sub(words, "", re.sub(words, "", re.split(r"[，,。；]", text.strip())[0])).strip(' ，,的“”"「」')
    return Define(term=term) if len(term) >= 2 else unclear(text, view)


def _compare(text: str, view: View) -> Action:
    known = [
        d for d in view.departments if d in text and not any(d != e and d in e and e in text for e in view.departments)
    ]
    if len(known) > 1:
        first, *others = sorted(known, key=text.index)
        return Compare(department=first, others=tuple(others))
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
    bare = re.sub(rf"{_THIS}|{_PEER_WORDS}", "", text)
    row = row_in(bare, view.names)[0]
    if row not in view.names and department_in(f"某{bare.removesuffix('是')}"):
        return Compare()
    if row is None and not bare and re.search(r"其他|兄弟|外地", text):
        return Compare()
    return Peers(row=row or bare if len(bare) >= 3 else None)


def _restore(text: str, view: View) -> Action:
    number = re.search(r"第\s*(\d+)\s*版", text)
    return Restore(version=int(number[1]) if number else None)


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
    words = re.sub(rf"{_SEARCH}|^(?:请|帮我|给我|我想)+|的?指标$|[？?。！!吗呢]+$", " ", text).strip(" ，,的")
    return Search(question=words or text)


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
    (_HELP, _BUILD["help"]),
    (_ACCEPT, _BUILD["accept"]),
    (_JUSTIFY, _justify),
    (_MEND, _mend),
    (_SUMMARY, _BUILD["summarize"]),
    (_WHY, _explain),
    (_CODE.pattern, _explain),
    (_EXPORT, _export),
    (_DRAFT, _draft),
    (_HEAD, _head),
    (_SET, _set),
    (_RESTORE, _restore),
    (_ALRIGHT, _alright),
    (_PEERS, _peers),
    (_COMPARE, _compare),
    (_CHECK, _BUILD["check"]),
    (_DEFINE, _define),
)
#: Words of so many questions that likeness to an example goes before them.
_QUESTIONS = ((_COUNTED, _BUILD["compute"]), (_SEARCH, _search))


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
