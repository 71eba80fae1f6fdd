"""Real published tables, in every shape in which people copy them, read as a person reads them."""

from __future__ import annotations

import pytest

from eval.reading.real import REAL, measure

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="../shared is absent")


def test_rows_of_real_tables_are_found_and_right() -> None:
    scores = measure()
    wanted, found, right = (sum(getattr(s, part) for s in scores) for part in ("wanted", "found", "right"))
    assert wanted >= 80
    assert right >= 0.95 * wanted, [s.wrong for s in scores]
    assert right >= 0.98 * found, [s.wrong for s in scores]
    assert all(s.head for s in scores), [s.file for s in scores if not s.head]
