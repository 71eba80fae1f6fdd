"""What a target table is: model, value grammar, templates, provenance. No file is read here but the package's own."""

from assistant.table.model import (
    UNSAID,
    Amount,
    Answered,
    DutyBlock,
    Funds,
    Income,
    Indicator,
    Project,
    Section,
    Spending,
    TargetTable,
    TargetValue,
    value,
)
from assistant.table.provenance import Grounds, Source
from assistant.table.templates import CommonIndicator, Template, template, templates
from assistant.table.values import UNKNOWN_BASELINE, print_number, print_value, understand

__all__ = [
    "UNKNOWN_BASELINE", "UNSAID", "Amount", "Answered", "CommonIndicator", "DutyBlock", "Funds", "Grounds", "Income", "Indicator", "Project",
    "Section", "Source", "Spending", "TargetTable", "TargetValue", "Template", "print_number", "print_value",
    "template", "templates", "understand", "value",
]  # fmt: skip
