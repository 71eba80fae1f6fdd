"""What a rule is: a plain function over a prepared table, with everything a person may ask about it beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.checking.findings import Cell, Fix, Severity
from assistant.checking.parameters import Parameters
from assistant.checking.sheet import Sheet

#: What a rule must have before it can say anything; ``needs.py`` says what happens where it is missing.
Need = Literal[
    "template", "whole", "half_year", "year", "duties", "duty_blocks", "money", "history", "results", "peers", "draft"
]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found: the engine adds code, severity, basis, section and the row's name.

    ``severity`` only where one rule has two grades. ``path`` as in ``SetNumber`` and ``SetText``, for parts of the table
    that are no rows.
    """

    message: str
    evidence: str = ""
    row: int | None = None
    cell: Cell | None = None
    path: str | None = None
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule (or one part of what it looks at) that cannot be decided from what is there, and why, in Chinese."""

    why: str


Judgement = Fault | Undecided
Judge = Callable[[Sheet, Parameters], Iterable[Judgement]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``what`` it finds, ``why`` reviewers care and how to ``mend`` it are Chinese sentences.

    ``basis`` is a key of ``bases.toml``. ``parameters`` explains each setting of the rule in ``settings.toml``.
    Examples are the first failing and the first passing case of ``cases/<code>.yaml``.
    """

    code: str
    zh: str
    en: str
    severity: Severity
    basis: str
    what: str
    why: str
    mend: str
    judge: Judge
    needs: tuple[Need, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The letters of the code: STR, VAL, …"""
        return self.code[:3]


def rule(
    *,
    code: str,
    zh: str,
    en: str,
    severity: Severity,
    basis: str,
    what: str,
    why: str,
    mend: str,
    needs: tuple[Need, ...] = (),
    parameters: Mapping[str, str] | None = None,
) -> Callable[[Judge], Rule]:
    """Make a rule of a function ``(sheet, parameters) -> findings``."""

    def made(judge: Judge) -> Rule:
        return Rule(
            code=code,
            zh=zh,
            en=en,
            severity=severity,
            basis=basis,
            what=what,
            why=why,
            mend=mend,
            judge=judge,
            needs=needs,
            parameters=dict(parameters or {}),
        )

    return made


def rules_in(*modules: object) -> Iterator[Rule]:
    """The rules that modules define, in the order of their codes."""
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Rule)]
    yield from sorted({r.code: r for r in found}.values(), key=lambda r: r.code)
