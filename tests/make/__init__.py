"""Builders for tests: one finished row each, with believable defaults that a test overrides by name.

They write directly, so that a test of settlement need not walk through sign-up; walks through the use-cases are in
the browser tests and in the demo."""

from .expertise import opening, standing
from .money import payment
from .outreach import ask, champion
from .people import adoption, days, domain_of, home_days, ids, kept, manages, organisation, person, role, today
from .pitches import money_pitch, need, offer, pitch, planned, pledge
from .returns import (
    appearance,
    checkin,
    co_author,
    code_of,
    collection,
    commitment,
    event,
    picture,
    review,
    seat,
    shareback,
    sound,
)

__all__ = [
    "adoption",
    "appearance",
    "ask",
    "champion",
    "checkin",
    "co_author",
    "code_of",
    "collection",
    "commitment",
    "days",
    "domain_of",
    "event",
    "home_days",
    "ids",
    "kept",
    "manages",
    "money_pitch",
    "need",
    "offer",
    "opening",
    "organisation",
    "payment",
    "person",
    "picture",
    "pitch",
    "planned",
    "pledge",
    "review",
    "role",
    "seat",
    "shareback",
    "sound",
    "standing",
    "today",
]
