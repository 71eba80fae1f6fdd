"""Thresholds of the rules: ``settings.toml`` as shipped, and over it what a person sets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from assistant.checking.findings import Severity

Settings = Mapping[str, Mapping[str, Any]]
_SEVERITIES = get_args(Severity)
_NONE: Settings = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parameters:
    """The settings of one rule for one template."""

    code: str
    values: Mapping[str, Any]

    def number(self, name: str) -> Decimal:
        """A threshold as an exact number."""
        return Decimal(str(self.values[name]))

    def integer(self, name: str) -> int:
        """A threshold that counts."""
        return int(self.values[name])

    @property
    def off(self) -> bool:
        """Whether the rule is turned off."""
        return bool(self.values.get("off", False))

    @property
    def severity(self) -> Severity | None:
        """The severity a person has set for the rule, if any."""
        found: Severity | None = self.values.get("severity")
        return found


@cache
def shipped_settings() -> Settings:
    """``settings.toml``: by rule code the thresholds, and under ``templates.<id>`` those of one template."""
    loaded: dict[str, dict[str, Any]] = tomllib.loads(
        (files("assistant.checking") / "settings.toml").read_text("utf-8")
    )
    return loaded


def parameters(code: str, template: str | None, own: Settings = _NONE) -> Parameters:
    """The settings of a rule for a template: shipped, then a person's, the template's own last in each."""
    if not own:
        return _shipped(code, template)
    return Parameters(code, _layer(_shipped(code, template).values, own.get(code, {}), template))


@cache
def _shipped(code: str, template: str | None) -> Parameters:
    return Parameters(code, _layer({}, shipped_settings().get(code, {}), template))


def _layer(under: Mapping[str, Any], over: Mapping[str, Any], template: str | None) -> dict[str, Any]:
    plain = {k: v for k, v in over.items() if k != "templates"}
    return {**under, **plain, **over.get("templates", {}).get(template, {})}


def load_settings(path: Path) -> dict[str, dict[str, Any]]:
    """A person's settings file for the checker (TOML, the shape of ``settings.toml``).

    Raises ``ValueError`` with a Chinese sentence where the file cannot be read or sets what does not exist.
    """
    try:
        loaded = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"读不了规则设置文件 {path}：{error}。请检查它是不是 UTF-8 的 TOML 文件。") from error
    for code, values in loaded.items():
        if not isinstance(values, dict):
            raise ValueError(f"规则设置文件 {path} 里的“{code}”应写成一节，例如 [VAL011]。")
        _verify(path, code, values)
    return loaded


def _verify(path: Path, code: str, values: Mapping[str, Any]) -> None:
    known = {"off", "severity", "templates", *shipped_settings().get(code, {})}
    for name, value in values.items():
        if name not in known:
            raise ValueError(
                f"规则设置文件 {path} 的 [{code}] 里没有“{name}”这个设置；可以设的有：{'、'.join(sorted(known))}。"
            )
        if name == "severity" and value not in _SEVERITIES:
            raise ValueError(f"规则设置文件 {path} 的 [{code}] severity 只能是 {'、'.join(_SEVERITIES)}。")
        if name == "templates":
            for inner in value.values():
                _verify(path, code, {k: v for k, v in inner.items() if k != "templates"})
