"""What a model that understands chooses of the chat's actions, played by a person and replayed through real HTTP.

    python -m eval.conversation.choices play BOX URL   # asks all messages of an endpoint played by hand
    python -m eval.conversation.choices keep BOX       # keeps the tool calls in BOX in choices.jsonl
    python -m eval.conversation.choices                # replays all; with the prompt, and by the parser alone

Each line of ``choices.jsonl`` is a message with the moment it was said in, what its sayer meant (written before anything
was played) and the tool call that the player answered with from the prompt alone.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.conversation.actions import Action
from assistant.conversation.parse import View, parse
from assistant.conversation.route import question, route
from assistant.settings import Settings
from assistant.table.model import Model
from tests.support.openai_server import Asked, OpenAIServer, Reply

BOOK = Path(__file__).parent / "choices.jsonl"

#: The moments: nothing is on the screen, or a table is.
VIEWS: dict[str, View] = {
    "nothing": View(today=2026, departments=("望澜市教育局", "云浦市教育局", "岚溪市教育局")),
    "table": View(
        today=2026, department="望澜市教育局", year=2026, departments=("望澜市教育局", "云浦市教育局", "岚溪市教育局"),
        names=(
            "学前三年毛入园率", "普惠性幼儿园覆盖率", "控辍保学巩固率", "义务教育大班额比例", "学校食堂明厨亮灶覆盖率",
            "学生资助资金发放到位时间", "责任督学挂牌督导覆盖率", "家长满意度", "教职工满意度",
        ),
    ),
}  # fmt: skip


class Choice(Model):
    """A message, its moment, what was meant and what the player chose; ``answer`` is a tool's name and arguments."""

    view: str
    marked: str | None = None
    before: str | None = None
    said: str
    meant: Mapping[str, Any]
    answer: Mapping[str, Any] | None = None

    @property
    def moment(self) -> View:
        """What is known when it is said."""
        return VIEWS[self.view].model_copy(update={"selected": self.marked, "before": self.before})


def choices() -> list[Choice]:
    """The messages kept."""
    return [Choice.model_validate_json(line) for line in BOOK.read_text("utf-8").splitlines()]


def told(action: Action) -> dict[str, Any]:
    """An action as what was meant is written: its kind and the arguments that were given."""
    given = action.model_dump(mode="json", exclude_defaults=True, exclude={"kind", "options"})
    return {"action": action.kind, **({} if action.kind == "ask_back" else given)}


def replayed() -> Iterator[tuple[Choice, dict[str, Any] | None]]:
    """Each message with the action that its recorded tool call becomes; None: it would be left to the parser."""
    kept = {question(c.said, c.moment): c.answer for c in choices()}

    def script(asked: Asked) -> Reply:
        answer = kept.get(asked.last) or {}
        return Reply(json.dumps(answer.get("arguments", {}), ensure_ascii=False), tool=str(answer.get("name", "none")))

    with tempfile.TemporaryDirectory() as state, OpenAIServer(script) as server:
        settings = Settings(state=Path(state), model_base_url=server.url, model_name="recorded", model_timeout=20)
        for choice in choices():
            action = asyncio.run(route(choice.said, choice.moment, settings))
            yield choice, told(action) if action else None


def play(url: str) -> None:
    """Ask everything at once; whoever plays the model answers at leisure, and the endpoint keeps the answers."""

    async def ask(settings: Settings) -> None:
        await asyncio.gather(*(route(c.said, c.moment, settings) for c in choices()))

    with tempfile.TemporaryDirectory() as state:
        asyncio.run(ask(Settings(state=Path(state), model_base_url=url, model_name="by-hand", model_timeout=20)))


def keep(box: Path) -> None:
    """Write the answers in the box beside the messages they belong to."""
    answers = {}
    for path in sorted(box.glob("*.request.json")):
        answer = path.parent / path.name.replace("request", "answer")
        if answer.exists():
            asked = json.loads(path.read_text("utf-8"))["messages"][-1]["content"]
            answers[asked] = json.loads(answer.read_text("utf-8"))["tool_calls"][0]
    kept = [c.model_copy(update={"answer": answers.get(question(c.said, c.moment), c.answer)}) for c in choices()]
    lines = (json.dumps(c.model_dump(mode="json"), ensure_ascii=False) for c in kept)
    BOOK.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    match sys.argv[1:]:
        case ["play", _, url]:
            play(url)
        case ["keep", box]:
            keep(Path(box))
        case _:
            right = alone = 0
            for choice, action in replayed():
                parsed = told(parse(choice.said, choice.moment))
                right, alone = right + (action == choice.meant), alone + (parsed == choice.meant)
                if action != choice.meant:
                    print(f"{choice.said}: meant {choice.meant}, chosen {action}")
            print(f"{len(choices())} messages: {right} as meant with the model, {alone} by the parser alone")


if __name__ == "__main__":
    main()
