"""A little corpus of invented departments and an encoder that needs no model, so that the tests start at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.retrieval import Index, index, open_index
from assistant.retrieval.encoders import Matrix, clean, unit
from assistant.settings import Settings

DUTIES = {
    "教育": ["统筹管理全市义务教育，推进教育均衡发展", "管理全市教师队伍，组织教师培训", "指导学校安全和学生资助工作"],
    "水务": ["负责全市防汛抗旱和水库安全管理", "管理城乡供水，保障饮用水水质", "监督河湖管护，落实河长制"],
    "公安": ["维护社会治安，打击违法犯罪", "负责道路交通安全管理", "管理看守所、拘留所，保障监所安全"],
}
ROWS = {
    "教育": [
        ("九年义务教育巩固率", "≥{}%", 96),
        ("教师培训人次", "≥{}人次", 3000),
        ("困难学生资助覆盖率", "={}%", 100),
    ],
    "水务": [("水库除险加固座数", "≥{}座", 12), ("城市供水水质合格率", "≥{}%", 99), ("河道巡查次数", "≥{}次", 400)],
    "公安": [("刑事案件破案率", "≥{}%", 60), ("交通事故死亡人数", "≤{}人", 80), ("在押人员脱逃人数", "={}人", 0)],
}
CITIES = {"望澜市": 2, "云浦市": 1, "岚溪市": 0}


def table(kind: str, place: str, year: int, **changes: Any) -> dict[str, Any]:
    """One department's table as JSON: three duties with one indicator each, one of satisfaction."""
    step = CITIES.get(place, 0) + year - 2024
    rows = [
        {
            "section": "履职",
            "duty": duty,
            "key_task": f"做好{name}相关工作",
            "name": name,
            "full_year": {"text": text.format(base if base in (0, 100) else base + step)},
        }
        for duty, (name, text, base) in zip(DUTIES[kind], ROWS[kind], strict=True)
    ]
    rows.append(
        {
            "section": "满意度",
            "category": "服务对象满意度",
            "name": "群众满意度",
            "full_year": {"text": f"≥{90 + step}%"},
        }
    )
    funds = {"income": {"total": 10000 * (step + 1)}}
    return {
        "year": year, "department": f"{place}{kind}局", "template": "whole-duty", "duties": DUTIES[kind],
        "funds": funds, "indicators": rows, **changes,
    }  # fmt: skip


def line(kind: str, place: str, year: int, planted: bool = False, **changes: Any) -> dict[str, Any]:
    """One line of ``corpus/tables``."""
    return {
        "table": table(kind, place, year, **changes), "kind": kind, "place": place, "origin": "测试用（虚构）",
        "planted": planted,
    }  # fmt: skip


class HashedCharacters:
    """Characters and pairs hashed into 256 dimensions: near enough to an encoder, and counts what it embeds."""

    id = "hashed-1"
    status = "测试向量"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def passages(self, texts: Sequence[str]) -> Matrix:
        self.embedded += texts
        return unit(np.array([self._one(clean(t)) for t in texts]).reshape(-1, 256))

    def query(self, text: str) -> Matrix:
        return unit(self._one(clean(text)))

    @staticmethod
    def _one(text: str) -> Matrix:
        vector = np.full(256, 0.05, np.float32)
        for piece in (*text, *map("".join, pairwise(text))):
            vector[sum(ord(c) * 31**n for n, c in enumerate(piece)) % 256] += 1
        return vector


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> HashedCharacters:
    chosen = HashedCharacters()
    monkeypatch.setattr(index, "choose", lambda settings: chosen)
    return chosen


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "tables"
    folder.mkdir(parents=True)
    for kind in DUTIES:
        lines = [line(kind, place, year) for place in CITIES for year in (2024, 2025, 2026)]
        (folder / f"{kind}.jsonl").write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines), "utf-8")
    return folder.parent


Opened = Callable[[], Index]


@pytest.fixture
def opened(tmp_path: Path, corpus: Path, encoder: HashedCharacters) -> Opened:
    """Opens the index of one state folder over the little corpus; close it before opening it again."""
    return lambda: open_index(Settings(state=tmp_path / "state"), corpus=corpus)


@pytest.fixture
def ready(opened: Opened) -> Iterator[Index]:
    with opened() as found:
        yield found
