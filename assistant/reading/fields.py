"""The head of a form: title, year, department, project, duties, organisation, goals, each a label and what stands by it."""

from __future__ import annotations

import html
import itertools
import re

from assistant.reading.draft import Draft
from assistant.reading.grid import Cell, Row
from assistant.reading.look import look
from assistant.table import templates

_TITLE = re.compile(
    r"绩效(?:目标|自评|评价|监控|指标)[^。；;：:]{0,14}表(?:[(（][^()（）]*[)）])?\d?$|自评表(?:[(（][^()（）]*[)）])?$"
    r"|绩效(?:自评|评价)(?:工作)?报告$|绩效(?:目标|自评)(?:和指标|及指标)?(?:申报|批复|公开|情况|公示|情况公示)?(?:[(（][^()（）]*[)）])?$"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|\s*$)")
#: A year that stands alone in its cell: （2025年度）.
YEAR_ALONE = re.compile(r"[(（]?\s*(?:19|20)\d{2}\s*年度?\s*[)）]?")
_CODE = re.compile(
    r"^(?:[\[(（【]?\d{3,}[\])）】]?[\s\-—－]*)|(?:[\s\-—－]*[\[(（【]\d{3,}[\])）】])$|[(（](?:部门|盖章|公章)[)）]$"
)
_NO_NAME = re.compile(
    r"^(?:[(（](?:盖章|公章|签章)[)）]\s*)?(?:(?:金额)?单位[:：]\s*)?(?:人民币|金额)?(?:万元|亿元|元|名称|编码$|代码$|[%％]|[/／\-—]+)"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ITEM = re.compile(
    r"(?:^|(?<=[。；;\s：:]))\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])"
)


def is_title(text: str) -> bool:
    """Whether a lone cell is the title of a form."""
    one = "".join(text.split())
    return (
        len(one) <= 60 and bool(_TITLE.search(one)) and not re.search(r"[：:；;。]", re.sub(r"[(（].*?[)）]", "", one))
    )


def title_of_template(text: str) -> bool:
    """Whether the text is, or holds, a template's own title."""
    one = "".join(text.split())
    return any(title in one for form in templates() for title in form.titles)


def year_in(text: str) -> int | None:
    """The year that a title or a year cell says, if it says exactly one."""
    found = {int(y) for y in _YEAR.findall(" ".join(text.split()))}
    return found.pop() if len(found) == 1 else None


_OFFICE = re.compile(
    r"^[\u4e00-\u9fff（）()·]{2,24}?(?:局|委员会|委|办公室|厅|法院|检察院|中心|学校|中学|小学|医院|大学|学院|总队|支队|管委会|政府)"
)


def office_in(title: str) -> str | None:
    """The department that a title names before its year or kind: ``某市教育局2025年部门整体…表`` → 某市教育局."""
    lead = re.split(r"(?:19|20)\d{2}|部门|项目|整体|单位|绩效|财政|支出|预算", "".join(title.split()), maxsplit=1)[0]
    found = _OFFICE.match(lead)
    return found[0] if found and found[0] == lead else None


def split_field(text: str) -> tuple[str | None, str]:
    """``部门名称：某局`` → (role, 某局); (None, text) where no known label stands before a colon."""
    label, colon, rest = text.partition("：") if "：" in text[:24] else text.partition(":")
    role = look(label.strip()).field if colon and len(label) <= 24 else None
    # What stands after a wide gap is another field (填报单位：某局    填报日期：…).
    return (role, re.split(r"\s{3,}|\u3000{2,}", rest.strip())[0]) if role else (None, text)


def markup_free(text: str) -> str:
    """Text without the remains of HTML."""
    return "\n".join(" ".join(line.split()) for line in html.unescape(_TAG.sub(" ", text)).splitlines()).strip()


def unit_name(text: str) -> str:
    """A department's or unit's name without its code: ``[015001]某区教育局`` → 某区教育局."""
    return _CODE.sub("", _CODE.sub("", markup_free(text))).strip(" -—、:：")


def duties_in(text: str) -> tuple[list[str], str]:
    """The duties in a text and the lead-in before them (``其主要职责是：``)."""
    paragraphs = re.split(r"<(?:ol|ul|li|p|br)\b[^<>]*>|</(?:ol|ul|li|p)>|\n", html.unescape(text))
    lead: list[str] = []
    items: list[str] = []
    for paragraph in paragraphs:
        part = " ".join(_TAG.sub(" ", paragraph).split())
        if not part:
            continue
        pieces = _numbered(part)
        if not items and len(pieces) == 1 and part.endswith(("：", ":")):
            lead.append(part)
        else:
            items += pieces
    return items, " ".join(lead)


def _numbered(text: str) -> list[str]:
    starts = [m.start() for m in _ITEM.finditer(text)]
    if len(starts) >= 2:
        cuts = [0, *starts, len(text)]
        return [p for a, b in itertools.pairwise(cuts) if (p := _ITEM.sub("", text[a:b].strip(), count=1).strip())]
    if starts and not text[: starts[0]].strip():
        return [_ITEM.sub("", text, count=1).strip()]
    # Run-together list items keep the blank that stood between them; without it only the full stops are left.
    split = re.split(r"(?<=。)\s+", text)
    if len(split) == 1 and text.count("。") > 2:
        split = re.split(r"(?<=。)", text)
    return [part for part in split if part]


def read_fields(row: Row, draft: Draft) -> bool:
    """Take the labelled texts of a row into ``draft``; False where no cell is a known label."""
    bare: list[tuple[str, int, int]] = []
    role: str | None = None
    labels = 0
    for cell in row:
        text = cell.text.strip()
        found, rest = split_field(text)
        if found is None and look(text).field:
            found, rest = look(text).field, ""
        if found:
            labels += 1
            draft.labels.add(found)
            role = None if rest else found
            if rest:
                put(found, rest, cell, draft)
            else:
                bare.append((found, cell.column, cell.columns))
        elif role:
            put(role, text, cell, draft)
            bare = [b for b in bare if b[0] != role]
            role = None
    if not labels and draft.pending:
        _below(row, draft)
    draft.pending = bare if labels == len(row) else []
    return labels > 0


def _below(row: Row, draft: Draft) -> None:
    """Texts that stand under their labels: by column, or in order where there are as many."""
    if any(look(cell.text).money or look(cell.text).is_label for cell in row):
        return
    for n, cell in enumerate(row):
        under = [role for role, at, wide in draft.pending if at <= cell.column < at + max(wide, 1)]
        if len(row) == len(draft.pending) - 1 and draft.pending[0][0] == "overall_goal":
            under = []  # the first label spans this row too, so each text stands under the next one
        if not under and len(row) <= len(draft.pending):
            under = [draft.pending[len(draft.pending) - len(row) + n][0]]
        for role in under[-1:]:
            put(role, cell.text, cell, draft)


def put(role: str, text: str, cell: Cell, draft: Draft) -> None:
    """Write one field, the first time it is met."""
    bare = text.strip()
    if role in ("project", "department", "owner", "unit"):
        text = bare = re.sub(r"(?<=[\u3400-\u9fff])\s*\n\s*(?=[\u3400-\u9fff])", "", bare)  # broken by the cell's width
    if role == "other" and office_in(bare) == bare:
        draft.fields.setdefault("near", bare)  # a department beside another label, kept in case none is named
    if role in ("project", "department", "owner", "unit") and look(bare).column and look(bare).column != "unit":
        return  # the next column's heading
    if role in ("project", "department", "owner", "unit") and split_field(bare)[0]:
        return  # the next field, in the same cell
    if role == "other" or not bare or (role in ("department", "unit", "owner") and _NO_NAME.match(bare)):
        return
    if role == "year":
        if year := year_in(text) or year_in(text + "年"):
            draft.years.insert(0, year)
        return
    if role == "duties" and not draft.duties:
        draft.duties, lead = duties_in(text)
        if "<" in text and _TAG.search(text):
            draft.repair(cell, f"职能里有网页标记，已去掉并分成{len(draft.duties)}条")
        if lead:
            draft.repair(cell, f"职能前的引语“{lead[:60]}”不是职能，未列入")
        return
    if _TAG.search(text):
        draft.repair(cell, "文字里有网页标记，已去掉")
    draft.fields.setdefault(role, markup_free(text))
