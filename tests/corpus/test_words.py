"""The checker's duty words are what the library teaches."""

from __future__ import annotations

from assistant.retrieval.library import load_library
from corpus.make.words import TARGET, learned
from corpus.make.world import CORPUS


def test_the_duty_words_are_what_the_library_teaches() -> None:
    assert TARGET.read_text("utf-8") == learned(load_library(CORPUS / "library")), "run python -m corpus.make"
