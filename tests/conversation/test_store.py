"""What is kept, and that it is kept whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.checking import Report
from assistant.conversation.edition import Edition, new_ids
from assistant.conversation.reply import Option, Options, Progress, Text
from assistant.conversation.store import Store
from assistant.table import Indicator, TargetTable, value


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def edition(name: str = "破案率", title: str = "读入") -> Edition:
    row = Indicator(section="履职", name=name, full_year=value("≥60%"))
    table = TargetTable(department="临江市公安局", year=2025, indicators=(row,))
    return Edition(table=table, report=Report(), origin="file", title=title, ids=new_ids(1))


def test_messages_come_back_as_they_were_said_without_what_was_only_progress(store: Store) -> None:
    chat = store.create()
    said = (Progress(text="正在读取"), Text(text="<b>好</b>"), Options(options=(Option(label="是", say="是"),)))
    store.say(chat, "user", (Text(text="起草"),))
    store.say(chat, "assistant", said, whole=False)
    messages = store.messages(chat)
    assert [(m.role, m.whole) for m in messages] == [("user", True), ("assistant", False)]
    assert messages[1].parts == said[1:]


def test_every_version_is_kept_with_its_row_ids(store: Store) -> None:
    chat = store.create()
    first, second = edition("破案率"), edition("命案破案率", "起草")
    assert [store.keep(chat, first), store.keep(chat, second)] == [1, 2]
    assert store.versions(chat) == ((1, "读入"), (2, "起草"))
    old, new = store.version(chat, 1), store.version(chat)
    assert old is not None
    assert new is not None
    assert (old.edition, new.edition) == (first, second)
    assert store.version(chat, 3) is None


def test_conversations_are_listed_latest_first_and_only_those_in_which_something_was_said(store: Store) -> None:
    silent, spoken = store.create(), store.create()
    store.say(spoken, "user", (Text(text="起草"),))
    store.rename(spoken, "起草" * 40)
    assert [(c.id, len(c.title)) for c in store.conversations()] == [(spoken, 40)]
    assert store.knows(silent)
    assert not store.knows("nobody")


def test_the_same_file_given_twice_lies_there_once(store: Store, tmp_path: Path) -> None:
    chat = store.create()
    first, second = store.upload(chat, "表.xlsx", b"abc"), store.upload(chat, "另名.xlsx", b"abc")
    assert first.path == second.path
    assert first.path.read_bytes() == b"abc"
    assert [u.name for u in store.uploads(chat)] == ["表.xlsx", "另名.xlsx"]
    assert len(list((tmp_path / "uploads").iterdir())) == 1


def test_many_writers_at_once_lose_nothing_and_share_no_number(store: Store) -> None:
    chat = store.create()
    kept: list[int] = []
    threads = [threading.Thread(target=lambda: kept.append(store.keep(chat, edition()))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == list(range(1, 13))


def test_a_process_killed_in_mid_write_leaves_everything_said_before(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from assistant.conversation.store import Store\n"
        "from assistant.conversation.reply import Text\n"
        "store = Store(Path(sys.argv[1])); chat = store.create(); print(chat, flush=True)\n"
        "for n in range(10**6):\n"
        "    store.say(chat, 'user', (Text(text=str(n)),)); print(n, flush=True)\n"
        "    if n == 20: os.kill(os.getpid(), 9)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    chat, *said = run.stdout.split()
    kept = [part.text for m in Store(tmp_path).messages(chat) for part in m.parts if isinstance(part, Text)]
    assert kept == said
    assert len(kept) == 21
