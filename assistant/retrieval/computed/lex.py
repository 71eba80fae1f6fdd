"""A question cut into tokens: known words by role, numbers with their comparison, years, offices, pieces of names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from assistant.retrieval.computed.query import Condition
from assistant.retrieval.likeness import in_comparable_unit

_OPERATORS = {
    "≥": "不低于 不少于 不小于 大于等于 大于或等于 至少 达到 ≥ >=", "≤": "不高于 不超过 不大于 不多于 小于等于 小于或等于 至多 ≤ <=",
    ">": "高于 超过 大于 多于 高过 超出 超 >", "<": "低于 少于 小于 不到 不足 没到 未达到 没达到 没有达到 达不到 短于 <",
    "=": "等于 正好是 刚好是 恰好是 正好 刚好 恰好 定为 都是 =",
}  # fmt: skip
_SIGN = {word: sign for sign, words in _OPERATORS.items() for word in words.split()}
_TAIL = {"及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤"}
_NUMBER = (
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>%|‰|(?:亿|万|千)?元|(?:亿|万)?人次|万人|万吨|公里|平方米|平方公里|立方米|个工作日|工作日|分钟|小时|万(?![吨人户亩辆平公立件])|亿(?![吨人])"
    r"|[个条项家张人次件户起天座台套场所宗辆亩吨处名例分年月日级类种批篇期]|)"
)
_SIGNS = "|".join(sorted(map(re.escape, _SIGN), key=len, reverse=True))
_NUMERAL = r"[零一二两三四五六七八九十百千]+"
_SPOKEN = (  # 百分之九十五; 超过三个; 三个以上
    re.compile(rf"百分之(?P<n>{_NUMERAL}|\d+(?:\.\d+)?)(?P<percent>)"),
    re.compile(rf"(?<=[于过到足少多是])(?P<n>{_NUMERAL})(?=[个条项家张天人次起件户万亿分元])"),
    re.compile(rf"(?P<n>{_NUMERAL})(?=(?:[个条项家张天人次起件户分]|[万亿]?元)(?:及?以[上下内]|之内))"),
)
_YEAR = r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*(?:年度|年)?"
_SHORT = r"(?<![\d.])(2\d)"  # 26年
_CLAUSE = r"(?=的|$|[ ，,。？?、（(])"
_ASKED_UNITS = "天|个?工作日|分钟|小时|万元|亿元|元|人次|[件人次起吨户亩分度座辆场篇处套台名]|公里|公顷"
_PATTERNS = (
    ("listed", re.compile(r"(?<![\d.])((?:(?:20)?2\d年?、)+(?:20)?2\d)年")),
    ("pair", re.compile(rf"(?:从|由)?{_YEAR}\s*(?:到|至|-|~|与|和|跟|、)\s*{_YEAR}")),
    ("year", re.compile(_YEAR)),
    ("year", re.compile(rf"{_SHORT}年(?![以内期级龄])")),
    ("last", re.compile(r"(?:近|最近|过去|这)?([两三])年(?![期制行内以])")),
    ("last", re.compile(r"(?:近|最近|过去)([一四五\d])年")),
    ("literal", re.compile(r"(?:提到|提及|写到|谈到|带有|含有|带|含)?了?[“\"「『]([^”\"」』]{2,20})[”\"」』]")),
    ("literal", re.compile(rf"(?:提到|提及|写到|谈到|带有|含有)了?([\w]{{2,12}}?){_CLAUSE}")),
    ("condition", re.compile(rf"(?P<sign>{_SIGNS})\s*{_NUMBER}(?:及?以上|及?以下)?(?!\d)")),
    ("condition", re.compile(_NUMBER + rf"(?P<tail>{'|'.join(_TAIL)})")),
    (
        "condition",
        re.compile(rf"(?:定|写|填|是|为)(?:了|成|为|的)?(?P<equal>)(?!20\d\d年){_NUMBER}(?<!\d)(?![以之及\d])"),
    ),
    ("condition", re.compile(r"(?P<equal>)(?P<number>\d+(?:\.\d+)?)(?P<unit>%)(?![以之及])")),
    (
        "extreme",
        re.compile(
            rf"(?<=[家谁个市局位标任务目责门])(?:定得|定的)?(?:更|比较)?(多|少|高|低|大|小|严|松)(?:一些|一点|些)?{_CLAUSE}"
        ),
    ),
    ("ask", re.compile(r"[是为](?:几|多少)[个项家]")),
    ("ask", re.compile(rf"[是为]?(?:几|多少)(?:{_ASKED_UNITS})(?!\w*指标)")),
    ("top", re.compile(r"(?:前|头)([一二两三四五六七八九十\d]+)(?:名|个|家|位|条|项|大)?")),
    ("top", re.compile(r"(?:前|头)([一二两三四五六七八九十\d]+)(?:大|位)")),
    ("top", re.compile(r"(?<=最.)的?([一二两三四五六七八九十\d]+)(?:名|个|家|位|条|项)")),
)
_EXTREMES = {
    "多": "most",
    "少": "least",
    "高": "max",
    "大": "max",
    "低": "min",
    "小": "min",
    "严": "best",
    "松": "worst",
}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "最新一年": 0,
    "最新": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
    "去年呢": "both",
    "上年呢": "both",
}
Role = str


@dataclass(frozen=True)
class Token:
    """``role`` and ``value`` (of words: the group of ``words.toml``); ``text`` as it stands in the folded question."""

    role: Role
    value: Any
    text: str


@dataclass(frozen=True)
class Lexicon:
    """What can stand in a question: ``words`` by text, and the names of indicators (bare) of which pieces may stand."""

    words: Mapping[str, tuple[Role, Any]]
    names: Sequence[str]

    @cached_property
    def _joined(self) -> str:
        return "\0".join(self.names)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.words), default=1)

    def word_at(self, text: str, at: int) -> str | None:
        """The longest known word that begins there."""
        ends = range(min(len(text), at + self._longest), at, -1)
        return next((text[at:end] for end in ends if text[at:end] in self.words), None)

    def piece_at(self, text: str, at: int) -> str:
        """The longest piece, from there on, of any indicator's name; it ends before a word that would be cut by it."""
        end = at
        while end < len(text) and text[at : end + 1] in self._joined:
            end += 1
        for start in range(at + 2, end):
            word = self.word_at(text, start)
            if word and len(word) > 1 and start + len(word) > end:
                return text[at:start]
        return text[at:end]


def lexicon(offices: Mapping[str, tuple[Role, Any]], names: Sequence[str]) -> Lexicon:
    """The words of ``words.toml`` and the given offices (places, departments, kinds: role and value)."""
    return Lexicon({**_fixed(), **offices}, names)


def tokens(question: str, known: Lexicon) -> Iterator[Token]:
    """The folded question as tokens; what nobody knows comes as ``unknown``, punctuation not at all."""
    for pattern in _SPOKEN:
        question = pattern.sub(lambda m: f"{_count(m['n'])}{'%' if 'percent' in m.groupdict() else ''}", question)
    question = re.sub(r"(?<=[a-z])(\d)\.(\d)", r"\1\2", question)  # PM2.5, as names stand in the lexicon
    at, unknown = 0, ""
    while at < len(question):
        found = _pattern_at(question, at)
        word = known.word_at(question, at)
        piece = known.piece_at(question, at) if question[at] not in "的了" else ""  # 谁的…: no name begins so
        token: Token | None = None
        if found and len(found.text) >= max(len(word or ""), len(piece)):
            token = found
        elif len(piece) >= 2 and len(piece) > len(word or ""):
            token = Token("name", piece, piece)
        elif word:
            role, value = known.words[word]
            token = Token(role, value, word)
        if token is None and question[at] not in " ,，。、？?！!:：；;“”\"'（）()":
            unknown += question[at]
        elif unknown:
            yield Token("unknown", unknown, unknown)
            unknown = ""
        if token:
            yield token
        at += len(token.text) if token else 1
    if unknown:
        yield Token("unknown", unknown, unknown)


def beyond(question: str) -> str | None:
    """The word that makes a question one of reasons, advice or the future."""
    for trend in _data()["change"]["trend"]:
        question = question.replace(trend, "")
    return next((w for w in _data()["beyond"] if w in question), None)


def _pattern_at(text: str, at: int) -> Token | None:
    for role, pattern in _PATTERNS:
        if not (found := pattern.match(text, at)):
            continue
        if role == "condition":
            return Token(role, _condition(found.groupdict()), found[0])
        if role == "ask":
            return Token(role, "value", found[0])
        if role == "extreme":
            return Token("aggregate", _EXTREMES[found[1]], found[0])
        if role == "literal":
            return Token(role, found[1], found[0])
        if role in ("pair", "year", "listed"):
            named = re.findall(r"\d+", found[0]) if role == "listed" else found.groups()
            years = tuple(int(y) + (2000 if len(y) == 2 else 0) for y in named)
            return Token("years" if role != "listed" else "each_year", years, found[0].rstrip())
        return Token(role, _count(found[1]), found[0])
    return None


def _condition(parts: Mapping[str, str | None]) -> Condition:
    before, unit = parts.get("sign"), parts["unit"] or None
    sign = "=" if "equal" in parts else _SIGN[before] if before else _TAIL[str(parts["tail"])]
    number, unit = in_comparable_unit(Decimal(parts["number"] or 0), f"{unit}元" if unit in ("万", "亿") else unit)
    return Condition(operator=sign, number=number, unit=unit)


def _count(text: str) -> int | float:
    """A number in digits or in Chinese numerals below ten thousand: 十二 → 12, 九十五 → 95, 两百 → 200."""
    if text[0].isdigit():
        return float(text) if "." in text else int(text)
    total, digit = 0, 0
    for char in text:
        if char in "十百千":
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("assistant.retrieval.computed") / "words.toml").read_text("utf-8"))


@cache
def _fixed() -> dict[str, tuple[Role, Any]]:
    data = _data()
    words: dict[str, tuple[Role, Any]] = dict.fromkeys(data["fillers"], ("filler", None))
    for role in ("of", "what", "column", "field", "category", "section", "change", "role", "aggregate", "ask"):
        for value, spellings in data[role].items():
            words |= dict.fromkeys(spellings, (role, value))
    return words | {word: ("relative", back) for word, back in _RELATIVE.items()}
