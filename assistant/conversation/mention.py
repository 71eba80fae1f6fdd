"""What a sentence names: a year, a department, a row of the table. Plain text rules, one place, no model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from assistant.conversation import words
from assistant.table.model import TargetTable, value

_DIGIT = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)|([二两][〇零][〇零一二三四五六七八九]{2})(?=年)|(?<!\d)(\d{2})(?=年)")
_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "下年": 1, "下一年": 1, "后年": 2}
_ENDING = r"(?:管理局|委员会|办公室|管理处|研究院|服务中心|人民法院|人民检察院|联合会|局|委|办|厅|院|中心|会|处|学校|大学|学院|支队|团委|人民政府|政府|街道|图书馆|博物馆|文化馆)"
_DEPARTMENT = re.compile(rf"[\u4e00-\u9fff]{{1,18}}?{_ENDING}(?![\u4e00-\u9fff]{{0,2}}{_ENDING})")
_AROUND = re.compile(
    r"^(?:请|麻烦|帮我|帮忙|给我|给|为|替|把|将|和|与|跟|同|按|按照|根据|参照|参考|对|向|在|看看|看一下|我们|咱们|我|们|要写|这边是|是|的|了|一下|起草|编制|拟定|草拟|"
    r"拟|生成|写|做|比较|对比|比一比|比一下|一下|单位名称|单位|部门|名称|改为|改成|换成|是|叫|一份|年度?|\d+|[\s,，。:：;；])+"
)
_QUOTED = re.compile(r"[“「『‘\"'《]([^”」』’\"'》]{2,60})[”」』’\"'》]")
_NAMED = re.compile(r"([^\s=＝≥≤<>:：，,。；;？?“”「」]{2,60})\s*((?:[=＝≥≤<>]{1,2}|[:：]).+)")
_VALUE_END = re.compile(
    r"为什么|为何|为啥|怎么|哪里|哪儿|错|[这那]一?[条行项个]|该[条行项]|不(?:合格|合规|行|对|通过|达标)|有?什么|可以|合适|合理|[行对好][吗么]|吗|[，,。；;？?！!]"
)
_COUNT = r"(\d{1,4}|[一二两三四五六七八九十百零]{1,5})"
_NUMBERED = re.compile(
    rf"第\s*{_COUNT}\s*(?:条|行|项|个指标|个(?![\u4e00-\u9fff]))|(?:^|[把将，,、])\s*(\d{{1,4}})\s*(?:条|行|项|号)|\brow\s*(\d{{1,4}})\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"请问|请|帮我|解释一下|解释|说明|分析|告诉我|为什么|为何|怎么会|怎么|咋|哪[里儿](?:写|填|做|算)?|什么|不合格|不合规|不通过|不行|不对|不达标|有问题|错在|错|问题|"
    r"这一?[条行项个]|那一?[条行项个]|该[条行项]|上面|指标|的|了|呢|吗|啊|是|有|[，,。；;？?！!：:\s]"
)


def folded(text: str) -> str:
    """Width, spaces and quotation marks taken out: how names are compared."""
    return re.sub(r"[\s“”\"'‘’「」『』]", "", unicodedata.normalize("NFKC", text))


def year_in(text: str, today: int) -> int | None:
    """The year a sentence asks for: after a verb of drafting the nearest one, else the latest named. ``today``: this year."""
    found = [(m.start(), _year(m)) for m in _YEAR.finditer(text)]
    found += [(text.find(word), today + step) for word, step in _RELATIVE.items() if word in text]
    if not found:
        return None
    verb = re.search(r"起草|编制|拟定|草拟|拟|生成|改为|改成", text)
    after = [(at, year) for at, year in found if verb and at > verb.start()]
    return min(after)[1] if after else max(year for _, year in found)


def _year(found: re.Match[str]) -> int:
    digits = found[1] or "".join("2" if c == "两" else _DIGIT[c] for c in found[2] or "") or f"20{found[3]}"
    return int(digits)


def department_in(text: str, known: Iterable[str] = ()) -> str | None:
    """The department named: the longest known one, else what ends like one (…局, …委员会)."""
    named = [name for name in known if name and name in text]
    if named:
        return max(named, key=len)
    rest = _AROUND.sub(
        "", re.sub(r"20\d{2}年?度?|同类(?:的)?(?:部门|单位)|(?:各|其他|类似|相似)(?:的)?(?:部门|单位)", " ", text)
    )
    for found in _DEPARTMENT.finditer(rest):
        name = _AROUND.sub("", found[0])
        if len(name) > 2 and not name.startswith("机会"):
            return name
    return None


def row_in(text: str, names: Iterable[str]) -> tuple[str | None, str | None]:
    """The row a sentence names, and the value quoted with it: ``指标名 = 值``, “指标名”, 第N条, or a name as it stands."""
    flat = unicodedata.normalize("NFKC", text)
    standing = sorted((n for n in set(names) if n and folded(n) in folded(text)), key=len, reverse=True)
    if standing:
        rest = folded(text).split(folded(standing[0]), 1)[1]
        return standing[0], _value_at_start(rest)
    if numbered := _NUMBERED.search(flat):
        return f"第{_number(numbered)}条", None
    quoted = _QUOTED.search(text)
    if found := _NAMED.search(quoted[1] if quoted else text):
        name = found[1].strip() if quoted else _ASKING.sub("", found[1])
        if len(name) >= 2:
            return name, _value_at_start(folded(found[2]))
    if quoted:
        return quoted[1].strip(), None
    rest = _ASKING.sub("", text)
    within = {n for n in names if len(rest) >= 3 and folded(rest) in folded(n)}
    if len(within) == 1:  # a part of a name that no other row has
        return within.pop(), None
    return (rest, None) if len(rest) >= 4 else (None, None)


def wishes_in(text: str) -> str:
    """What is asked of the draft beside the request itself: 起草2027年的，多写些量化指标. Who asks is no wish."""
    clauses = [c.strip() for c in re.split(r"[，,。；;：:\n]", text) if c.strip()]
    return "，".join(c for c in clauses if not re.search(words.DRAFT, c) and not re.search(words.WHO_AND_WHAT, c))


def _value_at_start(rest: str) -> str | None:
    """The value after a name: ``=实现为什么不合格`` gives 实现, ``=100%`` stays what it is."""
    if not rest.startswith(("=", "≥", "≤", "<", ">", ":")):
        return None
    written = _VALUE_END.split(rest, maxsplit=1)[0].removeprefix(":")
    return (written if re.match(r"=+\d", written) else written.lstrip("=")) or None


def rows_named(table: TargetTable, reference: str, value: str | None = None) -> tuple[int, ...]:
    """The rows that a reference means: 第N条, the exact name (and value, if rows share it), else names very like it."""
    if numbered := _NUMBERED.fullmatch(reference):
        row = _number(numbered) - 1
        return (row,) if 0 <= row < len(table.indicators) else ()
    wanted = folded(reference)
    exact = [n for n, i in enumerate(table.indicators) if folded(i.name) == wanted]
    if value is not None and len(exact) > 1:
        valued = [n for n in exact if folded(value) in _texts(table, n)]
        exact = valued or exact
    if exact:
        return tuple(exact)
    names = {n: folded(i.name) for n, i in enumerate(table.indicators) if i.name}
    close = (
        process.extract(wanted, names, scorer=fuzz.partial_ratio, score_cutoff=85, limit=6) if len(wanted) >= 3 else []
    )
    if not close and len(wanted) >= 5:  # a character mistyped
        close = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=78, limit=3)
    return tuple(sorted(key for _, _, key in close))


def _number(found: re.Match[str]) -> int:
    """第12条, 第十二条, 12条, row 12."""
    written = next(group for group in found.groups() if group)
    return int(written) if written.isdigit() else int(value(f"{written}条").number or 0)


def _texts(table: TargetTable, row: int) -> set[str]:
    i = table.indicators[row]
    return {folded(v.text).lstrip("=") for v in (i.half_year, i.full_year) if v} | {
        folded(v.text) for v in (i.half_year, i.full_year) if v
    }
