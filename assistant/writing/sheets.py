"""Sheets that go behind the form, and the form with a reviewer's notes on its cells. All from plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from assistant.table import Grounds, Source, TargetTable
from assistant.writing.form import form
from assistant.writing.xlsx import Sheet, lay_form, lay_sheet, new_book, saved, to_xlsx

_MARKED = PatternFill("solid", start_color="FFF2CC")
_KINDS = {
    "own": "本部门往年表", "peer": "同类部门", "library": "指标库", "common": "共性指标", "plan": "计划文件", "wish": "用户要求",
}  # fmt: skip
#: A note about a cell that the form does not show stands on the first of these that it shows.
_INSTEAD = ("name", "full_year", "half_year", "key_task", "duty", "category", "section")


def provenance_sheet(table: TargetTable, grounds: Mapping[int, Grounds], sources: Mapping[str, Source]) -> Sheet:
    """来源: for each row that has ``grounds`` (by index into ``indicators``) the rule, how the value follows, and its
    sources (by id) with what they say."""
    rows = []
    for n, indicator in enumerate(table.indicators):
        if (ground := grounds.get(n)) is None:
            continue
        cited = [_cited(sources[id]) if id in sources else f"{id}（没有这个来源）" for id in ground.sources]
        value = indicator.full_year.text if indicator.full_year else ""
        rows.append((f"第{n + 1}行", indicator.name, value, ground.rule, ground.derivation, "\n".join(cited)))
    return Sheet(
        "来源", ("所在行", "三级指标", "全年指标值", "规则", "推导", "来源"), tuple(rows), (5, 12, 7, 6, 14, 26)
    )


def drafted_xlsx(table: TargetTable, grounds: Mapping[int, Grounds], sources: Mapping[str, Source]) -> bytes:
    """The form of a draft, and behind it the 来源 sheet where its rows have grounds. Raises ``WritingError``."""
    return to_xlsx(table, [provenance_sheet(table, grounds, sources)] if grounds else [])


def _cited(source: Source) -> str:
    placed = source.place and not (source.department or "").startswith(source.place)
    where = "".join(
        filter(None, (source.place if placed else None, source.department, f"{source.year}年" if source.year else None))
    )
    return f"{source.id} {_KINDS[source.kind]}{f'（{where}）' if where else ''}：{source.text}"


def annotated_xlsx(
    table: TargetTable, notes: Mapping[tuple[int, str], str], summary: Sheet, extra: Sequence[Sheet] = ()
) -> bytes:
    """The form for a reviewer: a comment and a colour on each cell that has a note, and a sheet that sums up.

    ``notes``: text by (index into ``indicators``, field name such as ``full_year``). Raises ``WritingError`` as
    ``to_xlsx`` does.
    """
    book = new_book()
    where = lay_form(book, form(table))
    for (row, field), note in notes.items():
        cell = next((where[row, name] for name in (field, *_INSTEAD) if (row, name) in where), None)
        if cell is None:
            raise IndexError(f"no indicator {row} to put a note on")
        said = f"{cell.comment.text}\n{note}" if cell.comment else note
        cell.comment = Comment(said, "指标助手", width=320, height=40 + 18 * (len(said) // 22 + said.count("\n") + 1))
        cell.fill = _MARKED
    for sheet in (summary, *extra):
        lay_sheet(book, sheet)
    return saved(book)
