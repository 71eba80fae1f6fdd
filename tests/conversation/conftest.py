"""Rooms over a fresh state folder, with a table to talk about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.conversation.conversation import Given
from assistant.conversation.rooms import Rooms
from assistant.retrieval import open_index
from assistant.settings import Settings
from assistant.table import Indicator, TargetTable, value
from tests.support.corpus import small_corpus

SNAPSHOT = "违法停车抓拍功能准确率"


@pytest.fixture(scope="session")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    settings = Settings(state=tmp_path_factory.mktemp("state"), model_base_url=None, model_name=None)
    rooms = Rooms(settings, open_index(settings, corpus=small_corpus(tmp_path_factory.mktemp("small"))))
    yield rooms
    rooms.close()


@pytest.fixture
def table() -> TargetTable:
    """A small table with one error (a word for a rate) and one sound row."""
    rows = (
        Indicator(section="履职", duty="管理道路交通秩序", key_task="整治乱停车", name=SNAPSHOT, half_year=value("实现"), full_year=value("实现")),
        Indicator(section="满意度", category="服务对象满意度", name="群众满意度", half_year=value("≥95%"), full_year=value("≥95%")),
    )  # fmt: skip
    return TargetTable(
        department="临江市公安局",
        year=2024,
        template="whole-duty",
        duties=("管理道路交通秩序",),
        long_term_goal="让群众出行更平安。",
        annual_goal="整治乱停车。",
        indicators=rows,
    )


@pytest.fixture
def given_table(table: TargetTable) -> Given:
    return given(table)


def given(table: TargetTable, name: str = "去年.json") -> Given:
    return Given(name=name, content=table.model_dump_json(by_alias=True).encode())
