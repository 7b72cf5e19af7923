"""Help offered before anybody asked, and openings in another organisation."""

from typing import Any

from crowdlearn.expertise.models import Opening, StandingOffer
from crowdlearn.expertise.rules import HelpKind, OpeningKind
from crowdlearn.people.models import Person

from .people import days, kept, organisation


def standing(giver: Person, **fields: Any) -> StandingOffer:
    """Return two hours of facilitation, offered for a month."""
    values = {
        "giver_id": giver.id,
        "kind": HelpKind.FACILITATION,
        "skill": "facilitation",
        "title": "Two hours of facilitation",
        "minutes": 120,
        "language": "en",
        "until": days(30),
    }
    row: StandingOffer = kept(StandingOffer(**(values | fields)))
    return row


def opening(owner: Person, **fields: Any) -> Opening:
    """Return a day of job shadowing in two months, to be answered within a month."""
    values = {
        "organisation_id": owner.organisation_id or organisation().id,
        "owner_id": owner.id,
        "kind": OpeningKind.SHADOWING,
        "title": "A day at the counter",
        "learned": "To listen before explaining.",
        "how": "Say what you would like to see.",
        "language": "en",
        "starts_on": days(60),
        "ends_on": days(61),
        "until": days(30),
    }
    row: Opening = kept(Opening(**(values | fields)))
    return row
