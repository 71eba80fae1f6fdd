"""How people head columns, fields and money lines of a target table: the words of ``templates/columns.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.table.model import Model, Section
from assistant.table.templates import templates


class Level(Model):
    """A known level label: its section (一级) in short form and, for a second level (二级), its category."""

    section: Section
    category: str | None = None
    by_duty: bool = False


class Headings(Model):
    """Known headings by role. Keys are the heading as ``plain`` leaves it; values the role."""

    columns: dict[str, str]
    fields: dict[str, str]
    money: dict[str, str]
    sections: dict[str, Level]
    categories: dict[str, tuple[Level, ...]]
    banners: frozenset[str]
    closing: frozenset[str]


_MARKS = re.compile(r"[\s*＊:：;；,，。.．、·•\-—_＿\"“”]+")
_BRACKETS = str.maketrans("（）［］【】〔〕／", "()[][][]/")
_NUMBERING = re.compile(r"^(?:\(?[一二三四五六七八九十]{1,2}[)、.]|\(?\d{1,2}[)、.]|[①-⑳])")
_ASIDE = re.compile(
    r"\((?:\d|%|％|分|权重|盖章|公章|签名|签章|签字|亿元|万元|元|单位|年度|当年|长期|中长期|可选|选填|必选|必填|硬性|包含|数字)[^()]*\)|\((?:a|b|b/a|c|A|B|C|B/A)\)"
)


#: The points that a label may come to: 成本指标(0-20)分.
_POINTS = re.compile(r"\(\d+[-~—至]\d+\)分|\(\d+[-~—至]\d+分?\)")


def plain(label: str) -> str:
    """A label without what people hang on it: spaces, marks, numbering, a weight, a unit (``1.产出指标（50分）：`` → 产出指标)."""
    text = "".join(label.translate(_BRACKETS).split())
    text = _NUMBERING.sub("", text.lstrip("*＊"))
    text = _ASIDE.sub("", _POINTS.sub("", text))
    text = re.sub(r"\d+(?:\.\d+)?(?:分|%|％)$", "", text)
    return _MARKS.sub("", text).replace("(", "").replace(")", "").replace("[", "").replace("]", "")


@cache
def headings() -> Headings:
    """All known headings: the usual ones, then those of the templates."""
    data = tomllib.loads((files("assistant.table") / "templates" / "columns.toml").read_text("utf-8"))
    columns = {plain(word): role for role, words in data["columns"].items() for word in words}
    sections: dict[str, Level] = {}
    categories: dict[str, list[Level]] = {}
    for form in templates():
        columns |= {plain(word): role for role, words in form.columns.items() for word in words}
        for part in form.sections:
            level = Level(section=part.name, by_duty=part.by_duty)
            for word in (part.name, part.label, *part.also):
                sections.setdefault(plain(word), level)
            for second in part.categories:
                kind = Level(section=part.name, category=second.name)
                for word in (second.name, *second.also):
                    known = categories.setdefault(plain(word), [])
                    if kind not in known:
                        known.append(kind)
    return Headings(
        columns=columns,
        fields={plain(word): role for role, words in data["fields"].items() for word in words},
        money={plain(word): role for role, words in data["money"].items() for word in words},
        sections=sections,
        categories={word: tuple(levels) for word, levels in categories.items()},
        banners=frozenset(plain(word) for word in data["blocks"]["banners"]),
        closing=frozenset(plain(word) for word in data["blocks"]["closing"]),
    )
