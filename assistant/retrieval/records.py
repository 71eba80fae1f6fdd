"""What the index holds: tables of the corpus (and uploads), and the records made of them: rows, key tasks, duties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

from assistant.table import TargetTable, TargetValue, template, value

What = Literal["row", "key_task", "duty"]
PUBLIC = "public"
WRITTEN = "为本产品编写（虚构）"


@dataclass(frozen=True)
class Entry:
    """One table of the index. ``data`` is its published JSON; ``visibility`` is ``"public"`` or the owner's id.

    ``origin`` says where it comes from and shows wherever its rows show; ``planted``: faults were put in on purpose,
    so its figures never count.
    """

    data: dict[str, Any]
    kind: str | None
    place: str | None
    origin: str
    visibility: str = PUBLIC
    planted: bool = False
    shipped: bool = False

    @cached_property
    def table(self) -> TargetTable:
        """The table itself (validated when first asked for: a corpus has hundreds)."""
        return TargetTable.model_validate(self.data)

    @cached_property
    def id(self) -> str:
        """Names the table within the index: an upload of the same department, year, project and form replaces the earlier."""
        parts = (self.department or "未写明单位", self.year, self.data.get("project"), self.template)
        name = "·".join(str(part) for part in parts if part)
        return name if self.shipped else f"{self.visibility}/{name}"

    @property
    def department(self) -> str | None:
        return self.data.get("department")

    @property
    def year(self) -> int | None:
        return self.data.get("year")

    @property
    def evaluates(self) -> bool:
        """Whether it is a self-evaluation (自评) of an earlier table, not a table of targets."""
        form = template(self.template)
        return form is not None and form.kind == "selfeval"

    @property
    def template(self) -> str | None:
        return self.data.get("template")


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found: an indicator row, a key task (重点工作) or a duty (职能) of one table.

    ``text`` is what it is found by; ``row`` the index into the table's ``indicators`` (of a key task or duty: the
    first row under it, None for duties of the duties text). Values are texts as written.
    """

    id: str
    what: What
    text: str
    entry: Entry
    row: int | None = None
    section: str | None = None
    category: str | None = None
    duty: str | None = None
    key_task: str | None = None
    half_year: str | None = None
    full_year: str | None = None
    actual: str | None = None
    weight: float | None = None

    @property
    def value(self) -> TargetValue | None:
        """The full-year value, understood."""
        return understood(self.full_year)

    def to_json(self) -> dict[str, Any]:
        """The published keys of a row (format.md, ``zhibiao search``)."""
        return {
            "name": self.text, "full_year": self.full_year, "section": self.section, "duty": self.duty,
            "department": self.entry.department, "kind": self.entry.kind, "place": self.entry.place,
            "year": self.entry.year, "half_year": self.half_year, "category": self.category,
            "key_task": self.key_task, "record": self.id, "origin": self.entry.origin,
        }  # fmt: skip


def records_of(entry: Entry) -> Iterator[Record]:
    """All records of one table, in its order. Duties come from the duties text and from the duty section, each once."""
    seen: set[tuple[str, str]] = set()

    def once(what: What, text: str | None, row: int | None, duty: str | None) -> Iterator[Record]:
        if text and (what, text) not in seen:
            seen.add((what, text))
            number = sum(w == what for w, _ in seen)
            yield Record(
                f"{entry.id}#{what}{number}", what, text, entry, row, "履职" if row is not None else None, duty=duty
            )

    for row, data in enumerate(entry.data.get("indicators") or ()):
        duty, key_task = data.get("duty"), data.get("key_task")
        yield from once("duty", duty, row, None)
        yield from once("key_task", key_task, row, duty)
        if data.get("name"):
            yield Record(
                f"{entry.id}#{row}", "row", data["name"], entry, row, data.get("section"), data.get("category"),
                duty, key_task, _text(data.get("half_year")), _text(data.get("full_year")),
                _text(data.get("actual")), data.get("weight"),
            )  # fmt: skip
    for duty in entry.data.get("duties") or ():
        yield from once("duty", duty, None, None)


@lru_cache(maxsize=65536)
def understood(text: str | None) -> TargetValue | None:
    """A value from its text, each text understood once: a corpus writes few different ones."""
    return value(text) if text else None


def _text(cell: Any) -> str | None:
    return cell.get("text") if isinstance(cell, dict) else cell


_PLACE = re.compile(
    r"(?:中国共产党|中共|共青团)?(?P<place>(?:[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,6}自治区)?"
    r"(?:[\u4e00-\u9fff]{2,8}?(?:自治州|地区|盟|市(?!场)|州(?!市|区|县)|旗|区(?!域))|[\u4e00-\u9fff]{1,5}县))(?=[\u4e00-\u9fff])"
)


def place_of(department: str | None) -> str | None:
    """The place that a department's name begins with: 苏州市 of 苏州市公安局, None where it names none."""
    found = _PLACE.match(department or "")
    return found["place"] if found else None
