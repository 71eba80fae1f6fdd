"""How long reading takes, after import: the seed, the seed's table as a workbook, large workbooks; and memory.

python -m eval.reading.speed
"""

from __future__ import annotations

import io
import random
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from assistant.reading import read
from assistant.writing import to_xlsx

SEED = Path(__file__).parents[2].parent / "shared" / "seeds"


def large(rows: int, picture: int = 0) -> bytes:
    """A workbook with ``rows`` indicators, and ``picture`` bytes of incompressible text on a second sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["一级指标", "二级指标", "三级指标", "计算符号", "目标值", "度量单位", "权重"])
    for n in range(rows):
        level = ("数量指标", "质量指标", "时效指标")[n * 3 // rows]
        sheet.append(["产出指标", level, f"第{n}项工作完成率", "≥", "95", "%", "1"])
    if picture:
        dice, more = random.Random(1), book.create_sheet("附件")
        for _ in range(picture // 30_000):
            more.append([dice.randbytes(15_000).hex()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def took(what: Callable[[], object], times: int = 7) -> float:
    """The median time of a call, in milliseconds."""
    what()
    spans = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        spans.append((time.perf_counter() - began) * 1000)
    return statistics.median(spans)


def main() -> None:
    for path in sorted(SEED.glob("*.txt")):
        data = path.read_bytes()
        book = to_xlsx(read(data, "a.txt").table)
        print(
            f"{path.name}: {took(lambda d=data: read(d, 'a.txt')):.0f} ms; as workbook {took(lambda b=book: read(b, 'a.xlsx')):.0f} ms"
        )
    many = large(2000)
    print(f"2,000 rows: {took(lambda: read(many, 'a.xlsx'), 3):.0f} ms")
    big = large(500, 30_000_000)
    began = time.perf_counter()
    try:
        read(big, "a.xlsx")
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(big) / 1e6:.0f} MB workbook: {time.perf_counter() - began:.1f} s, peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
