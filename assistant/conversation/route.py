"""With a model: one routed tool call chooses the action. No loop; what does not validate is left to the parser."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any, get_args

import frontmatter
from pydantic import TypeAdapter, ValidationError

from assistant.conversation.actions import Action, AskBack
from assistant.conversation.parse import View
from assistant.drafting.prompts import as_data, prompt
from assistant.settings import Settings
from assistant.shipped import shipped
from assistant.table.model import Model

_log = logging.getLogger(__name__)
_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
_PROMPT = "choose-action"
_PATIENCE = 20.0
_NAMES = 200


async def route(said: str, view: View, settings: Settings) -> Action | None:
    """The action that the model chooses, or None where it fails, refuses, or answers with anything but one valid call."""
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(
        model=settings.model_name or "",
        base_url=settings.model_base_url,
        api_key=settings.model_key,
        use_responses_api=False,
        streaming=True,
        timeout=min(_PATIENCE, settings.model_timeout),
        stream_chunk_timeout=min(_PATIENCE, settings.model_timeout),
        max_retries=1,
        temperature=0,
        extra_body={"max_tokens": 400},
    )
    try:
        chooser = model.bind_tools(tools(), tool_choice="any", parallel_tool_calls=False)
        answer = await chooser.ainvoke(question(said, view))
    except Exception as error:  # whatever a client or an endpoint comes up with: the parser is always there
        _log.warning("the model chose no action (%s); the parser decides", type(error).__name__)
        return None
    calls = getattr(answer, "tool_calls", [])
    if len(calls) != 1:
        return None
    name, given = calls[0]["name"], {k: v for k, v in calls[0]["args"].items() if v not in (None, "")}
    if name not in _kinds() or not given.keys() <= _kinds()[name].model_fields.keys() - {"kind"}:
        return None
    try:
        return _ACTION.validate_python({**given, "kind": name})
    except ValidationError:
        return None


def tools() -> list[dict[str, Any]]:
    """One tool per action, described in ``prompts/choose-action.md``; the fields are the action's own."""
    return [_tool(name, _descriptions()[name], kind.model_json_schema()) for name, kind in _kinds().items()]


def question(said: str, view: View) -> str:
    """The prompt for one sentence."""
    return prompt(_PROMPT).render(
        said=as_data(said),
        today=view.today,
        department=as_data(view.department or ""),
        year=view.year,
        selected=as_data(view.selected or ""),
        names=[as_data(name) for name in view.names[:_NAMES]],
    )


def _kinds() -> dict[str, type[Model]]:
    return {k.model_fields["kind"].default: k for k in get_args(get_args(Action)[0]) if k is not AskBack}


def _tool(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    fields = {key: field for key, field in schema["properties"].items() if key != "kind"}
    parameters = {"type": "object", "properties": fields, "required": schema.get("required", [])}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


@cache
def _descriptions() -> dict[str, str]:
    """What each tool is for: it stands in the prompt's own front matter."""
    head = frontmatter.loads((shipped("prompts") / f"{_PROMPT}.md").read_text("utf-8")).metadata
    return TypeAdapter(dict[str, str]).validate_python(head["tools"])
