"""The pitch itself, its people, its counters, and what the reader is to it."""

from collections.abc import Set
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.conversations.models import Encouragement, Thread
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.languages.queries import OtherVersion
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.people.models import Follow, ManagerLink, Organisation, Person
from crowdlearn.people.rules import FollowKind, LinkState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.totals import card_money, is_holding, public_total
from crowdlearn.pitches.rules import PitchKind, PitchState, Place, Scope
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import ENDED, OfferState
from crowdlearn.settlement.models import Arrival, Settlement, Substitution
from crowdlearn.settlement.rules import ArrivalState, SubstituteState

SEES_HIDDEN = frozenset({"steward", "treasurer", "admin"})
_HELPS = (OfferState.ACCEPTED, OfferState.SCHEDULED, OfferState.CONFIRMED)


@dataclass(frozen=True)
class Looker:
    """Who reads: `id` is None for a visitor."""

    id: UUID | None = None
    email: str = ""
    roles: Set[str] = frozenset()


@dataclass(frozen=True)
class Head:
    """One row of everything that is one of its kind. Amounts are cents, help is minutes.

    `promised_cents` is what is held on cards while they are being held.
    """

    id: UUID
    owner_id: UUID
    owner: str
    owner_title: str
    owner_shown: bool
    organisation_id: UUID | None
    organisation_en: str | None
    organisation_fr: str | None
    state: PitchState
    kind: PitchKind
    kind_other: str
    title: str
    summary: str
    story_html: str
    provider: str
    link: str
    starts_on: date | None
    ends_on: date | None
    place: Place
    place_name: str
    scope: Scope
    region: str
    language: str
    topics: list[str]
    audience: str
    sessions: int | None
    improves: str
    benefit_me: str
    benefit_peers: str
    benefit_organisation: str
    application_plan: str
    also_puts_in: str
    takes_work_time: bool
    asks_money: bool
    currency: str
    cost_cents: int
    organisation_cents: int
    own_share_cents: int
    peer_goal_cents: int
    top_up_cents: int
    promised_cents: int
    backers: int
    helpers: int
    followers: int
    encouragements: int
    deadline: date | None
    purchase_on: date | None
    time_zone: str
    version: int
    terms_version: int
    clearance: str
    in_both: bool
    published_at: datetime | None
    updated_at: datetime
    top_up_until: datetime | None
    locked_at: datetime | None
    funded_at: datetime | None
    closed_at: datetime | None
    closing_words: str
    hidden: bool
    talked_about: bool
    conversation_closed: bool
    hours_promised: int
    hours_confirmed: int
    pay_until: datetime | None
    hold_from: datetime | None
    holding: bool
    own_proven: bool
    held_cents: int
    substitute: str | None
    substitute_asked: bool
    i_follow: bool
    i_encouraged: bool
    my_pledge_id: UUID | None
    my_offer_id: UUID | None

    @property
    def for_everyone(self) -> tuple[object, ...]:
        """Return all of it but what the reader is to the pitch."""
        return _for_everyone(self)

    def said_in(self, language: str, other: OtherVersion | None) -> "Head":
        """Return the pitch as its words read in a language: in the other version where that is the one in it."""
        if other is None or other.language != language:
            return self
        words: dict[str, Any] = {part: text for part, text in other.words.items() if part != "story"}
        return replace(self, **words, story_html=other.html.get("story", ""), language=other.language)

    def money(self, cents: int) -> Money:
        """Return an amount in the pitch's currency."""
        return Money(cents, self.currency)

    @property
    def own(self) -> Money:
        """Return what the pitcher carries, what was added later included."""
        return self.money(self.own_share_cents + self.top_up_cents)

    @property
    def proven(self) -> Money:
        """Return how much of the own share receipts have proven."""
        return self.own if self.own_proven else self.money(0)

    @property
    def room(self) -> Money:
        """Return what peers may still promise."""
        return self.money(max(self.peer_goal_cents - self.promised_cents, 0))


_of_reader = {"i_follow", "i_encouraged", "my_pledge_id", "my_offer_id"}
_for_everyone = attrgetter(*(field.name for field in fields(Head) if field.name not in _of_reader))


def head_of(session: Session, pitch_id: UUID, looker: Looker) -> Head:
    """Return the pitch as this reader may see it. Raises NotFound for another's draft and for what was hidden."""
    sees_hidden = bool(SEES_HIDDEN & looker.roles)
    row = _head(session, pitch_id, str(pitch_id), looker.id, sees_hidden).first()
    if row is None:
        raise NotFound("Pitch")
    return Head(**row._mapping)


@prepared
def _head(pitch_id: UUID, target: str, looker_id: UUID | None, sees_hidden: bool) -> Any:
    # the looker's id is null for a visitor, who is equal to nobody
    return _select(looker_id, target).where(col(Pitch.id) == pitch_id, _may_see(looker_id, sees_hidden))


def _may_see(looker_id: Any, sees_hidden: Any) -> Any:
    """Scope what is read by who reads: drafts are their owner's, hidden pitches those who must deal with them."""
    lead = sa.select(ManagerLink.id).where(
        col(ManagerLink.person_id) == col(Pitch.owner_id),
        col(ManagerLink.manager_id) == looker_id,
        col(ManagerLink.state) == LinkState.CONFIRMED,
    )
    sees_it = sa.or_(sees_hidden, lead.exists())
    public = col(Pitch.state) != PitchState.DRAFT
    shown = sa.or_(sa.not_(is_hidden("pitch", col(Pitch.id))), sees_it)
    return sa.or_(col(Pitch.owner_id) == looker_id, sa.and_(public, shown))


_PLAIN = tuple(
    field.name
    for field in fields(Head)
    if field.name in Pitch.model_fields and field.name != "promised_cents"  # the columns of the pitch itself
)


def _select(looker_id: Any, target: Any) -> sa.Select[Any]:
    owner = aliased(Person)
    about = sa.and_(col(Thread.about_kind) == "pitch", col(Thread.about_id) == col(Pitch.id))
    return (
        sa.select(
            *(getattr(Pitch, name) for name in _PLAIN),
            col(owner.name).label("owner"),
            col(owner.title).label("owner_title"),
            col(owner.profile_public).label("owner_shown"),
            col(Organisation.name_en).label("organisation_en"),
            col(Organisation.name_fr).label("organisation_fr"),
            is_hidden("pitch", col(Pitch.id)).label("hidden"),
            col(Thread.id).is_not(None).label("talked_about"),
            col(Thread.closed_at).is_not(None).label("conversation_closed"),
            _minutes(ExpertiseOffer.minutes).label("hours_promised"),
            _minutes(ExpertiseOffer.confirmed_minutes).label("hours_confirmed"),
            public_total().label("promised_cents"),
            is_holding().label("holding"),
            col(Settlement.pay_until).label("pay_until"),
            col(Settlement.hold_from).label("hold_from"),
            col(Settlement.own_proven_at).is_not(None).label("own_proven"),
            _held().label("held_cents"),
            *_instead(),
            *_mine(looker_id, target),
        )
        .join(owner, col(owner.id) == col(Pitch.owner_id))
        .join(Organisation, col(Organisation.id) == col(Pitch.organisation_id), isouter=True)
        .join(Thread, about, isouter=True)
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id), isouter=True)
    )


def _minutes(column: Any) -> Any:
    total = sa.func.coalesce(sa.func.sum(column), 0)
    helping = sa.and_(col(ExpertiseOffer.pitch_id) == col(Pitch.id), col(ExpertiseOffer.state).in_(_HELPS))
    return sa.select(total).where(helping).scalar_subquery()


def _held() -> Any:
    total = sa.func.coalesce(sa.func.sum(Arrival.amount_cents), 0)
    kept = sa.and_(col(Arrival.pitch_id) == col(Pitch.id), col(Arrival.state) == ArrivalState.COUNTED)
    return sa.select(total).where(kept).scalar_subquery() + card_money(*CAPTURED)


def _instead() -> tuple[Any, ...]:
    """Return who goes in the pitcher's place, and whether backers are being asked about someone."""
    of_pitch = sa.select(Substitution.id).where(col(Substitution.pitch_id) == col(Pitch.id))
    agreed = sa.and_(col(Substitution.pitch_id) == col(Pitch.id), col(Substitution.state) == SubstituteState.AGREED)
    name = sa.select(col(Person.name)).join(Substitution, col(Substitution.person_id) == col(Person.id)).where(agreed)
    return (
        name.limit(1).scalar_subquery().label("substitute"),
        of_pitch.where(col(Substitution.state) == SubstituteState.ASKED).exists().label("substitute_asked"),
    )


def _mine(looker_id: Any, target: Any) -> tuple[Any, ...]:
    """Return what the reader has to do with the pitch: follows it, encouraged it, pledged, offered help."""
    follow = sa.select(Follow.id).where(
        col(Follow.person_id) == looker_id,
        col(Follow.kind) == FollowKind.PITCH,
        col(Follow.target) == target,
    )
    cheer = sa.select(Encouragement.id).where(
        col(Encouragement.thread_id) == col(Thread.id), col(Encouragement.person_id) == looker_id
    )
    pledge = (
        sa.select(MoneyPledge.id)
        .where(
            col(MoneyPledge.pitch_id) == col(Pitch.id),
            col(MoneyPledge.peer_id) == looker_id,
            col(MoneyPledge.state).not_in(ENDED),
        )
        .order_by(col(MoneyPledge.id).desc())
        .limit(1)
    )
    offer = (
        sa.select(ExpertiseOffer.id)
        .where(
            col(ExpertiseOffer.pitch_id) == col(Pitch.id),
            col(ExpertiseOffer.helper_id) == looker_id,
            col(ExpertiseOffer.state).in_((OfferState.OFFERED, *_HELPS)),
        )
        .order_by(col(ExpertiseOffer.id).desc())
        .limit(1)
    )
    return (
        follow.exists().label("i_follow"),
        cheer.exists().label("i_encouraged"),
        pledge.scalar_subquery().label("my_pledge_id"),
        offer.scalar_subquery().label("my_offer_id"),
    )
