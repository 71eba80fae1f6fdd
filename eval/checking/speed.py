"""How fast the checker is: ``python -m eval.checking.speed``.

Prints the median processor time of full tables (50 rows and more) when first seen and when seen again, how time grows
with the rows, and what 10,000 tables take one after the other on one core, with what memory grew by.
"""

from __future__ import annotations

import resource
from random import Random
from statistics import median
from time import process_time

from assistant.checking import check
from assistant.table import TargetTable
from eval.checking.mutant import with_rows
from eval.checking.tables import sound_tables

_FULL = 50


def with_size(table: TargetTable, rows: int) -> TargetTable:
    """A table of that many rows: the own rows of a sound table over and over, under other names."""
    made = [
        row.model_copy(update={"name": f"第{n}片区{row.name}", "duty": row.duty and f"{row.duty}（{n % 200}）"})
        for n in range(rows // len(table.indicators) + 1)
        for row in table.indicators
    ]
    return with_rows(table, made[:rows])


def milliseconds(table: TargetTable, times: int = 1) -> float:
    """Median processor time of one check; the table is rebuilt each time so that nothing kept with it helps."""
    taken = []
    for _ in range(times):
        fresh = with_rows(table, table.indicators)
        start = process_time()
        check(fresh)
        taken.append((process_time() - start) * 1000)
    return median(taken)


def main() -> None:
    tables = [table for _, table in sound_tables()]
    check(tables[0])
    full = [table for table in tables if len(table.indicators) >= _FULL]
    Random(0).shuffle(full)
    first, again = [milliseconds(t) for t in full], [milliseconds(t) for t in full]
    rows = median(len(t.indicators) for t in full)
    print(
        f"{len(full)} full tables of {rows:.0f} rows: {median(first):.2f} ms when first seen, {median(again):.2f} ms again"
    )

    largest = max(tables, key=lambda t: len(t.indicators))
    print(f"the largest, of {len(largest.indicators)} rows: {milliseconds(largest, 21):.2f} ms")
    print(f"{'rows':>6}{'ms':>9}{'µs/row':>9}")
    for wanted in (50, 100, 200, 500, 1000, 2000, 5000):
        taken = milliseconds(with_size(largest, wanted), 21 if wanted <= 500 else 5)
        print(f"{wanted:6}{taken:9.2f}{taken * 1000 / wanted:9.1f}")

    several = [with_rows(t, t.indicators) for t in tables for _ in range(10_000 // len(tables) + 1)][:10_000]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    for table in several:
        check(table)
    spent = process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = sum(len(t.indicators) for t in several) / len(several)
    print(f"{len(several)} tables of {size:.0f} rows in {spent:.1f} s on one core; memory grew by {grown:.0f} MB")


if __name__ == "__main__":
    main()
