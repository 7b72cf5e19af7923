"""What a notice may carry, as plain JSON. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crowdlearn.kernel.errors import Msgid
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import LocalTime, Passage


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
        case Passage():
            return {"passage": [str(value), value.language]}
        case Msgid():
            return {"words": str(value)}
        case LocalTime():
            return {"moment": value.moment.isoformat(), "zone": value.zone}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case bool() | int() | None:
            return value
    return str(value)


def _unpacked(value: Any) -> Any:
    match value:
        case {"passage": [str(text), str(language)]}:
            return Passage(text, language)
        case {"words": str(text)}:
            return Msgid(text)
        case {"money": [int(cents), str(currency)]}:
            return Money(cents, currency)
        case {"moment": str(text), "zone": str(zone)}:
            return LocalTime(datetime.fromisoformat(text), zone)
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
    return value
