"""What a notice may carry, and which ones nobody can silence. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from crowdlearn.kernel.errors import N_, Msgid
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import LocalTime, Passage

GROUPS = {  # the first word of a kind → the reason for writing, as people choose it
    "checkin": N_("it is time to say what I applied, or someone confirms it"),
    "clearance": N_("a pitch waits for clearance, or mine is decided"),
    "commitment": N_("a promise is due, moved, delivered or confirmed"),
    "event": N_("an event I signed up for is announced, changed or soon"),
    "manager": N_("someone names me as manager, or my reporting line changes"),
    "message": N_("someone writes to me or answers me"),
    "offer": N_("someone offers help, or answers my offer"),
    "pitch": N_("a pitch I made, back or follow changes"),
    "pledge": N_("someone pledges, or a pledge of mine changes"),
    "report": N_("something I wrote or reported was looked at"),
    "review": N_("someone reviews what I shared, or answers my review"),
    "shareback": N_("a learner shares back what I backed"),
    "thanks": N_("someone thanks me, or answers my wish"),
    "topic": N_("there is something new on a topic I follow"),
}
JOINED = {  # words that belong to another group
    "commitments": "commitment",
    "dispute": "commitment",
    "encouragement": "message",
    "help": "offer",
    "question": "message",
    "replacement": "commitment",
    "seat": "event",
    "thank": "thanks",
    "wish": "thanks",
    "wishes": "thanks",
}
NEVER_SILENT = ("account_", "money_")  # kinds that concern a person's account or money
MOST_ATTEMPTS = 12
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)


def may_be_silenced(kind: str) -> bool:
    """Tell whether a person may switch off mail of this kind."""
    return not kind.startswith(NEVER_SILENT)


def group_of(kind: str) -> str:
    """Return the group whose switch counts for a kind: "seat_freed" belongs to "event"."""
    word = kind.partition("_")[0]
    return JOINED.get(word, word)


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
