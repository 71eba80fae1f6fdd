"""WRD007: characters that do not belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.checking.characters import Characters
from assistant.checking.findings import Fix, SetText
from assistant.checking.names import NameWords
from assistant.checking.parameters import Parameters
from assistant.checking.rule import Fault, rule
from assistant.checking.sheet import Sheet, shortened
from assistant.checking.texts import texts

#: Parts that list proper names, where two names may meet in one character (税政处、政策法规处 run together).
_NAMED = ("department", "organisation", "project")


@rule(
    code="WRD007",
    zh="错别字、多余的字符和重复的机构",
    en="Wrong, doubled or stray characters, mixed punctuation widths, the same office twice",
    severity="info",
    basis="practice",
    what="指标名称里有错别字（“覆该率”“满意渡”，作提醒），名称或文字里有重复的字、多余或混用的标点、乱码，或者机构设置里同一个机构写了两次。",
    why="笔误不影响目标本身，但会让人怀疑整张表没有校对过。",
    mend="改正笔误；机构设置里重复的，只留一个。",
)
def slips_of_the_pen(sheet: Sheet, p: Parameters) -> Iterator[Fault]:
    characters, measures = sheet.words.of(Characters), sheet.words.of(NameWords).measures
    for text in texts(sheet):
        if text.cell not in ("half_year", "full_year"):
            name = text.cell == "name"
            doubled = characters.doubled_in(text.text) if text.path not in _NAMED else ()
            for slip in (*characters.slips(text.text, name), *doubled):
                new = characters.mended(text.text, name) if slip.sure else slip.mended
                fix = text.rewritten(new, f"改为“{shortened(new, 30)}”", safe=slip.sure)
                yield text.fault(f"“{shortened(text.text)}”{slip.what}", fix=fix)
            if name and (mistake := characters.mistaken(text.text, measures)):
                fix = text.rewritten(mistake.mended, f"改为“{shortened(mistake.mended, 30)}”")
                fault = text.fault(f"“{shortened(text.text)}”像是写错了字：{mistake.what}", fix=fix)
                yield replace(fault, severity="warning")
    if sheet.table.organisation:
        for first, again in characters.twice(sheet.table.organisation):
            told = f"“{first}”写了两次" if first == again else f"“{first}”和“{again}”像是同一个机构"
            yield Fault(
                f"机构设置里{told}", path="organisation", fix=_named_once(sheet.table.organisation, first, again)
            )


def _named_once(organisation: str, first: str, again: str) -> Fix:
    """The text without the second naming, where it stands by itself between marks."""
    standing = list(re.finditer(rf"[、，,；;]\s*{re.escape(again)}(?=[、，,；;。等]|$)", organisation))
    if not standing:
        return Fix(title="只留一个", asks=f"“{first}”和“{again}”是同一个机构吗？")
    last = standing[-1]
    edit = SetText(path="organisation", text=organisation[: last.start()] + organisation[last.end() :])
    return Fix(title=f"删去后一个“{again}”", edits=(edit,))
