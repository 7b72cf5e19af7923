"""Places to learn in another organisation."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.service import close_thread, keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.expertise.models import Interest, Opening
from crowdlearn.expertise.rules import (
    INTEREST,
    MOST_OPEN,
    OPENING,
    OPENINGS,
    InterestAnswered,
    InterestState,
    Opened,
    OpeningPublished,
    OpeningState,
    OrganisationMissing,
    TooManyOpen,
    check_opened,
)
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Organisation, Person
from crowdlearn.search.service import index


def open_place(person_id: UUID, opened: Opened) -> UUID:
    """Open a place in one's own organisation to colleagues of others; return the opening's id.

    Raises OrganisationMissing, DayOver, DayBackwards, AnswerTooLate, TooManyOpen.
    """
    with transaction() as session:
        person = lock(session, Person, person_id)
        check_opened(opened, clock.today(HOME_ZONE))
        home = session.get(Organisation, person.organisation_id) if person.organisation_id else None
        if home is None or home.confirmed_at is None:
            raise OrganisationMissing
        if _open_of(session, person_id) >= MOST_OPEN:
            raise TooManyOpen(most=MOST_OPEN)
        row = Opening(owner_id=person_id, organisation_id=home.id, **vars(opened))
        session.add(row)
        keep_thread(
            session,
            OPENING,
            row.id,
            owner_id=person_id,
            title=row.title,
            path=f"/expertise/openings/{row.id}",
            language=row.language,
        )
        _index(session, row)
        record(session, "opening.create", by=person_id, about=row.id, kind=row.kind.value)
        emit(session, OpeningPublished(row.id, by=person_id))
    return row.id


def close_opening(person_id: UUID, opening_id: UUID, *, taken: bool) -> None:
    """Close one's own opening, because somebody took it or for another reason; who waits is told.

    Raises NotAllowed for anybody else's, MoveRefused a second time.
    """
    with transaction() as session:
        row = lock(session, Opening, opening_id)
        if row.owner_id != person_id:
            raise NotAllowed
        _close(session, row, OpeningState.FILLED if taken else OpeningState.ENDED, person_id)
        record(session, "opening.close", by=person_id, about=opening_id, state=row.state.value)


def end_openings() -> int:
    """End openings whose last day to answer is over; return how many. Who waits for an answer is told."""
    with transaction() as session:
        over = select(Opening).where(Opening.state == OpeningState.OPEN, Opening.until < clock.today(HOME_ZONE))
        rows = session.exec(over.with_for_update()).all()
        for row in rows:
            _close(session, row, OpeningState.ENDED, None)
            record(session, "opening.close", by=None, about=row.id, state=row.state.value)
        return len(rows)


def _close(session: Session, row: Opening, to: OpeningState, by: UUID | None) -> None:
    row.state, row.ended_at = OPENINGS.move(row.state, to), now()
    close_thread(session, OPENING, row.id)
    _index(session, row)
    waiting = select(Interest).where(Interest.opening_id == row.id, Interest.state == InterestState.SENT)
    for interest in session.exec(waiting.with_for_update()):
        interest.state, interest.answered_at = INTEREST.move(interest.state, InterestState.LAPSED), now()
        emit(session, InterestAnswered(interest.id, by=by))


def _index(session: Session, row: Opening) -> None:
    visible = row.state is OpeningState.OPEN
    text = f"{row.learned}\n{row.how}"
    index(session, OPENING, row.id, language=row.language, title=row.title, text=text, visible=visible)


def _open_of(session: Session, person_id: UUID) -> int:
    query = sa.select(sa.func.count()).where(
        col(Opening.owner_id) == person_id, col(Opening.state) == OpeningState.OPEN
    )
    return int(session.execute(query).scalar_one())
