"""What Discover says above and below its list: honest figures, and what is coming back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import KEPT, CommitmentState
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.pages.rules import FEWEST
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import LISTED, Pitch
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, OfferState
from crowdlearn.sharebacks.models import Occasion, ShareBack
from crowdlearn.sharebacks.queries.authors import by_line
from crowdlearn.sharebacks.rules import READABLE

LATELY = timedelta(days=30)
MOST_CAME_BACK = 3
_OFFERED = (OfferState.OFFERED, OfferState.ACCEPTED, OfferState.SCHEDULED, OfferState.CONFIRMED)
_COUNTED = (*KEPT, CommitmentState.BROKEN)


@dataclass(frozen=True)
class Figure:
    """A sum or a part of a whole, with the number of people it is about."""

    value: int
    of: int
    people: int

    @property
    def shown(self) -> bool:
        """Tell whether it is about enough people to be shown, and says something."""
        return self.people >= FEWEST and self.value > 0


@dataclass(frozen=True)
class CameBack:
    """One share-back of the last weeks. `starts_at` is an event's moment, `reviews` how many there are."""

    id: UUID
    kind: ShareBackKind
    title: str
    language: str
    author: str
    organisation_en: str | None
    organisation_fr: str | None
    reviews: int
    starts_at: datetime | None
    time_zone: str | None


@dataclass(frozen=True)
class Front:
    """The figures of this year as of a moment, this week's share-backs, and the organisations that pitch.

    `pledged` is cents, `offered` minutes, `kept` commitments kept of those that came due.
    """

    as_of: datetime
    pledged: Figure
    offered: Figure
    kept: Figure
    came_back: tuple[CameBack, ...]
    organisations: tuple[tuple[UUID, str, str], ...]

    @cached_property
    def mark(self) -> str:
        """Return what names all that is shown of it; of its moment that is the day."""
        return repr(replace(self, as_of=self.as_of.replace(hour=0, minute=0, second=0, microsecond=0)))

    @property
    def pledged_money(self) -> Money:
        """Return what peers pledged this year."""
        return Money(self.pledged.value)


def front_page() -> Front:
    """Return what Discover shows besides the list; the same for everyone, so it is kept for a while."""
    with reading() as session:
        return front(session)


def front(session: Session) -> Front:
    """Return what `front_page` returns, in the caller's session."""
    at = now()
    year = at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    row = session.execute(sa.select(*_pledged(year), *_offered(year), *_kept(at))).one()
    return Front(
        as_of=at,
        pledged=Figure(int(row[0] or 0), 0, row[1]),
        offered=Figure(int(row[2] or 0), 0, row[3]),
        kept=Figure(row[4], row[5], row[6]),
        came_back=_came_back(session, at),
        organisations=_organisations(session),
    )


def _pledged(since: datetime) -> tuple[Any, ...]:
    live = sa.and_(col(MoneyPledge.state).in_(HOLDS_ROOM), col(MoneyPledge.promised_at) >= since)
    total = sa.func.sum(MoneyPledge.accepted_cents)
    people = sa.func.count(sa.distinct(col(MoneyPledge.peer_id)))
    return tuple(sa.select(what).where(live).scalar_subquery() for what in (total, people))


def _offered(since: datetime) -> tuple[Any, ...]:
    live = sa.and_(col(ExpertiseOffer.state).in_(_OFFERED), col(ExpertiseOffer.offered_at) >= since)
    total = sa.func.sum(ExpertiseOffer.minutes)
    people = sa.func.count(sa.distinct(col(ExpertiseOffer.helper_id)))
    return tuple(sa.select(what).where(live).scalar_subquery() for what in (total, people))


def _kept(at: datetime) -> tuple[Any, ...]:
    late = sa.and_(col(Commitment.state) == CommitmentState.OPEN, col(Commitment.late_from) <= at)
    came_due = sa.or_(col(Commitment.state).in_(_COUNTED), late)
    kept = col(Commitment.state).in_(KEPT)
    count = sa.func.count(col(Commitment.id))
    owners = sa.func.count(sa.distinct(col(Commitment.owner_id)))
    return (
        sa.select(count).where(kept).scalar_subquery(),
        sa.select(count).where(came_due).scalar_subquery(),
        sa.select(owners).where(came_due).scalar_subquery(),
    )


def _came_back(session: Session, at: datetime) -> tuple[CameBack, ...]:
    query = (
        sa.select(
            ShareBack.id,
            ShareBack.kind,
            ShareBack.title,
            ShareBack.language,
            by_line(),
            Organisation.name_en,
            Organisation.name_fr,
            ShareBack.reviews,
            Occasion.starts_at,
            Occasion.time_zone,
        )
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .join(Occasion, col(Occasion.shareback_id) == col(ShareBack.id), isouter=True)
        .where(
            col(ShareBack.state).in_(READABLE),
            col(ShareBack.open_to_all),
            col(ShareBack.published_at) >= at - LATELY,
            sa.not_(is_hidden("shareback", col(ShareBack.id))),
        )
        .order_by(col(ShareBack.published_at).desc())
        .limit(MOST_CAME_BACK)
    )
    return tuple(CameBack(*row) for row in session.execute(query))


def _organisations(session: Session) -> tuple[tuple[UUID, str, str], ...]:
    pitching = sa.select(Pitch.organisation_id).where(sa.text(LISTED)).distinct()
    query = sa.select(Organisation.id, Organisation.name_en, Organisation.name_fr).where(
        col(Organisation.id).in_(pitching)
    )
    return tuple((row.id, row.name_en, row.name_fr) for row in session.execute(query.order_by(Organisation.name_en)))
