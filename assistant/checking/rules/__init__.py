"""All rules: every module of this package that defines some is one family, or a part of one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from assistant.checking.rule import Rule, rules_in

_MODULES = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))

#: Every rule by its code, in the order of the codes.
RULES: Mapping[str, Rule] = {rule.code: rule for rule in rules_in(*_MODULES)}
