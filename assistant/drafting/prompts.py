"""Prompts: Markdown files in ``prompts/`` with a front matter (name, version, inputs), filled by Jinja2."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import frontmatter
from jinja2 import Environment, StrictUndefined

from assistant.shipped import shipped

_JINJA = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)


@dataclass(frozen=True)
class Prompt:
    """One prompt file. ``stamp`` (name@version) goes into the record of what was written with it."""

    name: str
    version: int
    inputs: tuple[str, ...]
    body: str

    @property
    def stamp(self) -> str:
        return f"{self.name}@{self.version}"

    def render(self, **inputs: object) -> str:
        """The prompt filled in. Raises ``ValueError`` where the inputs are not exactly those it names."""
        if set(inputs) != set(self.inputs):
            raise ValueError(f"prompt {self.name} takes {sorted(self.inputs)}, not {sorted(inputs)}")
        return _JINJA.from_string(self.body).render(inputs)


@cache
def prompt(name: str) -> Prompt:
    """The shipped prompt of that name."""
    post = frontmatter.loads((shipped("prompts") / f"{name}.md").read_text("utf-8"))
    return Prompt(str(post["name"]), int(str(post["version"])), tuple(post["inputs"]), post.content)


def as_data(text: str) -> str:
    """A text from outside on one line, fit to stand among data: it cannot close the data block or pass for a column."""
    return " ".join(text.replace("<", "＜").replace(">", "＞").replace("｜", "|").split())
