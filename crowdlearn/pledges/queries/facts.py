"""The facts on which the rules decide."""

from datetime import date
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.payments.gateway import offers_cards
from crowdlearn.people.models import Adoption, BlockedDomain, Organisation, Person
from crowdlearn.people.queries import reporting_line
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import ENDED, HOLDS_ROOM, Backing, MoneyAsk, blocked_part, bounds

PROMISED = sa.func.coalesce(sa.func.sum(MoneyPledge.accepted_cents), 0)


def backing_of(session: Session, pitch: Pitch, peer: Person) -> Backing:
    """Return what decides whether this person's money may help this pitch, today. Three queries."""
    blocked = frozenset(_blocked(session).scalars())
    modes = _modes(session, {peer.organisation_id, pitch.organisation_id})
    return Backing(
        is_pitcher=peer.id == pitch.owner_id,
        in_reporting_line=peer.id in reporting_line(session, pitch.owner_id, clock.today(pitch.time_zone)),
        vendor_domain=blocked_part(peer.email, blocked),
        state=peer.state,
        peer_mode=modes.get(peer.organisation_id, MoneyMode.EXPERTISE_ONLY),
        pitcher_mode=modes.get(pitch.organisation_id, MoneyMode.EXPERTISE_ONLY),
    )


def takes_cards(facts: Backing) -> bool:
    """Tell whether pledges to this pitch are made by card: its organisation says so, and this installation can."""
    return facts.pitcher_mode is MoneyMode.CARD and offers_cards()


def takes_cards_to(session: Session, organisation_id: UUID | None) -> bool:
    """Tell the same of an organisation's pitches. One query, none where there are no cards."""
    if not offers_cards():
        return False
    return _modes(session, {organisation_id}).get(organisation_id) is MoneyMode.CARD


class Asking(Protocol):
    """A pitch as far as it asks for money: its row, or what was read of it."""

    @property
    def state(self) -> PitchState:
        """Return where it stands."""

    @property
    def peer_goal_cents(self) -> int:
        """Return what peers are asked for."""

    @property
    def currency(self) -> str:
        """Return the currency of all its amounts."""

    @property
    def deadline(self) -> date | None:
        """Return the last day of pledging."""

    @property
    def time_zone(self) -> str:
        """Return where that day ends."""


def money_ask(pitch: Asking, *, declined: bool) -> MoneyAsk:
    """Return what the pitch says about peers' money now; `declined` by its manager or not."""
    return MoneyAsk(
        state=pitch.state,
        goal_cents=pitch.peer_goal_cents,
        currency=pitch.currency,
        past_deadline=pitch.deadline is not None and clock.today(pitch.time_zone) > pitch.deadline,
        declined=declined,
    )


def given_on(pitch_id: Any, owner_id: Any, peer_id: Any, new_year: Any) -> Any:
    """Select what a person's live, waiting and kept pledges sum to, in cents: here, to this pitcher, and this year.

    One row; the values may be placeholders or columns of a larger select.
    """
    stands = sa.case(
        (col(MoneyPledge.accepted_cents) == 0, col(MoneyPledge.offered_cents)),
        else_=col(MoneyPledge.accepted_cents),
    )
    this_year = col(MoneyPledge.promised_at) >= new_year

    def summed(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*where), stands), else_=0)), 0)

    here, pair = col(MoneyPledge.pitch_id) == pitch_id, col(Pitch.owner_id) == owner_id
    return (
        sa.select(summed(here).label("here"), summed(pair, this_year).label("pair"), summed(this_year).label("year"))
        .join(Pitch, col(Pitch.id) == col(MoneyPledge.pitch_id))
        .where(col(MoneyPledge.peer_id) == peer_id, col(MoneyPledge.state).not_in(ENDED))
    )


def live_on(pitch_id: Any) -> Any:
    """Select the sum of what holds room under a pitch's goal, in cents; `pitch_id` may be a placeholder."""
    return sa.select(PROMISED).where(col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(HOLDS_ROOM))


@prepared
def _blocked() -> Any:
    return sa.select(BlockedDomain.domain)


def _modes(session: Session, organisations: set[UUID | None]) -> dict[UUID | None, MoneyMode]:
    """Return the money modes of the confirmed organisations that adopted one which this installation allows."""
    rows = _adopted(session, [one for one in organisations if one is not None])
    return {row.organisation_id: row.money_mode for row in rows if row.money_mode in bounds.modes}


@prepared
def _adopted(organisations: list[UUID]) -> Any:
    return (
        sa.select(Adoption.organisation_id, Adoption.money_mode)
        .join(Organisation, col(Organisation.id) == col(Adoption.organisation_id))
        .where(
            col(Adoption.organisation_id).in_(organisations),
            col(Adoption.ended_on).is_(None),
            col(Organisation.confirmed_at).is_not(None),
        )
        .order_by(col(Adoption.recorded_at), col(Adoption.id))  # the newest decision is read last, and holds
    )
