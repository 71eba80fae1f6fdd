"""What a single cell looks like, whatever stands around it: a level label, a heading, a value, a sign, a name …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.table import understand
from assistant.table.headings import Level, headings, plain
from assistant.table.values import UNITS, Understood

_SIGN = re.compile(
    r"[=＝﹦═≥≤><＞＜≧≦﹥﹤⩾⩽]{1,2}|大于等于|小于等于|大于或等于|小于或等于|等于|大于|小于|不低于|不高于|不超过|不少于"
)
_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")
SCALE = frozenset(
    "健全 完善 规范 合规 有效 合理 明确 科学 良好 优良 优秀 提升 提高 实现 公开 及时 完成 达标 合格 安全 稳定 可控 减少 下降 降低 改善 增强 显著 明显 持续 较好 好 优 良 中 差 高 低 "
    "是 否 有 无 高中低 优良中低差 好坏 长期 保障 增加 加强 促进 到位 按时 按期 准时 零 全覆盖 符合 满意 控制 支持 推动 充分 准确 完整 真实 达成 不变 稳步提升 有所提升 不断提升 显著提升 明显提升 逐步提升 "
    "持续提升 有效提升 有效改善 明显改善 持续改善 显著改善 不断改善 巩固提高 有效保障 有力保障 持续保障 长期有效 持续影响 有效促进 有所改善 有所提高 逐步提高 不断提高 稳步提高 进一步提升 进一步提高 按时完成 及时完成 全部完成 "
    "优良 通过 较高 较低 较大 较强 保持稳定 基本稳定 平稳 正常 正常运行 运行良好 效果显著 效果明显 效果良好 影响显著 正面支撑 定性 达到预期 达到要求 符合要求 符合标准 符合规定 严格执行 有效控制 达成预期指标 达成年度指标 部分达成预期指标 部分达成预期指标并具有一定效果 未达成预期指标 未达成预期指标且效果较差 已完成 未完成 基本完成 达成目标 达到预期目标 长远 不超预算 不超过预算 控制在预算内 控制在预算范围内".split()
)
#: As much as there should be: 应保尽保, 应改尽改.
_AS_SHOULD = re.compile(r"应.{1,2}尽.{1,2}")
_VALUE_HEADS = tuple(
    "显著 明显 有效 持续 不断 逐步 稳步 进一步 长期 基本 大幅 有力 较 全部 按时 按期 及时 达到 符合 保持 得到 有所 充分 继续 ≥ ≤ 全面 严格 稳定".split()
)
_VERBS = tuple(
    "负责 组织 管理 指导 承担 开展 监督 拟订 制定 贯彻 执行 推进 统筹 协调 办理 监管 落实 依法 保障 参与 配合 研究 完善 加强 打造 深化 健全 推动 实施 强化 构建 建立 提供 受理 承办 综合 维护 运行".split()
)
#: What a task of two clauses may begin with too, where an indicator of one clause does (提升服务满意度).
_AIMS = tuple(
    "优化 改善 提升 提高 促进 加快 抓好 做好 巩固 拓展 丰富 畅通 规范 创新 培育 弘扬 保护 建设 发展 扩大".split()
)
_NAME_TAILS = re.compile(
    r"(?:率|数量|次数|人数|人次|个数|数|度|性|额|量|比例|占比|时间|时限|周期|金额|成本|费用|情况|程度|水平|天数|面积|里程|标准|类型|种类|机制|能力|状况|效果|作用|影响|质量|覆盖面|环境|进度|质态|指数|产值|价值|总值|费用|支出|经费|投入|费)"
    r"(?:\([^()]{1,12}\)|（[^（）]{1,12}）)?$"
)
_OF_A_YEAR = re.compile(r"(?:19|20)\d\d年[\u4e00-\u9fff]{4,}")


#: What a column of standards (绩效标准) says: the kind of standard that the value follows.
STANDARDS = frozenset(
    ("计划标准", "行业标准", "历史标准", "国家标准", "地方标准", "预算标准", "定额标准", "部门标准", "其他标准")
)
#: The line of an office that reviews the form.
_OPINION = re.compile(r"(?:审核|初审|复审|审查|评审)意见(?:盖章|签字|签章|公章)?$")


#: What stands below a table on a page: its makers, its buttons, the next chapter of the report.
_FOOT = re.compile(
    r"ICP备|公网安备|网站标识码|主办单位|[政府局委]主办|承办$|版权所有|扫一扫|内容保障|公务邮箱|\[(?:下载|打印|关闭)\]|^[上下]一[篇条]|^分享到"
    r"|^第[一二三四五六七八九十]+(?:部分|章)|^返回"
)


@dataclass(frozen=True, slots=True)
class Look:
    """What can be said of a cell's text alone."""

    text: str
    plain: str
    section: Level | None
    categories: tuple[Level, ...]
    column: str | None
    field: str | None
    money: str | None
    value: Understood
    banner: bool
    is_number: bool
    is_sign: bool
    is_unit: bool
    is_word: bool
    is_scale: bool
    is_long: bool
    is_namelike: bool
    is_closing: bool
    is_foot: bool
    is_task: bool

    @property
    def is_value(self) -> bool:
        """A number with something that makes it a value (sign, unit), a range or a date."""
        v = self.value
        return v.kind in ("range", "date") or (v.kind == "number" and not self.is_number)

    @property
    def is_label(self) -> bool:
        return self.section is not None or bool(self.categories)


@lru_cache(maxsize=20_000)
def look(text: str) -> Look:
    """Classify one cell's text."""
    known = headings()
    one = " ".join(text.split())
    short = one if len(one) <= 40 else ""
    bare = plain(short) if short else ""
    squeezed = short.replace(" ", "")
    value = understand(one) if len(one) <= 60 else Understood("word")
    number = bool(_NUMBER.fullmatch(squeezed))
    named = len(squeezed) >= 3 and bool(_NAME_TAILS.search(squeezed))
    counted = value.kind == "range" or (value.kind == "number" and value.unit is not None)
    unit = value.unit is not None and is_unit(value.unit) and not _OF_A_YEAR.match(squeezed)
    if named and squeezed[:1].isdigit() and counted and not unit:
        # 12345接通率, 0-6岁儿童管理率, 2025年夏季合格率 begin with a number and are names all the same.
        value = Understood("word")
    section, categories = _levels(short, bare)
    return Look(
        text=one,
        plain=bare,
        section=section,
        categories=categories,
        column=column_role(short, bare),
        field=known.fields.get(bare),
        money=known.money.get(bare),
        value=value,
        banner=bare in known.banners,
        is_number=number,
        is_sign=bool(_SIGN.fullmatch(squeezed)),
        is_unit=is_unit(squeezed),
        is_scale=squeezed in SCALE,
        is_word=squeezed in SCALE
        or bool(_AS_SHOULD.fullmatch(squeezed))
        or (
            len(squeezed) <= 12
            and squeezed.startswith(_VALUE_HEADS)
            and value.kind == "word"
            and not _NAME_TAILS.search(squeezed)
        ),
        is_long=len(one) >= 28 or (len(one) >= 12 and bool(re.search(r"[。；;]", one))),
        is_namelike=named and value.kind in ("word", "unclear") and squeezed not in STANDARDS,
        is_closing=bare in known.closing or bool(_OPINION.search(bare)),
        is_foot=bool(_FOOT.search(one)),
        is_task=len(one) >= 8
        and (one.startswith((*_VERBS, *_AIMS)) if re.search(r"[,，]", one) else not named and one.startswith(_VERBS)),
    )


def _levels(text: str, bare: str) -> tuple[Level | None, tuple[Level, ...]]:
    """The levels that a label names: as the templates have it, with an aside (``数量指标（或规模指标）``), with another word
    for 指标 (``数量目标``, ``效益值``), or two in one (``产出指标-数量指标``)."""
    known = headings()
    stem = bare.removesuffix("指标")
    words = [bare, bare.removesuffix("等"), *([stem] if len(stem) >= 4 else [])]
    if unsaid := _ASIDE.sub("", text):
        words.append(plain(unsaid))
    if found := _OTHER_WORD.fullmatch(bare):
        words.append(found[1])
    for word in words:
        section, categories = known.sections.get(word), known.categories.get(word, ())
        if section or categories:
            return section, categories
    return _pair(text)


_ASIDE = re.compile(r"(?<=指标)\s*[(（][^()（）]*[)）]$|[(（]或[^()（）]*[)）](?=[\u4e00-\u9fff]{0,4}指标$)")
_OTHER_WORD = re.compile(r"(.*(?:产出|效益|效果|满意度|数量|质量|时效|成本|影响))(?:值|目标|类|类指标|方面)")


def _pair(text: str) -> tuple[Level | None, tuple[Level, ...]]:
    """Two levels written as one label: 产出指标-数量指标."""
    first, _, second = re.sub(r"\s*[-—–－/／·>＞]+\s*", "|", text, count=1).partition("|")
    section = headings().sections.get(plain(first)) if second else None
    categories = headings().categories.get(plain(second), ()) if section else ()
    own = tuple(c for c in categories if section and c.section == section.section)
    return (section, own) if own else (None, ())


_UNITS = frozenset(UNITS)
_PERCENT = re.compile(r"(?<=[%％])[(（]百分比[)）]$")


def is_unit(text: str) -> bool:
    """Whether a text is a unit: a known one, one counted by ten thousands (万件), or several joined (万元/台, 元/人、天)."""
    parts = [
        part[1:] if part[:1] in ("万", "亿", "千") and part not in _UNITS else part
        for part in re.split(r"[/／、·]", _PERCENT.sub("", text).replace("％", "%"))
    ]
    return all(part in _UNITS for part in parts)


def column_role(text: str, bare: str | None = None) -> str | None:
    """The role of a column headed so, if that is known: ``指标值(长期)`` → long."""
    bare = plain(text) if bare is None else bare
    role = headings().columns.get(bare)
    if role and re.search(r"[(（](?:中?长期|中期|实施期)", text):
        return f"long_{role}"
    return role


def is_tail(text: str) -> bool:
    """Whether a file's last text is cut off: the beginning of a level label (``质量指``), or a sign without a number."""
    seen, known = look(text), headings()
    if seen.is_sign and not seen.text.isalpha():
        return True
    tail = seen.plain
    if not tail or len(tail) > 5 or tail in known.sections or tail in known.categories:
        return False
    return any(word.startswith(tail) for word in (*known.sections, *known.categories) if word.endswith("指标"))
