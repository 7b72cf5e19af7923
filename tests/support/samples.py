"""A believable value for every fact that a letter may speak of."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import meta

from crowdlearn.kernel.errors import Msgid
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import LocalTime

FOLDER = Path(__file__).parents[2] / "templates" / "email"
DAY, MOMENT, AMOUNT = date(2026, 12, 14), datetime(2026, 12, 14, 17, tzinfo=UTC), Money(20_000)
SAMPLES: dict[str, Any] = {
    **dict.fromkeys(("amount", "goal", "promised", "missing", "was", "now", "more", "waits"), AMOUNT),
    **dict.fromkeys(("deadline", "due", "first", "until", "since"), DAY),
    **dict.fromkeys(("starts", "at"), MOMENT),
    "there": LocalTime(MOMENT, "America/Halifax"),
    "place": Msgid("In person"),
    "room": "Room 4",
    "join": "https://meet.example/letters",
    "seated": True,
    **dict.fromkeys(
        ("asker", "author", "colleague", "helper", "manager", "name", "owner", "pitcher", "reviewer", "who"),
        "Noor Holm",
    ),
    **dict.fromkeys(("title", "pitch"), "Letters that people finish"),
    **dict.fromkeys(("promise", "what", "wish", "label", "line"), "What readers told us"),
    **dict.fromkeys(("answer", "conditions", "note", "quote", "reason", "text", "words"), "Come with questions."),
    **dict.fromkeys(
        ("after_lock", "agreed", "answered", "asks_money", "by_card", "money", "needed", "new_terms"), True
    ),
    "card": "Visa •••• 4242",
    "code": "CL-7K3M-9QXD",
    "days": 30,
    "minutes": 90,
    "domain": "harbour.example",
    "where": "Video call",
    "kind": Msgid("Blog post"),
    "instead": Msgid("Podcast"),
    "met": Msgid("Yes"),
    "why": Msgid("Withdrawn"),
    "decided": Msgid("Hidden"),
    "state": Msgid("Open"),
    "item": Msgid("A quotation"),
    "offer": "Two hours of facilitation",
    "role": Msgid("Treasurer"),
    "payee": "pitcher",
    "won": True,
    "number": 2,
    "collection": "Read it aloud",
    "stories": 2,
    "people": 2,
    "reached": 12,
    "reference": "pi_3QxUnknown",
}


def kinds() -> list[str]:
    """Return every kind of letter there is."""
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


DIGESTS = ("digest_daily", "digest_weekly")  # made of notices, and told by nobody


def facts_for(app: Flask, kind: str) -> dict[str, Any]:
    """Return the facts that a kind of letter speaks of. A KeyError names the sample that is missing."""
    environment, named = app.environment("en"), set[str]()  # type: ignore[attr-defined]
    for part in (FOLDER / kind).glob("*.txt"):
        named |= meta.find_undeclared_variables(environment.parse(part.read_text("utf-8")))
    return {name: SAMPLES[name] for name in named - {"url", *environment.globals}}
