"""The one scale: an open pitch locks when it is covered and cleared, a locked one is funded when the money is there."""

from sqlmodel import Session

from crowdlearn.db.session import lock, transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.rules import AboutPitch
from crowdlearn.settlement.queries import WEIGHED_LOCKED

from .deciding import weigh_holds
from .locking import WEIGHED_OPEN, settlement_of, weigh_money, weigh_promises


def weigh(event: AboutPitch) -> None:
    """After anything that may make a pitch whole: lock it, or find it funded. Does nothing where nothing changed."""
    with transaction() as session:
        weigh_pitch(session, lock(session, Pitch, event.pitch_id))


def weigh_pitch(session: Session, pitch: Pitch) -> None:
    """Weigh a pitch whose row the caller holds."""
    if pitch.state in WEIGHED_OPEN:
        weigh_promises(session, pitch)
    elif pitch.state in WEIGHED_LOCKED:
        settlement = settlement_of(session, pitch.id)
        if settlement.is_by_card:
            weigh_holds(session, pitch, settlement)
        else:
            weigh_money(session, pitch)
