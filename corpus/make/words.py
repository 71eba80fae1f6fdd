"""Learn the duty vocabulary (职能用词) of the checker's relevance rules from the indicator library.

One strand of work for each duty of the library: the words of its wordings, key tasks and indicators, but for those that
many kinds of departments use. ``python -m corpus.make`` writes ``assistant/checking/data/duty_words.toml`` anew with the tables.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from assistant.checking.terms import CommonWords
from assistant.checking.words import shipped_words
from assistant.retrieval.library import KindLibrary, LibraryDuty

TARGET = Path(__file__).parents[2] / "assistant" / "checking" / "data" / "duty_words.toml"
#: A word that departments of more than this share of the kinds use, wherever in the library, is a common one.
COMMON = 0.34
HEAD = """\
# Strands of work learned from the indicator library (corpus/library), one for each of its duties. Written by
# python -m corpus.make; do not edit: what it lacks goes into topics.toml.
"""


def learned(library: tuple[KindLibrary, ...]) -> str:
    """The word list as TOML."""
    duties = [(kind, duty, _words(kind, duty)) for kind in library for duty in kind.duties]
    used = Counter(word for kind in library for word in _everything(kind))
    lines, weak = [HEAD], shipped_words().of(CommonWords).weak
    for kind, duty, words in duties:
        own = sorted(w for w in words if used[w] <= max(2, COMMON * len(library)) or w in weak)
        lines.append(f'[[topic]]\nkind = "{kind.kind}"\nname = "{_name(duty)}"\nwords = "{" ".join(own)}"\n')
    return "\n".join(lines)


def _words(kind: KindLibrary, duty: LibraryDuty) -> set[str]:
    """The words of a duty's wordings, key tasks, indicators and projects."""
    common = shipped_words().of(CommonWords)
    named = [name for i in duty.indicators for name in (i.name, *i.also)]
    named += [project.name for project in kind.projects if project.duty == duty.key]
    told = {word for text in (*duty.text, *duty.key_tasks, *named) for word in common.terms(text)}
    return {w for w in told if not w.isdigit()}


def _everything(kind: KindLibrary) -> set[str]:
    """Every word of a kind's file, its formulas and explanations included."""
    common = shipped_words().of(CommonWords)
    said = kind.model_dump_json(exclude={"source"})
    return set(common.terms(said))


def _name(duty: LibraryDuty) -> str:
    return min(duty.text, key=len)
