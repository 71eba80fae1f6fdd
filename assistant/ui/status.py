"""What runs right now, in a few words each: who writes, how many rows can be searched."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversation.rooms import Rooms


def status(rooms: Rooms) -> Sequence[tuple[str, str]]:
    """Lines (tone, text): ``good`` or ``plain``."""
    settings = rooms.settings
    writer = ("good", f"模型：{settings.model_name}") if settings.has_model else ("plain", "未配置模型，按案例起草")
    index = rooms.ready
    return (writer, ("good", index.status) if index else ("plain", "指标库正在打开"))
