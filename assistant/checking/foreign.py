"""What must not stand in a draft: other places' names (DRF003), and text that is no table content (DRF005)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from assistant.checking.findings import Context
from assistant.checking.places import Places
from assistant.checking.sheet import Sheet
from assistant.checking.texts import texts
from assistant.checking.words import WordList
from assistant.table.model import Model, TargetTable

_OWN_KINDS = ("own", "plan", "wish")


class Group(Model):
    """A kind of foreign text: what to call it and regular expressions for it."""

    name: str
    patterns: tuple[str, ...]


class Attacks(WordList):
    """``data/attacks.toml``."""

    file = "attacks"

    group: tuple[Group, ...]
    personal: dict[str, str]

    @cached_property
    def compiled(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each group's name and its patterns as one."""
        return tuple(
            (g.name, re.compile("|".join(f"(?:{p})" for p in g.patterns), re.IGNORECASE | re.MULTILINE))
            for g in self.group
        )

    @cached_property
    def persons(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What betrays a person: 身份证号, 手机号 and the like."""
        told = {
            "identity": "身份证号", "mobile": "手机号", "landline": "电话号码", "bank": "银行卡号", "person": "个人联系信息",
        }  # fmt: skip
        return tuple((told.get(key, key), re.compile(pattern)) for key, pattern in self.personal.items())


def is_identity_number(text: str) -> bool:
    """Whether the check digit of an 18-digit identity number (公民身份号码) is right (GB 11643—1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(text[:17], weights, strict=True)) % 11] == text[17].upper()


def not_content(text: str, attacks: Attacks) -> tuple[str, str] | None:
    """What in a text is no table content: its kind and the words; None where the text is clean."""
    for name, pattern in attacks.compiled:
        if found := pattern.search(text):
            return name, found[0].strip() or repr(found[0]).strip("'")
    for name, pattern in attacks.persons:
        for found in pattern.finditer(text):
            if name != "身份证号" or is_identity_number(found[0]):
                return name, found[0]
    return None


def foreign_names(sheet: Sheet) -> tuple[str, ...]:
    """Names of other places and departments that a draft for this department must not carry, longer ones first.

    A name that the department's own material (earlier tables, plans, what the person said) has is its own business.
    """
    places = sheet.words.of(Places)
    own = sheet.table.department or ""
    home = places.place_of(own)
    peers = [s for s in sheet.context.sources.values() if s.kind not in _OWN_KINDS and s.department != own]
    named = [
        *sheet.context.places,
        *(n for s in peers for n in (s.place, s.department, places.place_of(s.department)) if n),
    ]
    if home is not None and home.endswith("市"):
        named += [f"{city}市" for city in places.cities.split()]
    known = _own_text(sheet)
    forms = {
        form
        for name in dict.fromkeys(named)
        if len(name) >= 2 and places.place_of(name) is not None and name != home
        for form in places.forms(name)
        if form not in own and form not in known
    }
    return tuple(sorted(forms, key=lambda n: (-len(n), n)))


def mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that stand in a text, each stretch of text taken by the longest."""
    found: list[str] = []
    for name in names:
        if name in text:
            found.append(name)
            text = text.replace(name, "\n")
    return tuple(found)


def left_out(text: str, names: Iterable[str]) -> str:
    """The text without those names."""
    for name in names:
        text = text.replace(name, "")
    return text


def _own_text(sheet: Sheet) -> str:
    cited = (s.text for s in sheet.context.sources.values() if s.kind in _OWN_KINDS)
    past = (t.text for table in sheet.context.history for t in texts(_sheet(table)))
    return "\n".join((*cited, *past, *sheet.context.duties))


def _sheet(table: TargetTable) -> Sheet:
    return Sheet(table, Context())
