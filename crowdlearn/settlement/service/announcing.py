"""Telling everyone concerned how a pitch went: funded, not funded, cancelled, frozen, settled; who goes instead."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.service import tell_followers
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.settlement.models import Settlement, Substitution
from crowdlearn.settlement.queries.substitute import backers_of, needs_clearance
from crowdlearn.settlement.rules import (
    PitchCancelled,
    PitchCompleted,
    PitchFrozen,
    PitchFunded,
    PitchNotApproved,
    PitchNotFunded,
    SubstituteDecided,
    SubstituteProposed,
)

from .telling import said

Facts = dict[str, Any]
_LEFT = (PledgeState.WITHDRAWN, PledgeState.ABANDONED, PledgeState.EXPIRED)  # they left before the pitch's end
_NOT_HELPING = (OfferState.DECLINED, OfferState.WITHDRAWN, OfferState.RELEASED, OfferState.NOT_GIVEN)


def tell_of_funding(event: PitchFunded) -> None:
    """Tell the pitcher, everyone who made it possible, and who follows the pitch."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        asks_money = pitch.peer_goal_cents > 0
        _tell_pitcher(session, event, pitch, "pitch_funded", "receipts" if asks_money else "", asks_money=asks_money)
        _tell_all(session, event, pitch, "pitch_funded_backer", helpers=True)
        tell_followers(session, event, pitch, "followed_funded")


def tell_of_end(event: PitchNotFunded | PitchNotApproved) -> None:
    """Tell the pitcher and the backers that the pitch ended; `after_lock` says whether money comes back."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        kind = "pitch_not_funded" if isinstance(event, PitchNotFunded) else "pitch_not_approved"
        _tell_pitcher(session, event, pitch, kind)
        by_card = sa.select(Settlement.hold_from).where(col(Settlement.pitch_id) == pitch.id)
        facts = {"after_lock": event.after_lock, "by_card": session.scalar(by_card) is not None}
        _tell_all(session, event, pitch, f"{kind}_backer", helpers=False, **facts)


def tell_of_cancellation(event: PitchCancelled) -> None:
    """Tell backers and helpers that the learning does not take place."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell_all(session, event, pitch, "pitch_cancelled", helpers=True, money=pitch.peer_goal_cents > 0)


def tell_of_freeze(event: PitchFrozen) -> None:
    """Tell pitcher, backers and helpers that nothing more happens, without blame."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell_pitcher(session, event, pitch, "pitch_frozen")
        _tell_all(session, event, pitch, "pitch_frozen", helpers=True)


def tell_of_completion(event: PitchCompleted) -> None:
    """Tell the pitcher that every cent found its place."""
    with transaction() as session:
        _tell_pitcher(session, event, session.get_one(Pitch, event.pitch_id), "pitch_completed")


def tell_of_substitute(event: SubstituteProposed) -> None:
    """Ask backers whether they object, and those above the pitcher whether they agree."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        row = session.get_one(Substitution, event.substitution_id)
        facts: Facts = {"name": session.get_one(Person, row.person_id).name, "reason": row.reason, "until": event.until}
        _tell(
            session, event, pitch, sorted(backers_of(session, pitch.id)), "pitch_substitute_asked", facts, "substitute"
        )
        above = approvers_above(session, pitch.owner_id, clock.today(pitch.time_zone))
        facts["needed"] = needs_clearance(session, pitch)
        people = [approver.person_id for approver in above if approver.person_id != row.person_id]
        _tell(session, event, pitch, people, "pitch_substitute_to_clear", facts, "substitute")


def tell_of_substitute_decided(event: SubstituteDecided) -> None:
    """Tell the pitcher and whoever would go."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        row = session.get_one(Substitution, event.substitution_id)
        facts: Facts = {"name": session.get_one(Person, row.person_id).name, "agreed": event.agreed}
        people = [pitch.owner_id, row.person_id]
        _tell(session, event, pitch, people, "pitch_substitute_decided", facts)


def _tell_pitcher(session: Session, event: Event, pitch: Pitch, kind: str, path: str = "", **facts: Any) -> None:
    _tell(session, event, pitch, [pitch.owner_id], kind, facts, path)


def _tell_all(session: Session, event: Event, pitch: Pitch, kind: str, *, helpers: bool, **facts: Any) -> None:
    """Tell everyone who backed the pitch to its end; `helpers` includes those who gave or promised help."""
    gave = sa.select(MoneyPledge.peer_id).where(
        col(MoneyPledge.pitch_id) == pitch.id, col(MoneyPledge.state).not_in(_LEFT)
    )
    helps = sa.select(ExpertiseOffer.helper_id).where(
        col(ExpertiseOffer.pitch_id) == pitch.id, col(ExpertiseOffer.state).not_in(_NOT_HELPING)
    )
    people = set(session.scalars(gave))
    if helpers:
        people |= set(session.scalars(helps))
    _tell(session, event, pitch, sorted(people), kind, facts)


def _tell(
    session: Session, event: Event, pitch: Pitch, people: Sequence[UUID], kind: str, facts: Facts, path: str = ""
) -> None:
    address = f"/pitches/{pitch.id}/{path}" if path else f"/pitches/{pitch.id}"
    known = {"title": Passage(pitch.title, pitch.language), "why": getattr(event, "why", "")}
    known |= {name: said(fact) for name, fact in facts.items()}
    for person_id in people:
        tell(session, person_id, kind, event_id=event.id, facts=known, path=address)
