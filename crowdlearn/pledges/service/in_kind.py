"""Help that replaces a cost line: a billet instead of a hotel. Before the lock it takes a cost off the pitch."""

from dataclasses import replace

from sqlmodel import Session

from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries import plan_of
from crowdlearn.pitches.rules import REVISABLE, Cost
from crowdlearn.pitches.service import revise
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import taken_off

from .revising import follow_pitch
from .room import live_cents


def take_off_cost(session: Session, pitch: Pitch, offer: ExpertiseOffer) -> None:
    """Let an accepted offer in kind take what it is worth off its cost line, at most the line (row 61).

    Both halves get smaller, and promises are trimmed. From the lock on the figures stay, and savings are returned.
    """
    if offer.cost_line_id is None or pitch.state not in REVISABLE:
        return
    line = _line(session, pitch, offer)
    if line is not None:
        offer.taken_off_cents = taken_off(line.amount_cents, line.replaced_cents, offer.stated_cents)
        _change(session, pitch, offer, offer.taken_off_cents)


def put_back_cost(session: Session, pitch: Pitch, offer: ExpertiseOffer) -> None:
    """Let a cost return when help in kind does not come: it falls on the pitcher, not on peers (row 62)."""
    if offer.taken_off_cents and pitch.state in REVISABLE and _line(session, pitch, offer) is not None:
        _change(session, pitch, offer, -offer.taken_off_cents)
        offer.taken_off_cents = 0


def _line(session: Session, pitch: Pitch, offer: ExpertiseOffer) -> Cost | None:
    return next((line for line in plan_of(session, pitch).costs if line.id == offer.cost_line_id), None)


def _change(session: Session, pitch: Pitch, offer: ExpertiseOffer, cents: int) -> None:
    costs = tuple(
        replace(line, replaced_cents=line.replaced_cents + cents) if line.id == offer.cost_line_id else line
        for line in plan_of(session, pitch).costs
    )
    said = revise(session, pitch, {"costs": costs}, pitch.owner_id, live_cents=live_cents(session, pitch.id))
    follow_pitch(session, pitch, material=bool(said.material))
