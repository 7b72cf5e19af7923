"""What the pages of offers of help show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotFound, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import CostLine, Need
from crowdlearn.pitches.rules import CostKind, NeedKind
from crowdlearn.pledges.models import ExpertiseOffer, HoursEntry, Side
from crowdlearn.pledges.rules import OfferState, OwnHelp, check_takes_offers

from .frames import PitchFrame, frame_of
from .introducing import Introduced, introduced


@dataclass(frozen=True)
class NeedLine:
    """A need with its fill: minutes for hours, otherwise how many."""

    id: UUID
    kind: NeedKind
    title: str
    detail: str
    wanted: int
    filled: int
    wanted_by: date | None

    @property
    def left(self) -> int:
        """Return what is still wanted."""
        return max(0, self.wanted - self.filled)

    @property
    def is_timed(self) -> bool:
        """Tell whether it is met with hours."""
        return self.kind is NeedKind.HOURS


@dataclass(frozen=True)
class Replaceable:
    """A cost line that help in kind may still replace."""

    id: UUID
    kind: CostKind
    label: str
    left: Money


@dataclass(frozen=True)
class OfferPage:
    """What a helper sees before offering; `refusal` says why no help can be offered here, None if it can."""

    pitch: PitchFrame
    refusal: RuleBroken | None
    needs: tuple[NeedLine, ...]
    lines: tuple[Replaceable, ...]
    first_day: date


def offer_page(pitch_id: UUID, person_id: UUID | None, language: str) -> OfferPage:
    """Return the open needs of a public pitch, for someone who wants to help. Raises NotFound."""
    with reading() as session:
        pitch = frame_of(session, pitch_id, language)
        refusal: RuleBroken | None = OwnHelp() if pitch.owner_id == person_id else None
        try:
            check_takes_offers(pitch.state)
        except RuleBroken as closed:
            refusal = closed
        return OfferPage(
            pitch, refusal, _open_needs(session, pitch_id), _lines(session, pitch_id), clock.today(pitch.time_zone)
        )


@dataclass(frozen=True)
class Said:
    """One entry of the hours journal."""

    side: Side
    minutes: int
    note: str
    said_at: datetime


@dataclass(frozen=True)
class OfferView:
    """One offer as its helper and its pitcher see it; `is_pitcher` says which of them looks."""

    id: UUID
    pitch: PitchFrame
    need: NeedLine | None
    helper: str
    is_pitcher: bool
    state: OfferState
    minutes: int
    window_from: date | None
    window_to: date | None
    note: str
    wish: str
    name_shown: bool
    offered_at: datetime
    answer: str
    scheduled_at: datetime | None
    scheduled_where: str
    asked_if_it_stands: bool
    stated: Money
    taken_off: Money
    confirmed_minutes: int
    journal: tuple[Said, ...]
    introduction: Introduced | None

    @property
    def is_timed(self) -> bool:
        """Tell whether hours are given, not a thing."""
        return self.need.is_timed if self.need else self.minutes > 0

    @property
    def own_side(self) -> Side:
        """Return on which side the viewer stands."""
        return Side.PITCHER if self.is_pitcher else Side.HELPER

    def said_by(self, side: Side) -> Said | None:
        """Return the newest word of a side."""
        return next((entry for entry in reversed(self.journal) if entry.side is side), None)


def offer_view(offer_id: UUID, viewer_id: UUID, language: str) -> OfferView:
    """Return one offer for its helper or its pitcher. Raises NotFound for anyone else."""
    with reading() as session:
        offer = session.get(ExpertiseOffer, offer_id)
        if offer is None:
            raise NotFound("ExpertiseOffer")
        pitch = frame_of(session, offer.pitch_id, language)
        if viewer_id not in (offer.helper_id, pitch.owner_id):
            raise NotFound("ExpertiseOffer")
        need = session.get(Need, offer.need_id) if offer.need_id else None
        return OfferView(
            id=offer.id,
            pitch=pitch,
            need=_line(need) if need else None,
            helper=session.get_one(Person, offer.helper_id).name,
            is_pitcher=pitch.owner_id == viewer_id,
            state=offer.state,
            minutes=offer.minutes,
            window_from=offer.window_from,
            window_to=offer.window_to,
            note=offer.note,
            wish=offer.wish,
            name_shown=offer.name_shown,
            offered_at=offer.offered_at,
            answer=offer.answer,
            scheduled_at=offer.scheduled_at,
            scheduled_where=offer.scheduled_where,
            asked_if_it_stands=offer.still_stands_asked_at is not None,
            stated=Money(offer.stated_cents, pitch.currency),
            taken_off=Money(offer.taken_off_cents, pitch.currency),
            confirmed_minutes=offer.confirmed_minutes,
            journal=_journal(session, offer.id),
            introduction=introduced(session, offer, need, viewer_id),
        )


@dataclass(frozen=True)
class OfferLine:
    """One offer in a list."""

    id: UUID
    pitch_id: UUID
    need: str
    helper: str
    state: OfferState
    minutes: int
    confirmed_minutes: int
    offered_at: datetime
    scheduled_at: datetime | None


def offers_by(session: Session, helper_id: UUID) -> tuple[OfferLine, ...]:
    """Return a person's offers with the titles of their needs, newest first. One query."""
    return tuple(map(_offer_line, _offered_by(session, helper_id)))


def offers_to(session: Session, pitch_id: UUID) -> tuple[OfferLine, ...]:
    """Return the offers to a pitch with the titles of their needs, newest first. One query."""
    return tuple(map(_offer_line, _offered_to(session, pitch_id)))


@prepared
def _offered_by(helper_id: UUID) -> Any:
    return _offers().where(col(ExpertiseOffer.helper_id) == helper_id)


@prepared
def _offered_to(pitch_id: UUID) -> Any:
    return _offers().where(col(ExpertiseOffer.pitch_id) == pitch_id)


def _offers() -> Any:
    """Return the select behind OfferLine."""
    return (
        sa.select(
            ExpertiseOffer.id,
            ExpertiseOffer.pitch_id,
            col(Need.title).label("need"),
            col(Person.name).label("helper"),
            ExpertiseOffer.state,
            ExpertiseOffer.minutes,
            ExpertiseOffer.confirmed_minutes,
            ExpertiseOffer.offered_at,
            ExpertiseOffer.scheduled_at,
        )
        .outerjoin(Need, col(Need.id) == col(ExpertiseOffer.need_id))
        .join(Person, col(Person.id) == col(ExpertiseOffer.helper_id))
        .order_by(col(ExpertiseOffer.id).desc())
    )


def _offer_line(row: Any) -> OfferLine:
    offer_id, pitch_id, need, *rest = row
    return OfferLine(offer_id, pitch_id, need or "", *rest)


def _open_needs(session: Session, pitch_id: UUID) -> tuple[NeedLine, ...]:
    query = sa.select(Need).where(
        col(Need.pitch_id) == pitch_id, col(Need.closed_at).is_(None), col(Need.filled) < col(Need.wanted)
    )
    return tuple(_line(need) for need in session.scalars(query.order_by(col(Need.position))))


def _line(need: Need) -> NeedLine:
    return NeedLine(need.id, need.kind, need.title, need.detail, need.wanted, need.filled, need.wanted_by)


def _lines(session: Session, pitch_id: UUID) -> tuple[Replaceable, ...]:
    query = sa.select(CostLine).where(
        col(CostLine.pitch_id) == pitch_id, col(CostLine.replaced_cents) < col(CostLine.amount_cents)
    )
    return tuple(
        Replaceable(line.id, line.kind, line.label, Money(line.amount_cents - line.replaced_cents))
        for line in session.scalars(query.order_by(col(CostLine.position)))
    )


def _journal(session: Session, offer_id: UUID) -> tuple[Said, ...]:
    query = sa.select(HoursEntry.side, HoursEntry.minutes, HoursEntry.note, HoursEntry.said_at).where(
        col(HoursEntry.offer_id) == offer_id
    )
    return tuple(Said(*row) for row in session.execute(query.order_by(col(HoursEntry.id))))
