"""Ways to break a sound table against its past and its peers: the past is made from the table itself."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from assistant.checking import Context, PeerFigures
from assistant.table import Indicator, TargetTable, value
from eval.checking.mutant import Mutant, Operators, broken, numeric, pick, plainly, with_part, with_row, with_rows

_SHARES = ("覆盖率", "合格率", "满意度", "准确率", "及时率", "达标率", "完好率", "办结率")
_COUNTS = ("人次", "次数", "场次", "件数", "户数", "数量", "面积", "里程")


def past(table: TargetTable, years: int = 1) -> tuple[TargetTable, ...]:
    """The same table in earlier years, every target met exactly."""
    year = table.year or 2025
    rows = [i.model_copy(update={"actual": i.full_year, "note": None}) for i in table.indicators]
    return tuple(with_part(with_rows(table, rows), year=year - n) for n in range(years, 0, -1))


def _plain(row: Indicator) -> bool:
    return row.section not in ("决策", "过程") and not row.note


def softer(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table, random, lambda i: _plain(i) and numeric(i, *_SHARES) and i.full_year and i.full_year.operator == "≥"
    )
    if row is None or not table.year:
        return None
    old = table.indicators[row].full_year
    assert old is not None
    assert old.number is not None
    new = value(plainly(old, number=old.number - 12))
    return Mutant(with_row(table, row, full_year=new, half_year=None), row, Context(history=past(table)))


def fewer(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table,
        random,
        lambda i: (
            _plain(i)
            and numeric(i, *_COUNTS)
            and i.full_year
            and i.full_year.operator == "≥"
            and (i.full_year.number or 0) >= 10
        ),
    )
    if row is None or not table.year:
        return None
    old = table.indicators[row].full_year
    assert old is not None
    assert old.number is not None
    new = value(plainly(old, number=(old.number / 2).to_integral_value()))
    return Mutant(with_row(table, row, full_year=new, half_year=None), row, Context(history=past(table)))


def ten_times(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table,
        random,
        lambda i: (
            _plain(i)
            and numeric(i, *_COUNTS)
            and i.full_year
            and i.full_year.operator == "≥"
            and (i.full_year.number or 0) >= 10
        ),
    )
    if row is None or not table.year:
        return None
    old = table.indicators[row].full_year
    assert old is not None
    assert old.number is not None
    new = value(plainly(old, number=old.number * 10))
    return Mutant(with_row(table, row, full_year=new, half_year=None), row, Context(history=past(table)))


def unchanged(table: TargetTable, random: Random) -> Mutant | None:
    """The sound table asks for a little more than in the past; the mutant for the same a third time."""
    row = pick(
        table,
        random,
        lambda i: (
            _plain(i)
            and numeric(i, *_COUNTS)
            and i.full_year
            and i.full_year.operator == "≥"
            and (i.full_year.number or 0) >= 10
        ),
    )
    if row is None or not table.year:
        return None
    old = table.indicators[row].full_year
    assert old is not None
    assert old.number is not None
    before = value(plainly(old, number=(old.number * Decimal("0.9")).to_integral_value()))
    history = tuple(with_row(t, row, full_year=before, actual=before) for t in past(table, 2))
    return Mutant(with_row(table, row, full_year=before, half_year=None), row, Context(history=history))


def core_dropped(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(table, random, lambda i: _plain(i) and i.section in ("履职", "产出") and numeric(i) and len(i.name) > 4)
    if row is None or not table.year:
        return None
    rows = [i for n, i in enumerate(table.indicators) if n != row]
    return Mutant(with_rows(table, rows), None, Context(history=past(table, 2)))


def unlike_peers(table: TargetTable, random: Random) -> Mutant | None:
    row = pick(
        table, random, lambda i: _plain(i) and numeric(i, *_SHARES) and i.full_year and (i.full_year.number or 0) >= 80
    )
    if row is None:
        return None
    one = table.indicators[row]
    assert one.full_year is not None
    assert one.full_year.number is not None
    figures = PeerFigures(
        name=one.name,
        unit="%",
        n=9,
        low=one.full_year.number - 2,
        median=one.full_year.number,
        high=min(one.full_year.number + 2, Decimal(100)),
    )
    new = value(plainly(one.full_year, number=Decimal(random.choice((20, 30, 40)))))
    return Mutant(with_row(table, row, full_year=new, half_year=None), row, Context(peers={one.name: figures}))


OPERATORS: Operators = {
    "HIS001": broken(softer, fewer, also=("STR005", "VAL009")),
    "HIS002": broken(ten_times, also=("STR005",)),
    "HIS003": broken(unchanged, also=("STR005",)),
    "HIS004": broken(core_dropped, also=("STR004", "STR006", "STR007", "STR008", "REL005", "REL006", "REL007", "VAL011")),
    "HIS005": broken(unlike_peers, also=("STR005",)),
}  # fmt: skip
