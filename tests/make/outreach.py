"""Asks and champions."""

from typing import Any

from crowdlearn.kernel.clock import now
from crowdlearn.outreach.models import Ask, Champion
from crowdlearn.outreach.rules import AskState, seal
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch

from .people import kept


def champion(of: Pitch, who: Person, line: str = "My team needs these letters.", **fields: Any) -> Champion:
    """Return somebody's public line for a pitch."""
    row: Champion = kept(
        Champion(**({"pitch_id": of.id, "person_id": who.id, "line": line, "language": "en"} | fields))
    )
    return row


def ask(of: Pitch, asker: Person, email: str, **fields: Any) -> Ask:
    """Return an ask that was sent to an address."""
    values = {"pitch_id": of.id, "asker_id": asker.id, "sealed": seal.of(email), "language": "en"}
    sent = {"state": AskState.SENT, "sent_at": now()}
    row: Ask = kept(Ask(**(values | sent | fields)))
    return row
