"""A person's own record: what they did, what they gave and received; and what of it others may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.outcomes.models import Award, Used
from crowdlearn.outcomes.rules import RECOGNISED, Deed, Entry
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sharebacks.models import Learned, Review, Seat, ShareBack
from crowdlearn.sharebacks.queries.authors import written_by

from . import sums
from .carried import carried
from .deeds import awards_of, deeds_of
from .scope import About, Scope, given

MOST_SHOWN = 12


@dataclass(frozen=True)
class Side:
    """One side of the balance: help in minutes, share-backs, people, reviews, and money of peers."""

    minutes: int
    share_backs: int
    people: int
    reviews: int
    money: Money


@dataclass(frozen=True)
class Record:
    """What one person did, to show or to take along."""

    name: str
    title: str
    organisation_en: str
    organisation_fr: str
    at: datetime
    entries: Sequence[Entry]

    def many(self, deed: str) -> int:
        """Return how many entries there are of a deed, named by its stored word."""
        return sum(entry.deed == deed for entry in self.entries)

    @property
    def awards(self) -> list[Entry]:
        """Return what was received elsewhere."""
        return [entry for entry in self.entries if entry.deed is Deed.ELSEWHERE]


@dataclass(frozen=True)
class Balance:
    """What one person gave and received; for nobody else."""

    at: datetime
    gave: Side
    received: Side


@dataclass(frozen=True)
class Recognition:
    """What others may see: deeds that someone else bore out, and what was received elsewhere; `more` are not shown."""

    entries: Sequence[Entry]
    awards: Sequence[Entry]
    more: int


def record_of(person_id: UUID) -> Record:
    """Return a person's own record."""
    with reading() as session:
        head = session.execute(
            sa.select(
                col(Person.name),
                col(Person.title),
                sa.func.coalesce(col(Organisation.name_en), ""),
                sa.func.coalesce(col(Organisation.name_fr), ""),
            )
            .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
            .where(col(Person.id) == person_id)
        ).one()
        name, title, english, french = head
        deeds = deeds_of(session, person_id, frozenset(Deed), own=True)
        entries = sorted([*deeds, *awards_of(session, person_id)], key=lambda entry: entry.on, reverse=True)
        return Record(name, title, english, french, now(), entries)


def balance_of(person_id: UUID) -> Balance:
    """Return what a person gave and received."""
    with reading() as session:
        return Balance(now(), _gave(session, person_id), _received(session, person_id))


def recognition_of(person_id: UUID, *, promises: bool) -> Recognition:
    """Return what a person is recognised for, promises only where their owner shows them."""
    with reading() as session:
        deeds = RECOGNISED if promises else RECOGNISED - {Deed.PROMISE}
        borne_out = deeds_of(session, person_id, deeds, own=False)
        awards = awards_of(session, person_id)
    return Recognition(borne_out[:MOST_SHOWN], awards, max(0, len(borne_out) - MOST_SHOWN))


def _gave(session: Session, person_id: UUID) -> Side:
    scope = Scope(About.PERSON, person_id)
    named, unnamed = sums.reached(session, scope)
    shared, reviews, taught, money = session.execute(
        sa.select(
            _count(ShareBack, scope.sharebacks(), given()),
            _count(Review, col(Review.reviewer_id) == person_id),
            sa.select(sa.func.coalesce(sa.func.sum(col(Used.reached)), 0))
            .where(col(Used.person_id) == person_id)
            .scalar_subquery(),
            sa.select(sa.func.coalesce(sa.func.sum(col(MoneyPledge.accepted_cents)), 0))
            .where(col(MoneyPledge.peer_id) == person_id, col(MoneyPledge.state) == PledgeState.KEPT)
            .scalar_subquery(),
        )
    ).one()
    minutes = sums.help_given(session, scope)[0]
    return Side(minutes, shared, named + unnamed + int(taught), reviews, Money(int(money)))


def _received(session: Session, person_id: UUID) -> Side:
    """Return what came to a person; `people` are those they learned from."""
    scope = Scope(About.PERSON, person_id)
    came = sa.select(col(Seat.shareback_id)).where(col(Seat.person_id) == person_id, col(Seat.attended_at).is_not(None))
    said = sa.select(col(Learned.shareback_id)).where(col(Learned.person_id) == person_id)
    used = sa.select(col(Used.shareback_id)).where(col(Used.person_id) == person_id)
    learned = sa.union(came, said, used).subquery()
    count = (
        sa.select(sa.func.count(), sa.func.count(sa.distinct(col(ShareBack.author_id))))
        .join(learned, learned.c.shareback_id == col(ShareBack.id))
        .where(given())
    )
    share_backs, people = session.execute(count).one()
    reviews = session.execute(
        sa.select(sa.func.count(col(Review.id)))
        .join(ShareBack, col(ShareBack.id) == col(Review.shareback_id))
        .where(written_by(person_id))
    ).scalar_one()
    peers = sum(one.peers for one in carried(session, scope))
    return Side(sums.help_received(session, scope)[0], share_backs, people, reviews, Money(peers))


def _count(table: type, *where: sa.ColumnElement[bool]) -> "sa.ScalarSelect[int]":
    return sa.select(sa.func.count()).select_from(table).where(*where).scalar_subquery()


def relations_to_award(viewer_id: UUID, award_id: UUID) -> set[str]:
    """Return {"pitcher"} for whose entry it is: authz.csv calls whoever something belongs to so."""
    with reading() as session:
        row = session.get(Award, award_id)
        return {"pitcher"} if row is not None and row.person_id == viewer_id else set()
