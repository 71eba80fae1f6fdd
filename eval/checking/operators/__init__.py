"""Mutation operators by rule: every module here that has ``OPERATORS`` adds its own."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from eval.checking.mutant import Broken

OPERATORS: dict[str, Broken] = {
    code: broken
    for found in iter_modules(__path__)
    for code, broken in import_module(f"{__name__}.{found.name}").OPERATORS.items()
}
