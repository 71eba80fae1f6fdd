"""What the recogniser knows of one table while it reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.reading.grid import Cell
from assistant.reading.reading import Address, Repair
from assistant.table import Answered, Indicator


@dataclass
class Money:
    """State of the money part: the side being read, the unit as written, amounts in that unit by name.

    ``unsaid``: the form says that nobody knows the unit. ``heads``: the columns of a part that has budget and spending side by side, by what heads them.
    ``run_on``: its sums, planned and spent, stand without a mark between them.
    """

    unit: str | None = None
    unsaid: bool = False
    side: str | None = None
    in_projects: bool = False
    half_first: bool = False
    open: bool = False
    amounts: dict[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    projects: list[tuple[str, Decimal | None, Decimal | None]] = field(default_factory=list)
    heads: tuple[tuple[int, str], ...] = ()
    yearly: set[str] = field(default_factory=set)
    name_column: int | None = None
    run_on: bool = False
    swallowed: tuple[Cell, Decimal, Decimal] | None = None


@dataclass
class Draft:
    """One table in the making. ``index`` is its place in the file; ``pending`` are labels whose texts stand in the next row.

    ``before``: the table above it on the same sheet, whose year and department hold where it says none.
    """

    index: int
    before: Draft | None = None
    fields: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    money: Money = field(default_factory=Money)
    indicators: list[Indicator] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    pending: list[tuple[str, int, int]] = field(default_factory=list)
    cut: bool = False
    answering: bool = False
    answered: list[Answered] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    doubts: list[Repair] = field(default_factory=list)

    @property
    def headed(self) -> bool:
        """Whether anything of a form's head was seen."""
        return bool(self.titles or self.years or self.labels - {"other"} or self.fields.keys() - {"near"})

    @property
    def told(self) -> bool:
        """Whether the form says anything beside its indicators: who files it, for what, its duties, its money."""
        return bool(self.duties or self.money.amounts or self.fields.keys() - {"near"})

    def repair(self, cell: Cell | None, what: str) -> None:
        """Record one thing that was mended."""
        self.repairs.append(self._note(cell, what))

    def doubt(self, cell: Cell | None, what: str) -> None:
        """Record one guess that a person should confirm."""
        self.doubts.append(self._note(cell, what))

    def _note(self, cell: Cell | None, what: str) -> Repair:
        place: dict[str, Any] = {} if cell is None else {"row": cell.row, "column": cell.column, "text": cell.text}
        return Repair(table=self.index, what=what, **place)
