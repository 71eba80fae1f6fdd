"""Conversations kept in SQLite: messages, every version of every table, uploaded files.

Each write is one short transaction, so a kill at any moment loses at most the reply in flight.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import ForeignKey, UniqueConstraint, create_engine, event, func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from assistant.conversation.edition import Edition
from assistant.conversation.reply import PARTS, Growing, Message, Part, Progress, Role
from assistant.drafting import KeyTask
from assistant.table.model import Funds, Model


class _Base(DeclarativeBase):
    pass


T = TypeVar("T")
R = TypeVar("R", bound=_Base)
_TASKS: TypeAdapter[tuple[KeyTask, ...]] = TypeAdapter(tuple[KeyTask, ...])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Conversation(_Base):
    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: uuid4().hex)
    title: Mapped[str] = mapped_column(default="")
    changed: Mapped[str] = mapped_column(default=_now)


class _Message(_Base):
    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    role: Mapped[str]
    parts: Mapped[str]
    whole: Mapped[bool] = mapped_column(default=True)
    made: Mapped[str] = mapped_column(default=_now)


class _Version(_Base):
    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("conversation", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    edition: Mapped[str]
    made: Mapped[str] = mapped_column(default=_now)


class _Upload(_Base):
    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    made: Mapped[str] = mapped_column(default=_now)


class _Plan(_Base):
    __tablename__ = "plans"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    tasks: Mapped[str]
    made: Mapped[str] = mapped_column(default=_now)


class _Budget(_Base):
    __tablename__ = "budgets"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    funds: Mapped[str]
    origin: Mapped[str]
    made: Mapped[str] = mapped_column(default=_now)


class Listed(Model):
    """A conversation as the list shows it. ``changed`` is UTC, ISO 8601."""

    id: str
    title: str
    changed: str


class Version(Model):
    """One kept version: its number (from 1), when it was made (UTC, ISO 8601), and what stood then."""

    number: int
    made: str
    edition: Edition


class Upload(Model):
    """A file that was given: its name as given, and where its bytes lie now."""

    name: str
    path: Path


class Store:
    """The database ``conversations.db`` and the folder ``uploads`` under ``state``; both are made where absent."""

    def __init__(self, state: Path) -> None:
        self._uploads = state / "uploads"
        self._uploads.mkdir(parents=True, exist_ok=True)
        self._engine = _engine(state / "conversations.db")
        _Base.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the database file."""
        self._engine.dispose()

    def create(self) -> str:
        """A new conversation; its id."""
        row = _Conversation()
        return self._write(lambda session: _added(session, row).id)

    def conversations(self, limit: int = 50) -> tuple[Listed, ...]:
        """The conversations in which something was said, latest first."""
        spoken = select(_Message.conversation)
        query = (
            select(_Conversation)
            .where(_Conversation.id.in_(spoken))
            .order_by(_Conversation.changed.desc(), _Conversation.id)
        )
        with Session(self._engine) as session:
            return tuple(Listed(id=c.id, title=c.title, changed=c.changed) for c in session.scalars(query.limit(limit)))

    def knows(self, conversation: str) -> bool:
        """Whether there is a conversation of that id."""
        with Session(self._engine) as session:
            return session.get(_Conversation, conversation) is not None

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation its title, at most 40 characters of it."""

        def write(session: Session) -> None:
            session.get_one(_Conversation, conversation).title = title[:40]

        self._write(write)

    def say(self, conversation: str, role: Role, parts: tuple[Part, ...], whole: bool = True) -> int:
        """Keep a message; its id. What only showed while it lasted is left out."""
        kept = tuple(p for p in parts if not isinstance(p, Progress | Growing))
        row = _Message(conversation=conversation, role=role, parts=PARTS.dump_json(kept).decode(), whole=whole)

        def write(session: Session) -> int:
            session.get_one(_Conversation, conversation).changed = _now()
            return _added(session, row).id

        return self._write(write)

    def messages(self, conversation: str, last: int = 60) -> tuple[Message, ...]:
        """The last messages, oldest first."""
        query = select(_Message).where(_Message.conversation == conversation).order_by(_Message.id.desc()).limit(last)
        with Session(self._engine) as session:
            rows = list(session.scalars(query))
        return tuple(
            Message.model_validate(
                {"id": m.id, "role": m.role, "parts": PARTS.validate_json(m.parts), "whole": m.whole}
            )
            for m in reversed(rows)
        )

    def keep(self, conversation: str, edition: Edition) -> int:
        """Keep an edition as the next version; its number."""

        def write(session: Session) -> int:
            last = select(func.max(_Version.number)).where(_Version.conversation == conversation)
            number = (session.scalar(last) or 0) + 1
            text = edition.model_dump_json(by_alias=True)
            session.add(_Version(conversation=conversation, number=number, title=edition.title, edition=text))
            return number

        return self._write(write)

    def version(self, conversation: str, number: int | None = None) -> Version | None:
        """One version, or the latest (None); None where there is none."""
        query = select(_Version).where(_Version.conversation == conversation).order_by(_Version.number.desc()).limit(1)
        if number is not None:
            query = query.where(_Version.number == number)
        with Session(self._engine) as session:
            row = session.scalar(query)
        if row is None:
            return None
        return Version(number=row.number, made=row.made, edition=Edition.model_validate_json(row.edition))

    def tables(self, conversation: str) -> tuple[Version, ...]:
        """Of each table (department or project, and year) its newest version, in the order in which they came."""
        newest: dict[tuple[str | None, str | None, int | None], Version] = {}
        for number, _ in self.versions(conversation):
            if version := self.version(conversation, number):
                table = version.edition.table
                newest[table.department, table.project, table.year] = version
        return tuple(newest.values())

    def versions(self, conversation: str) -> tuple[tuple[int, str], ...]:
        """Number and title of every version, first to last."""
        query = select(_Version.number, _Version.title).where(_Version.conversation == conversation)
        with Session(self._engine) as session:
            return tuple((number, title) for number, title in session.execute(query.order_by(_Version.number)))

    def upload(self, conversation: str, name: str, content: bytes) -> Upload:
        """Keep the bytes of a given file under their digest, once."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._uploads / digest
        if not path.exists():
            part = path.with_suffix(f".{uuid4().hex[:8]}")
            part.write_bytes(content)
            part.replace(path)
        row = _Upload(conversation=conversation, name=name, digest=digest, size=len(content))
        self._write(lambda session: _added(session, row).id)
        return Upload(name=name, path=path)

    def uploads(self, conversation: str) -> tuple[Upload, ...]:
        """The files given in a conversation, in order."""
        query = select(_Upload).where(_Upload.conversation == conversation).order_by(_Upload.id)
        with Session(self._engine) as session:
            return tuple(Upload(name=u.name, path=self._uploads / u.digest) for u in session.scalars(query))

    def keep_plan(self, conversation: str, tasks: Sequence[KeyTask]) -> None:
        """Keep the key tasks of a work plan; it takes the place of an earlier plan."""
        row = _Plan(conversation=conversation, tasks=_TASKS.dump_json(tuple(tasks)).decode())
        self._write(lambda session: _added(session, row).id)

    def keep_budget(self, conversation: str, funds: Funds, origin: str) -> None:
        """Keep next year's money (万元) and where it is from; it takes the place of an earlier one."""
        row = _Budget(conversation=conversation, funds=funds.model_dump_json(), origin=origin)
        self._write(lambda session: _added(session, row).id)

    def budget(self, conversation: str) -> tuple[Funds, str] | None:
        """The newest budget given in a conversation and where it is from."""
        query = select(_Budget).where(_Budget.conversation == conversation).order_by(_Budget.id.desc()).limit(1)
        with Session(self._engine) as session:
            row = session.scalar(query)
            return (Funds.model_validate_json(row.funds), row.origin) if row else None

    def plan(self, conversation: str) -> tuple[KeyTask, ...]:
        """The key tasks of the newest work plan given in a conversation."""
        query = select(_Plan.tasks).where(_Plan.conversation == conversation).order_by(_Plan.id.desc()).limit(1)
        with Session(self._engine) as session:
            tasks = session.scalar(query)
        return _TASKS.validate_json(tasks) if tasks else ()

    def _write(self, work: Callable[[Session], T]) -> T:
        engine = self._engine.execution_options(writes=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            return work(session)


def _added(session: Session, row: R) -> R:
    session.add(row)
    session.flush()
    return row


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    # The writer's lock is taken at the start of a transaction, so that two writers queue instead of failing halfway.
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine
