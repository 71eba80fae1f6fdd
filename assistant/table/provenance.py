"""Where a row comes from: shown wherever the row shows, and checked by the rules for drafts."""

from __future__ import annotations

from typing import Literal

from assistant.table.model import Model

SourceKind = Literal["own", "peer", "library", "common", "plan", "wish"]


class Source(Model):
    """One thing a drafted row may rest on.

    ``id`` is how a draft cites it (``S3``). ``kind``: own (the department's earlier table), peer (同类部门), library
    (indicator library), common (共性指标 of the template), plan (work plan or other document), wish (what the person
    said). ``text`` is the cited text itself, as one line; ``values`` are the value texts that stand in it (half-year,
    full-year, results), which a drafted number must be found in or derived from. ``record`` names the row in the
    index or file so that it can be opened.
    """

    id: str
    kind: SourceKind
    text: str
    values: tuple[str, ...] = ()
    department: str | None = None
    place: str | None = None
    year: int | None = None
    row: int | None = None
    record: str | None = None
    origin: str | None = None


class Grounds(Model):
    """Why a drafted row says what it says: the rule that made it, its sources, and how its value follows from them.

    ``rule`` is a short name of the drafting rule (沿用, 按进度, 同类中位数 …); ``derivation`` one Chinese line with
    the numbers in it; ``inputs`` the numbers (as value texts) that the derivation used and ``result`` what it gives.
    """

    sources: tuple[str, ...] = ()
    rule: str = ""
    derivation: str = ""
    inputs: tuple[str, ...] = ()
    result: str | None = None
