"""What an author still owes: open commitments to answer, backers to thank; and what a backer is asked."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import OWED
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.models import ShareBack, ThankYou, WishAnswer
from crowdlearn.sharebacks.rules import Met, SharebackState

from .given import Given, given_to, something_came_back

THANKS_PAGE = 20


@dataclass(frozen=True)
class Owed:
    """A commitment that its owner has not delivered yet."""

    id: UUID
    kind: ShareBackKind
    title: str
    due_on: date
    mode: ShareBackMode
    pitch_id: UUID
    pitch_title: str
    pitch_language: str


@dataclass(frozen=True)
class DraftRow:
    """A share-back that its author has begun."""

    id: UUID
    kind: ShareBackKind
    title: str
    updated_at: datetime


@dataclass(frozen=True)
class Thanked:
    """A backer by the promise they kept, by the name they show ("" keeps it hidden), and the thanks they were sent."""

    promise_id: UUID
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
            col(Commitment.mode),
            col(Pitch.id),
            col(Pitch.title),
            col(Pitch.language),
        )
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(col(Commitment.owner_id) == person_id, col(Commitment.state).in_(OWED))
        .order_by(col(Commitment.due_on), col(Commitment.id))
    )
    with reading() as session:
        return [Owed(*row) for row in session.execute(query)]


def drafts_of(person_id: UUID) -> list[DraftRow]:
    """Return what a person has begun to write, the latest first."""
    query = (
        sa.select(col(ShareBack.id), col(ShareBack.kind), col(ShareBack.title), col(ShareBack.updated_at))
        .where(col(ShareBack.author_id) == person_id, col(ShareBack.state) == SharebackState.DRAFT)
        .order_by(col(ShareBack.updated_at).desc())
    )
    with reading() as session:
        return [DraftRow(*row) for row in session.execute(query)]


def thanks_owed(pitch_id: UUID) -> list[Thanked]:
    """Return a pitch's backers, each once, with the thanks they got; who hides their name stays nameless, and last."""
    with reading() as session:
        thanks = sa.select(col(ThankYou.backer_id), col(ThankYou.text)).where(col(ThankYou.pitch_id) == pitch_id)
        texts = {row.backer_id: row.text for row in session.execute(thanks)}
        people: dict[UUID, Given] = {}
        for given in given_to(session, pitch_id):
            if given.person_id not in people or given.named:
                people[given.person_id] = given
    rows = [Thanked(one.promise_id, one.name if one.named else "", texts.get(one.person_id)) for one in people.values()]
    named = [row for row in rows if row.name]
    return named + sorted((row for row in rows if not row.name), key=lambda row: str(row.promise_id))


def wishes_of(pitch_id: UUID, person_id: UUID) -> list[WishRow]:
    """Return the wishes a person wrote with what they gave to a pitch, with their answers."""
    with reading() as session:
        mine = [given for given in given_to(session, pitch_id) if given.person_id == person_id and given.wish]
        query = sa.select(col(WishAnswer.promise_id), col(WishAnswer.met), col(WishAnswer.note))
        rows = session.execute(query.where(col(WishAnswer.backer_id) == person_id))
        answers = {row.promise_id: row for row in rows}
    return [_wish(given, answers.get(given.promise_id)) for given in mine]


def _wish(given: Given, answer: "sa.Row[tuple[UUID, Met, str]] | None") -> WishRow:
    return WishRow(given.promise_id, given.wish, answer.met if answer else None, answer.note if answer else "")


@dataclass(frozen=True)
class ThanksRow:
    """Thanks that a backer got; `language` is that of who wrote them, `picture_words` say what the picture shows."""

    id: UUID
    owner: str
    language: str
    pitch_id: UUID
    pitch_title: str
    pitch_language: str
    text: str
    picture_id: UUID | None
    picture_words: str
    sent_at: datetime


@dataclass(frozen=True)
class ThanksReceived:
    """A page of thanks; `after` is the key of the next one, None on the last."""

    rows: list[ThanksRow]
    after: str | None


def thanks_received(person_id: UUID, after: str = "") -> ThanksReceived:
    """Return the thanks a backer got, the latest first. Raises NotFound for a key that is none."""
    query = (
        sa.select(
            col(ThankYou.id),
            col(Person.name),
            col(Person.language),
            col(Pitch.id),
            col(Pitch.title),
            col(Pitch.language),
            col(ThankYou.text),
            col(ThankYou.picture_id),
            col(ThankYou.picture_words),
            col(ThankYou.sent_at),
        )
        .join(Pitch, col(Pitch.id) == col(ThankYou.pitch_id))
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(col(ThankYou.backer_id) == person_id)
        .order_by(col(ThankYou.id).desc())
        .limit(THANKS_PAGE + 1)
    )
    if after:
        try:
            query = query.where(col(ThankYou.id) < UUID(after))
        except ValueError:
            raise NotFound from None
    with reading() as session:
        rows = [ThanksRow(*row) for row in session.execute(query)]
    more = str(rows[THANKS_PAGE - 1].id) if len(rows) > THANKS_PAGE else None
    return ThanksReceived(rows[:THANKS_PAGE], more)


@dataclass(frozen=True)
class ClosingPage:
    """The pitch whose loop is being closed; `came_back` tells whether something was shared."""

    pitch_id: UUID
    title: str
    language: str
    owner: str
    came_back: bool


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
        came_back = something_came_back(session, pitch_id)
    return ClosingPage(row.id, row.title, row.language, row.name, came_back)
