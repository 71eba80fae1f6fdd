"""How much of ../shared/real is read right: recall and precision of indicator rows against ``real.json``.

    python -m eval.reading.real

A row is right if section, category, name, operator, number and unit are those a person read off the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.reading import ReadingError, read
from assistant.table import TargetValue, template, value

HERE = Path(__file__).parent
REAL = HERE.parents[1].parent / "shared" / "real"

Key = tuple[str, str | None, str, str | None, str, str | None]


@dataclass(frozen=True)
class Score:
    """Rows of one file: annotated, read, and right; and whether year and kind of table are right."""

    file: str
    wanted: int
    found: int
    right: int
    head: bool
    wrong: tuple[str, ...] = ()


def parts(v: TargetValue | None) -> tuple[str | None, str, str | None]:
    """What of a value is compared: operator, number (or date), unit."""
    if v is None:
        return None, "", None
    return v.operator, str(v.number.normalize() + 0 if v.number is not None else v.when or ""), v.unit


def measure(folder: Path = REAL) -> list[Score]:
    """One score a file."""
    wanted = json.loads((HERE / "real.json").read_text("utf-8"))["files"]
    return [_score(folder / name, said) for name, said in wanted.items()]


def _score(path: Path, said: dict[str, object]) -> Score:
    rows: list[list[str | None]] = said["rows"]  # type: ignore[assignment]
    try:
        table = read(path).table
    except ReadingError as error:
        return Score(path.name, len(rows), 0, 0, False, (str(error),))
    got = [(i.section, i.category, "".join(i.name.split()), *parts(i.full_year)) for i in table.indicators]
    left = list(got)
    missed = []
    for section, category, name, text in rows:
        want = parts(value(text) if text and not text.endswith("…") else None)
        hit = next(
            (g for g in left if g[:2] == (section, category) and _named(g[2], name or "") and g[3:] == want), None
        )
        if hit:
            left.remove(hit)
        else:
            missed.append(f"缺 {section}|{category}|{name}|{text}")
    form = template(table.template)
    head = table.year == said["year"] and (form is None or form.kind == said["kind"])
    return Score(path.name, len(rows), len(got), len(rows) - len(missed), head, (*missed, *(f"多 {g}" for g in left)))


def _named(got: str, want: str) -> bool:
    return got.startswith(want[:-1]) if want.endswith("…") else got == "".join(want.split())


def main() -> None:
    scores = measure()
    for s in scores:
        print(
            f"{s.file:<48} annotated {s.wanted:3} read {s.found:3} right {s.right:3} head {'ok' if s.head else 'WRONG'}"
        )
        for line in s.wrong:
            print("   ", line[:150])
    wanted, found, right = (sum(getattr(s, part) for s in scores) for part in ("wanted", "found", "right"))
    print(f"recall {right / wanted:.1%}  precision {right / found:.1%}  ({wanted} rows in {len(scores)} files)")


if __name__ == "__main__":
    main()
