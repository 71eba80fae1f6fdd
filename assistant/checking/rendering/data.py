"""Reports for programs: JSON, and SARIF 2.1.0 as code editors and CI services take it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.checking.bases import bases
from assistant.checking.findings import Finding, Severity
from assistant.checking.rendering.text import mend
from assistant.checking.rules import RULES
from assistant.checking.summary import Checked

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_json(checked: Sequence[Checked]) -> str:
    """``{"tables": [{"file", "department", "year", "findings", "not_checked", "coverage"}…]}``."""
    tables = [{"file": c.file, **c.report.model_dump(mode="json")} for c in checked]
    return json.dumps({"tables": tables}, ensure_ascii=False, indent=1)


def to_sarif(checked: Sequence[Checked]) -> str:
    """One SARIF run over all files; answered findings are suppressed with their reason."""
    used = [rule for rule in RULES.values() if any(f.code == rule.code for c in checked for f in c.report.findings)]
    index = {rule.code: n for n, rule in enumerate(used)}
    driver = {
        "name": "zhibiao",
        "version": _version(),
        "rules": [
            {
                "id": rule.code,
                "name": rule.en,
                "shortDescription": {"text": rule.zh},
                "fullDescription": {"text": f"{rule.what}{rule.why}"},
                "help": {"text": f"{rule.mend}依据：{bases()[rule.basis].cite}"},
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            }
            for rule in used
        ],
    }
    results = [_result(finding, one, index[finding.code]) for one in checked for finding in one.report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(finding: Finding, one: Checked, rule: int) -> dict[str, Any]:
    how = mend(finding)
    made: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}。{how}" if how else finding.message},
        "locations": [_location(finding, one)],
    }
    if finding.answered is not None:
        made["suppressions"] = [{"kind": "inSource", "justification": finding.answered}]
    return made


def _location(finding: Finding, one: Checked) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": one.file}}
    address = one.addresses[finding.row] if finding.row is not None and finding.row < len(one.addresses) else None
    if address is not None and address.row is not None:
        physical["region"] = {"startLine": address.row, **({"startColumn": address.column} if address.column else {})}
    logical = finding.name or finding.path or one.whose
    path = finding.path or (f"indicators.{finding.row}" if finding.row is not None else "")
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"name": logical, "fullyQualifiedName": path or logical}],
    }


def _version() -> str:
    try:
        return version("zhibiao")
    except PackageNotFoundError:
        return "0"
