"""What an author still owes: open commitments to answer, backers to thank; and what a backer is asked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import OWED
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.sharebacks.models import ThankYou, WishAnswer
from crowdlearn.sharebacks.rules import Met


@dataclass(frozen=True)
class Owed:
    """A commitment that its owner has not delivered yet."""

    id: UUID
    kind: ShareBackKind
    title: str
    due_on: date
    pitch_id: UUID
    pitch_title: str


@dataclass(frozen=True)
class Thanked:
    """A backer, by the name they show ("" keeps it hidden), and the thanks they were sent."""

    person_id: UUID
    name: str
    text: str | None


@dataclass(frozen=True)
class WishRow:
    """A backer's wish and their own answer to it."""

    promise_id: UUID
    wish: str
    met: Met | None
    note: str


def commitments_to_answer(person_id: UUID) -> list[Owed]:
    """Return a person's undelivered commitments, soonest first."""
    query = (
        sa.select(
            col(Commitment.id),
            col(Commitment.kind),
            col(Commitment.title),
            col(Commitment.due_on),
            col(Pitch.id),
            col(Pitch.title),
        )
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(col(Commitment.owner_id) == person_id, col(Commitment.state).in_(OWED))
        .order_by(col(Commitment.due_on), col(Commitment.id))
    )
    with reading() as session:
        return [Owed(*row) for row in session.execute(query)]


def thanks_owed(pitch_id: UUID) -> list[Thanked]:
    """Return a pitch's backers in order of name, each with the thanks they got; who hides their name stays nameless."""
    with reading() as session:
        hidden = _hidden(session, pitch_id)
        query = (
            sa.select(col(Person.id), col(Person.name), col(ThankYou.text))
            .join(
                ThankYou,
                sa.and_(col(ThankYou.backer_id) == col(Person.id), col(ThankYou.pitch_id) == pitch_id),
                isouter=True,
            )
            .where(col(Person.id).in_(backers_of(session, pitch_id)))
            .order_by(col(Person.name))
        )
        return [
            Thanked(person_id, "" if person_id in hidden else name, text)
            for person_id, name, text in session.execute(query)
        ]


def wishes_of(pitch_id: UUID, person_id: UUID) -> list[WishRow]:
    """Return the wishes a person wrote with their pledges and offers to a pitch, with their answers."""
    money = sa.select(col(MoneyPledge.id), col(MoneyPledge.wish)).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.peer_id) == person_id, col(MoneyPledge.wish) != ""
    )
    help_ = sa.select(col(ExpertiseOffer.id), col(ExpertiseOffer.wish)).where(
        col(ExpertiseOffer.pitch_id) == pitch_id,
        col(ExpertiseOffer.helper_id) == person_id,
        col(ExpertiseOffer.wish) != "",
    )
    wishes = money.union_all(help_).subquery("wishes")
    query = sa.select(wishes.c.id, wishes.c.wish, col(WishAnswer.met), sa.func.coalesce(col(WishAnswer.note), "")).join(
        WishAnswer, col(WishAnswer.promise_id) == wishes.c.id, isouter=True
    )
    with reading() as session:
        return [WishRow(*row) for row in session.execute(query)]


def _hidden(session: Session, pitch_id: UUID) -> set[UUID]:
    money = sa.select(MoneyPledge.peer_id).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.name_shown).is_(False)
    )
    help_ = sa.select(ExpertiseOffer.helper_id).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.name_shown).is_(False)
    )
    return set(session.execute(money.union(help_)).scalars())


@dataclass(frozen=True)
class ClosingPage:
    """The pitch whose loop is being closed."""

    pitch_id: UUID
    title: str
    language: str
    owner: str


def closing_page(pitch_id: UUID) -> ClosingPage:
    """Return the head of the wishes and thanks pages. Raises NotFound."""
    query = (
        sa.select(col(Pitch.id), col(Pitch.title), col(Pitch.language), col(Person.name))
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(col(Pitch.id) == pitch_id)
    )
    with reading() as session:
        row = session.execute(query).first()
        if row is None:
            raise NotFound
        return ClosingPage(*row)
