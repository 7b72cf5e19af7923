"""What a notice may carry, and which ones nobody can silence. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from crowdlearn.kernel.money import Money

NEVER_SILENT = ("account_", "money_")  # kinds that concern a person's account or money
MOST_ATTEMPTS = 12
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)


def may_be_silenced(kind: str) -> bool:
    """Tell whether a person may switch off mail of this kind."""
    return not kind.startswith(NEVER_SILENT)


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts, later and later."""
    return min(FIRST_RETRY * (1 << attempts), LONGEST_RETRY)


def pack(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as plain JSON; amounts, days and moments keep their kind, so each reader's language writes them."""
    return {name: _packed(value) for name, value in facts.items()}


def unpack(packed: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as they were before pack()."""
    return {name: _unpacked(value) for name, value in packed.items()}


def _packed(value: Any) -> Any:
    match value:
        case Money():
            return {"money": [value.cents, value.currency]}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case bool() | int() | None:
            return value
    return str(value)


def _unpacked(value: Any) -> Any:
    match value:
        case {"money": [int(cents), str(currency)]}:
            return Money(cents, currency)
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
    return value
