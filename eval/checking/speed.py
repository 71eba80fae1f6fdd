"""How fast the checker is: ``python -m eval.checking.speed`` prints medians and how time grows with the rows."""

from __future__ import annotations

import resource
from statistics import median
from time import perf_counter, process_time

from assistant.checking import check
from assistant.table import TargetTable
from eval.checking.mutant import with_rows
from eval.checking.tables import sound_tables


def with_size(table: TargetTable, rows: int) -> TargetTable:
    """A table of that many rows: the own rows of a sound table over and over, under other names."""
    made = [
        row.model_copy(update={"name": f"第{n}片区{row.name}", "duty": row.duty and f"{row.duty}（{n % 200}）"})
        for n in range(rows // len(table.indicators) + 1)
        for row in table.indicators
    ]
    return with_rows(table, made[:rows])


def milliseconds(table: TargetTable, times: int) -> float:
    """Median processor time of one check; the table is rebuilt each time so that nothing kept with it helps."""
    taken = []
    for _ in range(times):
        fresh = with_rows(table, table.indicators)
        start = process_time()
        check(fresh)
        taken.append((process_time() - start) * 1000)
    return median(taken)


def main() -> None:
    tables = dict(sound_tables())
    largest = max(tables.values(), key=lambda t: len(t.indicators))
    check(largest)
    print(f"{'rows':>6}{'ms':>9}{'µs/row':>9}")
    for rows in (50, 100, 200, 500, 1000, 2000, 5000):
        taken = milliseconds(with_size(largest, rows), 21 if rows <= 500 else 5)
        print(f"{rows:6}{taken:9.2f}{taken * 1000 / rows:9.1f}")
    several = [with_rows(t, t.indicators) for t in tables.values() for _ in range(10_000 // len(tables) + 1)][:10_000]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = perf_counter()
    for table in several:
        check(table)
    taken = perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rows = sum(len(t.indicators) for t in several) / len(several)
    print(f"{len(several)} tables of {rows:.0f} rows in {taken:.1f} s on one core; memory grew by {grown:.0f} MB")


if __name__ == "__main__":
    main()
