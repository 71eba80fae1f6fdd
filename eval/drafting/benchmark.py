"""How long a draft takes: without a model, and our own share of the time with one at 50 ms a token.

    python -m eval.drafting.benchmark [--state FOLDER]

Times are wall seconds and, since machines are shared, seconds of our own processor time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from assistant.drafting import DraftRequest, Finished, Indexed, RowVetted, stream_draft
from assistant.retrieval import PUBLIC, open_index
from assistant.settings import Settings
from tests.drafting.memory import Memory
from tests.drafting.tables import exits, indicator, peers, table
from tests.support.openai_server import Asked, OpenAIServer, Reply, offered, rows

DEPARTMENTS = 12
TOKEN = 0.05


async def timed(request: DraftRequest, knowledge: Indexed | Memory, settings: Settings) -> dict[str, float]:
    """Seconds to the first row, to the end, and of processor time."""
    wall, work, first = time.perf_counter(), time.process_time(), 0.0
    async for event in stream_draft(request, knowledge, settings):
        if isinstance(event, RowVetted) and not first:
            first = time.perf_counter() - wall
        if isinstance(event, Finished):
            return {
                "first row": first,
                "whole draft": time.perf_counter() - wall,
                "processor": time.process_time() - work,
            }
    raise AssertionError("a stream ends with the draft")


def without_model(state: Path) -> dict[str, float]:
    """Medians over departments of the shipped corpus."""
    settings = Settings(state=state, model_base_url=None, model_name=None)
    with open_index(settings) as index:
        index.wait()
        names = sorted({e.department for e in index.tables(viewer=PUBLIC, year=2025) if e.department})
        chosen = names[:: max(1, len(names) // DEPARTMENTS)]
        knowledge = Indexed(index, PUBLIC)
        runs = [asyncio.run(timed(DraftRequest(department=n, year=2026), knowledge, settings)) for n in chosen]
    return {key: round(statistics.median(r[key] for r in runs), 3) for key in runs[0]}


def with_model() -> dict[str, float]:
    """A model of 50 ms a token (two characters): its seconds, and our processor time (the server's with it) beside them."""
    waited, pause = 0.0, 0.0

    def reply(asked: Asked) -> Reply:
        nonlocal waited
        text = rows(*offered(asked.prompt))
        waited += len(text) / 2 * pause
        return Reply(text, size=2, delay=pause)

    last = table(2024, indicator("驾驶证期满换证率", "≥99%"), exits("证件办理满意率", "≥96%"))
    request = DraftRequest(department="临川市公安局", year=2025, last=last)
    with tempfile.TemporaryDirectory() as state, OpenAIServer(reply) as server:
        settings = Settings(state=Path(state), model_base_url=server.url, model_name="m", model_concurrency=1)
        asyncio.run(timed(request, Memory(peers()), settings))  # loads the client
        pause = TOKEN
        run = asyncio.run(timed(request, Memory(peers()), settings))
    ours = run["whole draft"] - waited
    return {
        "model": round(waited, 2),
        "whole draft": round(run["whole draft"], 2),
        "our share": round(ours / waited, 3),
    }


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--state", type=Path)
    args = cli.parse_args()
    with tempfile.TemporaryDirectory() as state:
        figures = {"without a model": without_model(args.state or Path(state)), "with a model": with_model()}
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
