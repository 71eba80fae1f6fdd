"""The value grammar: what stands in an indicator's value cell (指标值), kept as written and understood.

A value is an operator, a number (or a range) and a unit (``≥97%``, ``400元/人、天``, ``80%-90%``), a date
(``2024年12月底前``), or a word of a graded scale (``健全``). Whatever is written is kept as ``text``; the rest
follows from the text alone, so that two values with the same text are the same value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

Operator = Literal["=", "≥", "≤", ">", "<"]
Kind = Literal["number", "range", "date", "word", "unclear"]

#: The value of a drafted indicator whose baseline nobody gave: shown as such, asked for, and no fault of the value.
UNKNOWN_BASELINE = "基数未知，请补"

# Only width and look-alike signs are folded: units such as ㎡ must stay what they are.
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        "％": "%", "﹪": "%", "．": ".", "，": ",", "＝": "=", "﹦": "=", "═": "=", "＞": ">", "＜": "<", "﹥": ">", "﹤": "<",
        "≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "（": "(", "）": ")", "［": "(", "］": ")", "【": "(", "】": ")",
        "～": "~", "〜": "~", "∼": "~", "－": "-", "—": "-", "–": "-", "−": "-", "‑": "-", "＋": "+",
        "\u3000": " ", "\u00a0": " ", "\u200b": None, "\ufeff": None, "\u200e": None, "\u200f": None,
    }
)  # fmt: skip

_SIGNS: tuple[tuple[str, Operator], ...] = (
    ("大于或等于", "≥"), ("大于等于", "≥"), ("小于或等于", "≤"), ("小于等于", "≤"),
    (">=", "≥"), ("=>", "≥"), ("<=", "≤"), ("=<", "≤"), ("≥", "≥"), ("≤", "≤"),
    ("不得低于", "≥"), ("不低于", "≥"), ("不少于", "≥"), ("不小于", "≥"), ("不短于", "≥"), ("至少", "≥"), ("最低", "≥"),
    ("不得超过", "≤"), ("不超过", "≤"), ("不超", "≤"), ("不高于", "≤"), ("不大于", "≤"), ("不多于", "≤"), ("不长于", "≤"),
    ("控制在", "≤"), ("至多", "≤"), ("最多", "≤"), ("达到", "≥"), ("达", "≥"),
    ("大于", ">"), ("高于", ">"), ("超过", ">"), ("多于", ">"), ("小于", "<"), ("低于", "<"), ("少于", "<"),
    ("等于", "="), ("为", "="), (">", ">"), ("<", "<"), ("==", "="), ("=", "="),
)  # fmt: skip
_TAILS: tuple[tuple[str, Operator], ...] = (
    ("及以上", "≥"), ("以上", "≥"), ("及以下", "≤"), ("以下", "≤"), ("及以内", "≤"), ("以内", "≤"), ("之内", "≤"),
)  # fmt: skip
#: How the finance system's exports spell the percent sign.
_PERCENT = {"百分比": "%", "百分号": "%", "(百分比)": "%", "%(百分比)": "%"}
_FILLERS = ("大约", "约", "各", "共", "全年", "累计", "每年")

#: Units people count in; a longer one is tried before a shorter one. Anything short that stands after a number
#: is taken as a unit too: the list only decides where a unit ends when more text follows it.
UNITS = tuple(
    sorted(
        "% ‰ 个百分点 百分点 比例 比值 人次 人/次 种次 人/天 人天 人 次/年 次/月 次/人 次 批次 批 起 件 宗 个/月 个/年 个 家 户 所 处 座 栋 幢 条 项 类 种 "
        "套 台 台套 台/套 辆 部 册 本 份 篇 期 场次 场 班 支 只 头 羽 尾 株 棵 名 位 例 天 日 工作日 个工作日 小时 分钟 秒 毫秒 年 个月 月 季度 周 "
        "元 万元 亿元 元/人 元/人次 元/年 元/月 元/平方米 元/亩 元/吨 万元/人 万元/个 米 公里 千米 厘米 毫米 平方米 万平方米 平方公里 ㎡ m² m³ 立方米 "
        "万立方米 亩 万亩 公顷 吨 万吨 公斤 千克 克 升 毫克/升 微克/立方米 千瓦时 万千瓦时 兆瓦 MB GB TB PB 分 级 等 门 张 片 块 只/年 床 张床位 "
        "万人 万人次 万户 亿 万 ℃ 分贝 倍 步 页 条/年 人/年 件/年 点 对 组 盏 根 袋 桶 车次 架次 班次 家次 户次 件次 站次 头次 人月 车辆 集 曲 款 粒 吨/年 公里/年 人天 幅 把 顶 床位 学位 席 段 口 眼 孔 站 村 镇 街道 社区 校 园 馆 店 企业 单位 平台 系统 号 通 封 瓶 盒 箱 枚 发 架 艘 列 匹 棚 垄 畦 穗 樘 扇 单 杯 面 节 课时 学时 周期".split(),
        key=len,
        reverse=True,
    )
)

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT_CHARS = r"[A-Za-zμµ°%‰℃㎡³²/·、\u4e00-\u9fff()\-]"
#: A rate per so many: 9/10万, 3人/10万人.
_PER = re.compile(r"[\u4e00-\u9fff]{0,3}/(?:10{2,}|10*[万亿])[\u4e00-\u9fff]{0,3}")
_DATE = re.compile(
    r"(?:每年|于|在)?(?:(?P<y>(?:19|20)\d{2})(?:年度?|[-/.]))?(?:(?P<m>1[0-2]|0?[1-9])(?:月份?|[-/.]))?"
    r"(?:(?P<d>3[01]|[12]\d|0?[1-9])日?)?(?P<end>底|末|年底|中旬|上旬|下旬)?(?P<by>以前|之前|前|内)?(?:全部)?(?:完成|完工|办结|到位)?"
)
_INCLUDED = re.compile(r"\(含\)")
_TENTHS = re.compile(r"(?P<digit>[一二三四五六七八九])成(?P<half>半)?(?P<over>以上|及以上)?")
_PACE = re.compile(r"每个?(?P<each>年度?|半年|季度?|月|周|日|天)")
_PACES = {"年度": "年", "季": "季度", "日": "天"}
_CHANGE = re.compile(
    r"(?:(?:较|比|与)(?:上年度?|去年|上一年度?)(?:相比)?)?(?:同比|环比|年均|逐年)?(?:增长|提高|提升|增加|下降|降低|减少|上升|压减|压缩|缩短)"
    r"(?:率|幅度|比例)?(?:为|达到?)?"
)
_BAND = re.compile(r"[^≥≤><=]{1,12}?\(?(?P<rest>(?:[≥≤]|[><]=?|=[<>]?)[^≥≤><=]*?(?:[,，且]?[≤<][^≥≤><=]+)?)\)?")
#: A percent sign after a word that is no unit of it: 分%.
_MIXED_UNIT = re.compile(r"[\u4e00-\u9fff]%$")
#: The most days of each month; and a month that there is not: 2026年13月.
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NO_MONTH = re.compile(r"(?:19|20)\d{2}年(?:0{1,2}|1[3-9]|[2-9]\d)月")
#: The letters O and l for 0 and 1: 9O%; and a bound after another one: 3件以上以内.
_LETTER_FOR_DIGIT = re.compile("[OolI]+(?:[%‰]|[\u4e00-\u9fff]|$)")
_SECOND_TAIL = re.compile("以[上下内]$")
#: Two units after one number: 95%人, 5个个.
_TWO_UNITS = re.compile(
    r"[%‰](?:人次|人|次|个|天|元|万元|家|户|件|起|项|场|台|亩|公里)|(人次|[人次个天家户件起项场台亩])\1"
)
_RATIO = re.compile(r"[≥≤<>=]{0,2}\d+(?:\.\d+)?[:/]\d+(?:\.\d+)?")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Understood:
    """What a value's text says. ``number`` and ``upper`` are None for words; ``upper`` only for ranges."""

    kind: Kind
    operator: Operator | None = None
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    when: str | None = None
    problem: str | None = None


@lru_cache(maxsize=20_000)
def understand(text: str) -> Understood:
    """Read a value cell. Never raises: what cannot be understood has kind ``unclear`` and a Chinese ``problem``."""
    folded = " ".join(text.translate(_FOLD).split())
    bare = folded.strip(" ;；。'\"“”‘’")
    if not bare:
        return Understood("unclear", problem="没有填写指标值")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1].strip()
    squeezed = _INCLUDED.sub("", bare.replace(" ", ""))
    return _date(squeezed) or _ranged(squeezed) or _numbered(squeezed) or _led(squeezed) or _worded(squeezed)


def print_value(operator: Operator | None, number: Decimal, unit: str | None, upper: Decimal | None = None) -> str:
    """The usual way to write a value: ``≥97%``, ``80%-90%``; understood again it gives the same parts."""
    tail = unit or ""
    if upper is not None:
        return f"{print_number(number)}{tail}-{print_number(upper)}{tail}"
    return f"{operator or ''}{print_number(number)}{tail}"


def print_number(number: Decimal) -> str:
    """A number without exponent and without trailing zeros: ``100``, ``0.5``."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _date(text: str) -> Understood | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = found["y"], found["m"], found["d"]
    dated = bool(month and ("月" in text or (year and day))) or bool(
        year and "年" in text and (found["end"] or found["by"])
    )
    if day and month and int(day) > _DAYS[int(month) - 1]:
        return Understood("unclear", problem=f"“{text}”里没有这一天")
    if not dated and text not in ("年底前", "年末前", "年底", "年末"):
        return None
    if found["by"] == "内" and not (year or month):
        return None
    stands = (
        f"{year or '----'}-{int(month or 12):02}-{int(day):02}" if day else f"{year or '----'}-{int(month or 12):02}"
    )
    return Understood("date", operator="≤" if found["by"] else None, when=stands)


def _ranged(text: str) -> Understood | None:
    if text.startswith("±") and (half := _numbered(text[1:])) and half.number is not None and half.operator is None:
        return Understood("range", number=-half.number, upper=half.number, unit=half.unit)
    low, high = rf"(?P<low>{_NUMBER})(?P<lu>m[23]|{_UNIT_CHARS}*?)", rf"(?P<high>{_NUMBER})(?P<hu>m[23]|{_UNIT_CHARS}*)"
    between = re.fullmatch(rf"(?:在|介于)?{low}(?:~|-|至|到|--){high}", text)
    bounds = between or re.fullmatch(rf"(?:≥|>=|>|不低于){low}[,，、且]?(?:并)?(?:≤|<=|<|不超过|不高于){high}", text)
    if not bounds:
        return None
    number, upper = _decimal(bounds["low"]), _decimal(bounds["high"].lstrip("-") if between else bounds["high"])
    unit, first = _tail(bounds["hu"])[0], bounds["lu"].strip("()") or None
    if number is None or upper is None or (first and unit and first != unit):
        return None
    if number > upper:
        return Understood("unclear", problem=f"区间“{text}”的下限大于上限")
    return Understood("range", number=number, upper=upper, unit=unit or first)


def _contradict(operator: Operator | None, tail: Operator) -> bool:
    """Whether the sign before a number and the words after it say different things: ≥98%以内; =30日内 says the same."""
    if operator == "=":
        return tail == "≥"
    return operator is not None and (operator in ("≥", ">")) != (tail == "≥")


def _led(text: str) -> Understood | None:
    """A number with words before it: a change (较上年增长3%), a pace (每月不少于1次), a band (良好(≥90分)), a name (PM2.5≤35)."""
    if tenths := _TENTHS.fullmatch(text):
        number = Decimal(_DIGITS[tenths["digit"]] * 10 + (5 if tenths["half"] else 0))
        return Understood("number", operator="≥" if tenths["over"] else None, number=number, unit="%")
    if pace := _PACE.match(text):
        found = _numbered(text[pace.end() :])
        if found and found.kind == "number" and found.unit:
            return replace(found, unit=f"{found.unit}/{_PACES.get(pace['each'], pace['each'])}")
    if change := _CHANGE.match(text):
        found = _numbered(text[change.end() :])
        return found if found and found.kind == "number" and found.unit else None
    if band := _BAND.fullmatch(text):
        found = _ranged(band["rest"]) or _numbered(band["rest"])
        return found if found and found.kind != "unclear" else None
    return None


def _numbered(text: str) -> Understood | None:
    operator, rest = _sign(text)
    for filler in _FILLERS:
        rest = rest.removeprefix(filler)
    if operator is None:
        operator, rest = _sign(rest)
    rest = _from_numeral(rest)
    found = re.match(_NUMBER, rest)
    if not found or (number := _decimal(found[0])) is None:
        if operator is not None and text[0] in ">=<≥≤":
            return Understood("unclear", problem=f"“{text}”有符号而没有数值")
        return None
    after = re.sub(r"(?<=m)[23](?!\d)", lambda m: "²" if m[0] == "2" else "³", rest[found.end() :])
    if re.match(r"[.,]\d|\d", after) or re.search(r"[≥≤<>=]", after):
        return Understood("unclear", problem=f"“{text}”不是一个能读懂的数值")
    if _PER.fullmatch(after):
        return Understood("number", operator=operator, number=number, unit=after)
    if re.search(r"\d", after):
        return None
    unit, tail_sign = _tail(after)
    if tail_sign and _contradict(operator, tail_sign):
        return Understood("unclear", problem=f"“{text}”前后的符号互相矛盾")
    if unit and _LETTER_FOR_DIGIT.match(unit):
        return Understood("unclear", problem=f"“{text}”里的字母像是写错的数字")
    if unit and tail_sign and _SECOND_TAIL.search(unit):
        return Understood("unclear", problem=f"“{text}”前后的符号互相矛盾")
    if unit and (_MIXED_UNIT.search(unit) or _TWO_UNITS.fullmatch(unit)):
        return Understood("unclear", problem=f"“{text}”的单位“{unit}”不清楚")
    return Understood("number", operator=operator or tail_sign, number=number, unit=unit)


def _worded(text: str) -> Understood:
    if _RATIO.fullmatch(text):
        return Understood("word")
    if _NO_MONTH.match(text):
        return Understood("unclear", problem=f"“{text}”里没有这个月")
    if not re.search(r"[A-Za-z\u4e00-\u9fff]", text):
        return Understood("unclear", problem=f"“{text}”既没有数值也没有文字")
    if re.search(r"[≥≤]|[<>]", text):
        return Understood("unclear", problem=f"“{text}”里的比较符号后面没有能读懂的数值")
    return Understood("word")


def _sign(text: str) -> tuple[Operator | None, str]:
    for written, operator in _SIGNS:
        if text.startswith(written) and len(text) > len(written):
            return operator, text[len(written) :]
    return (None, text) if text[:1] not in (">", "<", "≥", "≤", "=") else (_only(text[0]), text[1:])


def _only(sign: str) -> Operator | None:
    return next((operator for written, operator in _SIGNS if written == sign), None)


def _tail(text: str) -> tuple[str | None, Operator | None]:
    """The unit after a number, and the operator that a tail such as 以上 or 以内 says."""
    operator: Operator | None = None
    for written, sign in _TAILS:
        if written in text:
            operator, text = sign, text.replace(written, "", 1)
            break
    if operator is None and len(text) > 1 and text.endswith("内"):
        operator, text = "≤", text[:-1]
    text = _PERCENT.get(text.removesuffix("左右"), text.removesuffix("左右"))
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    if not text:
        return None, operator
    if re.fullmatch(_UNIT_CHARS + r"{1,8}", text) and not text.startswith(("-", "、", "/", ")")):
        known = next((u for u in UNITS if text.startswith(u)), None)
        follows = text[len(known) :] if known else ""
        # "100%完成": the unit ends where a known one ends, unless the rest continues a compound such as 元/人、天.
        return (
            known if known and follows and follows[0] not in "/、·(" and len(known) > 0 and _is_word(follows) else text
        ), operator
    return next((u for u in UNITS if text.startswith(u)), None), operator


def _is_word(text: str) -> bool:
    return text.startswith(("完成", "达标", "合格", "覆盖", "到位", "及时", "落实", "办结", "通过", "(", "，", ","))


def _from_numeral(text: str) -> str:
    """百分之九十五 -> 95%, 三次 -> 3次; only where a known unit follows, for 一般 and 三级 are words."""
    if text.startswith("百分之"):
        numeral = _NUMERAL.match(text[3:])
        return f"{_numeral(numeral[0])}%{text[3 + numeral.end() :]}" if numeral else text.removeprefix("百分之") + "%"
    numeral = _NUMERAL.match(text)
    if (
        numeral
        and text[numeral.end() :] in UNITS
        and text[numeral.end() :] not in ("级", "等", "年", "类", "点", "面", "万")
    ):
        return f"{_numeral(numeral[0])}{text[numeral.end() :]}"
    return text


def _numeral(text: str) -> int:
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char], 0
    return total + section + digit
