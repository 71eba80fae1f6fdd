import openai
import pytest

from tests.support.openai_server import OpenAIServer, Reply, offered, rows, well_behaved

PROMPT = """部分编号：D1
K1｜加强巡逻
C1｜处置率｜半年 ≥90%｜全年 ≥95%｜依据 S1,S2｜按历年进度
C2｜预案健全性｜半年 无｜全年 健全｜依据 S3｜沿用
"""


def ask(server: OpenAIServer, **more: object) -> str:
    client = openai.OpenAI(base_url=server.url, api_key="none", max_retries=0)
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": PROMPT}], stream=True, **more
    )
    text = ""
    for chunk in stream:
        for choice in chunk.choices:
            text += choice.delta.content or ""
            text += "".join(c.function.arguments or "" for c in choice.delta.tool_calls or [] if c.function)
    return text


def test_the_well_behaved_model_takes_what_it_is_offered() -> None:
    with OpenAIServer(well_behaved) as server:
        assert ask(server) == rows(*offered(PROMPT))
    assert [(r["name"], r["half_year"], r["full_year"], r["sources"]) for r in offered(PROMPT)] == [
        ("处置率", "≥90%", "≥95%", "S1,S2"),
        ("预案健全性", "", "健全", "S3"),
    ]


def test_a_tool_call_carries_the_same_text() -> None:
    tool = {"type": "function", "function": {"name": "write", "parameters": {"type": "object", "properties": {}}}}
    with OpenAIServer(lambda asked: Reply('{"a": 1}')) as server:
        assert ask(server, tools=[tool]) == '{"a": 1}'
        assert server.asked[0].mode == "tools"


def test_errors_and_broken_streams_reach_the_client() -> None:
    with (
        OpenAIServer(lambda asked: Reply(status=429, message="slow down")) as server,
        pytest.raises(openai.RateLimitError),
    ):
        ask(server)
    with OpenAIServer(lambda asked: Reply("一二三四五六七八九十" * 10, cut_after=3)) as server:
        assert len(ask(server)) == 24
