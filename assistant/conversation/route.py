"""With a model: one routed tool call chooses the action. No loop; what does not validate is left to the parser."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import frontmatter
from pydantic import TypeAdapter, ValidationError

from assistant.conversation.actions import Action, AskBack
from assistant.conversation.parse import View, unclear
from assistant.drafting.prompts import as_data, prompt
from assistant.settings import Settings
from assistant.shipped import shipped
from assistant.table.model import Model

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

_log = logging.getLogger(__name__)
_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
_PROMPT = "choose-action"
_PATIENCE = 20.0
#: Room for a short thought before the call.
_MOST_TOKENS = 1500
_NAMES = 200
_ASK_BACK = "ask_back"
_BEFORE = 200


async def route(said: str, view: View, settings: Settings) -> Action | None:
    """The action that the model chooses, or None where it fails, refuses, or answers with anything but one valid call."""
    try:
        answer = await _asked(question(said, view), settings)
    except Exception as error:  # whatever a client or an endpoint comes up with: the parser is always there
        _log.warning("the model chose no action (%s); the parser decides", type(error).__name__)
        return None
    calls = getattr(answer, "tool_calls", [])
    if len(calls) != 1:
        return None
    if (name := calls[0]["name"]) == _ASK_BACK:
        return unclear(said, view)
    given = {k: v for k, v in calls[0]["args"].items() if v not in (None, "")}
    if name not in _kinds() or not given.keys() <= _kinds()[name].model_fields.keys() - {"kind"}:
        return None
    try:
        return _ACTION.validate_python({**given, "kind": name})
    except ValidationError:
        return None


async def _asked(text: str, settings: Settings) -> AIMessage:
    """The model's answer. Endpoints whose model thinks first (Qwen, DeepSeek) refuse a call that must be; there it may."""
    from langchain_openai import ChatOpenAI
    from openai import BadRequestError

    patience = min(_PATIENCE, settings.model_timeout)
    model = ChatOpenAI(
        model=settings.model_name or "", base_url=settings.model_base_url, api_key=settings.model_key,
        use_responses_api=False, streaming=True, timeout=patience, stream_chunk_timeout=patience, max_retries=1,
        temperature=0, extra_body={"max_tokens": _MOST_TOKENS},
    )  # fmt: skip
    try:
        return await model.bind_tools(tools(), tool_choice="any", parallel_tool_calls=False).ainvoke(text)
    except BadRequestError:
        return await model.bind_tools(tools()).ainvoke(text)


def tools() -> list[dict[str, Any]]:
    """One tool per action, described in ``prompts/choose-action.md``; the fields are the action's own.

    Asking back has no fields: its words are ours, nothing that a model says is shown.
    """
    asking = _tool(_ASK_BACK, _descriptions()[_ASK_BACK], {"properties": {}})
    return [*(_tool(name, _descriptions()[name], kind.model_json_schema()) for name, kind in _kinds().items()), asking]


def question(said: str, view: View) -> str:
    """The prompt for one sentence."""
    return prompt(_PROMPT).render(
        said=as_data(said),
        before=as_data(view.before or "")[:_BEFORE],
        today=view.today,
        department=as_data(view.department or ""),
        year=view.year,
        selected=as_data(view.selected or ""),
        names=[as_data(name) for name in view.names[:_NAMES]],
    )


def _kinds() -> dict[str, type[Model]]:
    return {k.model_fields["kind"].default: k for k in get_args(get_args(Action)[0]) if k is not AskBack}


def _tool(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    fields = {key: _plain(field) for key, field in schema["properties"].items() if key != "kind"}
    parameters = {"type": "object", "properties": fields, "required": schema.get("required", [])}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    """A field as every endpoint understands it: one type, no null, no default; what is not said is left out."""
    one = next((f for f in field.get("anyOf", ()) if f.get("type") != "null"), field)
    kept = {k: one[k] for k in ("type", "enum", "items", "minimum", "maximum") if k in one}
    return {**kept, **({"description": field["description"]} if "description" in field else {})}


@cache
def _descriptions() -> dict[str, str]:
    """What each tool is for: it stands in the prompt's own front matter."""
    head = frontmatter.loads((shipped("prompts") / f"{_PROMPT}.md").read_text("utf-8")).metadata
    return TypeAdapter(dict[str, str]).validate_python(head["tools"])
