"""What peers promised. Amounts are integer cents of the pitch's currency, help is minutes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Cents, Moment, Table, choice, link, not_negative, positive, promise, state
from crowdlearn.kernel.clock import now

from .rules import INTRODUCTION, OFFER, PLEDGE, IntroductionState, OfferState, PledgeState


class MoneyPledge(Table, table=True):
    """A peer's promise of money. `accepted_cents` of the `offered_cents` counts; waiting promises have none yet.

    `consent_*` is what the peer agreed to: wording version, greatest amount, latest date. `grows_from` is the pledge
    that this one adds to: an increase, or a remainder that waits for room; pages show the sum. A remainder keeps the
    `promised_at` of its offer, and with it its place in the waitlist. `reference` is the code to pay by; `card_id` is
    the card instead, where pledges are made by card, and `room_until` how long a place is kept while it is saved.
    """

    __table_args__ = (
        positive("offered_cents"),
        not_negative("accepted_cents"),
        promise("accepted_within_offer", "accepted_cents <= offered_cents"),
        promise("live_has_amount", "state NOT IN ('pledged', 'committed', 'kept', 'reconfirm') OR accepted_cents > 0"),
        promise("waitlisted_has_none", "state <> 'waitlisted' OR accepted_cents = 0"),
        promise("card_pending_ends", "state <> 'card_pending' OR room_until IS NOT NULL"),
        sa.Index("ix_moneypledge_pitch", "pitch_id", "state", "id"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    peer_id: UUID = link("person.id")
    grows_from: UUID | None = link("moneypledge.id", nullable=True, indexed=False)
    offered_cents: int = Field(sa_type=Cents)
    accepted_cents: int = Field(default=0, sa_type=Cents)
    currency: str = Field(max_length=3)
    up_to: bool = False
    wish: str = Field(default="", max_length=500)
    name_shown: bool = True
    state: PledgeState = Field(sa_type=state(PLEDGE))
    reference: str = Field(max_length=16, unique=True)
    card_id: UUID | None = link("card.id", nullable=True)
    room_until: datetime | None = Field(default=None, sa_type=Moment)
    terms_version: int
    consent_version: str = Field(max_length=20)
    consent_cents: int = Field(sa_type=Cents)
    consent_until: date
    consented_at: datetime = Field(default_factory=now, sa_type=Moment)
    promised_at: datetime = Field(default_factory=now, sa_type=Moment)
    reconfirm_until: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_why: str = Field(default="", max_length=80)


class Consent(Table, table=True):
    """What a peer agreed to, append-only: wording and terms, greatest amount in cents, latest date, on which card."""

    __table_args__ = (positive("amount_cents"),)

    pledge_id: UUID = link("moneypledge.id")
    person_id: UUID = link("person.id", indexed=False)
    version: str = Field(max_length=20)
    terms_version: int
    amount_cents: int = Field(sa_type=Cents)
    currency: str = Field(max_length=3)
    until: date
    card_id: UUID | None = link("card.id", nullable=True, indexed=False)
    given_at: datetime = Field(default_factory=now, sa_type=Moment)


class ExpertiseOffer(Table, table=True):
    """A peer's offer of help against a need (`need_id` None: of anything useful). `minutes` is 0 for things.

    Help in kind may replace a cost line: `stated_cents` is what the helper says it is worth, `taken_off_cents` what it
    took off the line while accepted.
    """

    __table_args__ = (
        not_negative("minutes"),
        not_negative("stated_cents"),
        promise("taken_off_within_value", "taken_off_cents BETWEEN 0 AND stated_cents"),
        promise("confirmed_has_moment", "state <> 'confirmed' OR confirmed_at IS NOT NULL"),
        promise("scheduled_has_time", "state <> 'scheduled' OR scheduled_at IS NOT NULL"),
        sa.Index("ix_expertiseoffer_pitch", "pitch_id", "state"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    need_id: UUID | None = link("need.id", nullable=True)
    helper_id: UUID = link("person.id")
    minutes: int = 0
    window_from: date | None = None
    window_to: date | None = None
    cost_line_id: UUID | None = Field(default=None)  # no key: the pitcher may take the line away
    stated_cents: int = Field(default=0, sa_type=Cents)
    taken_off_cents: int = Field(default=0, sa_type=Cents)
    note: str = Field(default="", max_length=1000)
    wish: str = Field(default="", max_length=500)
    name_shown: bool = True
    state: OfferState = Field(default=OfferState.OFFERED, sa_type=state(OFFER))
    offered_at: datetime = Field(default_factory=now, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: str = Field(default="", max_length=500)
    scheduled_at: datetime | None = Field(default=None, sa_type=Moment)
    scheduled_where: str = Field(default="", max_length=300)
    still_stands_asked_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_minutes: int = 0  # what counts: the smaller of what both sides said, until they agree
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class Side(StrEnum):
    """Who writes in the hours journal."""

    HELPER = "helper"
    PITCHER = "pitcher"


class HoursEntry(Table, table=True):
    """The hours journal, append-only: what one side says was given, in minutes (or `received` for a thing).

    The newest entry of each side counts; until they agree, the smaller.
    """

    __table_args__ = (not_negative("minutes"),)

    offer_id: UUID = link("expertiseoffer.id")
    side: Side = Field(sa_type=choice(Side))
    minutes: int = 0
    received: bool = False
    note: str = Field(default="", max_length=500)
    said_by: UUID = link("person.id", indexed=False)
    said_at: datetime = Field(default_factory=now, sa_type=Moment)


class Introduction(Table, table=True):
    """An accepted offer to introduce somebody. `who` says who it is and how to reach them, once they agreed."""

    __table_args__ = (
        promise("named_with_consent", "who = '' OR consent_on IS NOT NULL"),
        promise("made_names_somebody", "state IN ('asked', 'not_taken_up') OR who <> ''"),
    )

    offer_id: UUID = link("expertiseoffer.id", unique=True)
    state: IntroductionState = Field(default=IntroductionState.ASKED, sa_type=state(INTRODUCTION))
    who: str = Field(default="", max_length=500)
    consent_on: date | None = None
    made_at: datetime | None = Field(default=None, sa_type=Moment)
    met_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str = Field(default="", max_length=1000)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
