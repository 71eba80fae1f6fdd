"""One owner of the state folder; what was added stays; what was interrupted goes on; a damaged cache is mended."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.retrieval import StateInUse
from assistant.retrieval.state import Owner, Store
from assistant.retrieval.text import digest
from assistant.table import TargetTable

from .conftest import HashedCharacters, Opened, table


def _added(text: str = "新增指标甲") -> TargetTable:
    data = table("教育", "望澜市", 2027, department="望澜市体育局")
    data["indicators"][0]["name"] = text
    return TargetTable.model_validate(data)


def test_a_second_process_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    owner = Owner(tmp_path)
    code = (
        "import sys; from pathlib import Path; from assistant.retrieval.state import Owner, StateInUse\n"
        "try: Owner(Path(sys.argv[1]))\n"
        "except StateInUse as e: print(e)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=60)
    who = json.loads((tmp_path / "owner.json").read_text("utf-8"))
    assert f"进程 {who['pid']}" in said.stdout
    assert "ZHIBIAO_STATE" in said.stdout
    owner.release()
    Owner(tmp_path).release()


def test_a_held_folder_without_a_name_is_still_a_clear_sentence(tmp_path: Path) -> None:
    owner = Owner(tmp_path)
    (tmp_path / "owner.json").write_text("{", "utf-8")
    with pytest.raises(StateInUse, match="另一个指标助手进程"):
        Owner(tmp_path)
    owner.release()


def test_the_folder_is_free_again_when_opening_fails(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("assistant.retrieval.index.load_tables", lambda folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            opened()
    opened().close()


def test_what_was_added_is_there_at_the_next_start_and_not_embedded_again(
    opened: Opened, encoder: HashedCharacters
) -> None:
    with opened() as index:
        index.add([_added()], origin="上传", visibility="a")
    encoder.embedded.clear()
    with opened() as index:
        assert index.search("新增指标甲", viewer="a")[0].record.text == "新增指标甲"
    assert encoder.embedded == []


def test_adding_embeds_only_new_texts_and_replaces_the_same_table(opened: Opened, encoder: HashedCharacters) -> None:
    with opened() as index:
        index.add([_added()], origin="上传", visibility="a")
        encoder.embedded.clear()
        index.add([_added("新增指标乙")], origin="上传", visibility="a")
        assert encoder.embedded == ["新增指标乙"]
        names = [h.record.text for h in index.search("新增指标", viewer="a")]
        assert "新增指标乙" in names
        assert "新增指标甲" not in names


def test_an_interrupted_run_goes_on_where_it_stopped(opened: Opened, encoder: HashedCharacters) -> None:
    passages = encoder.passages

    def dies(texts):  # type: ignore[no-untyped-def]
        raise KeyboardInterrupt

    with opened() as index:
        encoder.passages = dies  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            index.add([_added()], origin="上传", visibility="a")
    encoder.passages = passages  # type: ignore[method-assign]
    encoder.embedded.clear()
    with opened() as index:
        assert index.search("新增指标甲", viewer="a")[0].record.text == "新增指标甲"
    assert encoder.embedded == ["新增指标甲"]


def test_a_removed_table_is_gone(opened: Opened) -> None:
    with opened() as index:
        (entry,) = index.add([_added()], origin="上传", visibility="a")
        assert not index.remove(entry.id, viewer="b")
        assert index.remove(entry.id, viewer="a")
        assert index.tables(viewer="a", department="望澜市体育局") == ()


@pytest.mark.parametrize("damage", ["gone", "garbage", "stale"])
def test_a_damaged_vector_index_is_mended(opened: Opened, tmp_path: Path, damage: str) -> None:
    with opened() as index:
        assert index.wait(60)
        expected = [h.record.id for h in index.search("供水", viewer="a")]
        if damage == "stale":
            collection = index.held.near._collection("shipped_row")
            held = collection.get(include=[])["ids"]
            collection.delete(ids=held[:3])
            collection.upsert(ids=["f" * 16], embeddings=[[1.0] * 256])
    database = tmp_path / "state" / "chroma" / "chroma.sqlite3"
    if damage == "gone":
        database.unlink()
    if damage == "garbage":
        database.write_bytes(b"no database" * 1000)
    with opened() as index:
        assert index.wait(60)
        assert [h.record.id for h in index.search("供水", viewer="a")] == expected
        held = index.held.near._collection("shipped_row").get(include=[])["ids"]
        assert sorted(held) == sorted(f"{int(d):016x}" for d in index.held.shipped("row").digests)


def test_vectors_are_kept_by_digest_and_encoder(tmp_path: Path) -> None:
    store, encoder = Store(tmp_path), HashedCharacters()
    keys = [digest("甲"), digest("乙"), (1 << 64) - 1]
    store.keep_vectors("one", keys, encoder.passages(["甲", "乙", "丙"]))
    assert set(store.vectors("one", [*keys, 5])) == set(keys)
    assert store.vectors("two", keys) == {}
    store.close()
