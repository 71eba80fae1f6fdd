"""What a change of the rules changes: findings gained and lost over all tables at hand.

``python -m eval.checking.gained REVISION [--all]`` checks the corpus, the cases and the real tables at hand with the
rules as they are now and as they were at a git revision, and lists the findings that one says and the other does not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.checking import RULES, check
from assistant.checking.cases import cases
from assistant.reading import ReadingError, read
from assistant.table import TargetTable
from eval.checking.tables import corpus_tables, real_files

ROOT = Path(__file__).parents[2]
Said = dict[str, list[tuple[str, str, str]]]

#: Run in the old checkout, which may know nothing of this module: tables in, findings out, one line each.
_OLD = """
import json, sys
from assistant.checking import check
from assistant.table import TargetTable
for line in sys.stdin:
    name, table = json.loads(line)
    found = check(TargetTable.model_validate(table)).findings
    print(json.dumps([name, [[f.code, f.name or f.path or "", f.message] for f in found]], ensure_ascii=False))
"""


def tables() -> dict[str, TargetTable]:
    """All tables at hand by name: corpus, cases, real files."""
    found = dict(corpus_tables())
    found |= {f"{code} {case.name}": case.table for code in RULES for case in cases(code)}
    for path in real_files():
        try:
            reading = read(path)
        except ReadingError:
            continue
        found |= {f"{path.stem}:{n}": t.table for n, t in enumerate(reading.tables)}
    return found


def said_now(named: dict[str, TargetTable]) -> Said:
    """The findings of the rules as they are."""
    return {
        name: [(f.code, f.name or f.path or "", f.message) for f in check(table).findings]
        for name, table in named.items()
    }


def said_at(revision: str, named: dict[str, TargetTable]) -> Said:
    """The findings of the rules as they were at a revision."""
    lines = "\n".join(json.dumps([name, table.to_json()], ensure_ascii=False) for name, table in named.items())
    archive = subprocess.run(
        ["git", "archive", revision, "assistant"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(archive)) as old:
            old.extractall(folder, filter="data")
        run = subprocess.run(
            [sys.executable, "-c", _OLD], cwd=folder, input=lines, capture_output=True, text=True, check=True
        )
    found = (json.loads(line) for line in run.stdout.splitlines())
    return {name: [(code, where, message) for code, where, message in said] for name, said in found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", help="a git revision, such as HEAD or main~3")
    parser.add_argument("--all", action="store_true", help="list every finding, not only the first ten of a rule")
    options = parser.parse_args()
    named = tables()
    now, then = said_now(named), said_at(options.revision, named)
    for title, some, other in (("gained", now, then), ("lost", then, now)):
        changed = [(name, *said) for name in named for said in (Counter(some[name]) - Counter(other[name])).elements()]
        print(f"{title}: {len(changed)} findings over {len(named)} tables")
        for code, count in sorted(Counter(code for _, code, _, _ in changed).items()):
            print(f"  {code}: {count}")
            of_rule = [one for one in changed if one[1] == code]
            for name, _, where, message in of_rule if options.all else of_rule[:10]:
                print(f"    {name} · {where} · {message}")


if __name__ == "__main__":
    main()
