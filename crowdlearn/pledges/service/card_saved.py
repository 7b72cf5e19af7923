"""What follows a card page: a saved card carries the pledge, an unfinished page frees its room."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.service import note_stake
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import Unanswered
from crowdlearn.payments.models import Card, CardPage
from crowdlearn.payments.rules import CardPageEnded, CardSaved
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import REVISABLE
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import (
    PLEDGE,
    PitchersCard,
    PledgeAbandoned,
    PledgeReleased,
    PledgeState,
    PledgeWithdrawn,
)

from .cards import NEEDS_NO_CARD, flag_shared_card, forget_unless_needed, hang_on, why_not_card
from .changing import end
from .ending import ask_again
from .promising import latest_day, note_promise
from .room import promote_waitlist, recount

PATIENCE = timedelta(minutes=10)  # with a processor that does not say whether a card was saved


def come_back(person_id: UUID, page_id: UUID) -> UUID | None:
    """After a person left a card page: read what became of it, and go on; return the pledge it was for, if any.

    Raises NotFound for a page of somebody else. A silent processor is asked again later.
    """
    with reading() as session:
        page = session.get(CardPage, page_id)
    if page is None or page.person_id != person_id:
        raise NotFound("CardPage")
    try:
        payments.finish_card_page(page_id)
    except Unanswered:
        return page.pledge_id
    if page.pledge_id is not None:
        _go_on(page_id)
    return page.pledge_id


def go_on_with_card(event: CardSaved) -> None:
    """After a card was saved for a pledge: let it carry the pledge, or say why it cannot."""
    if event.pledge_id is not None:
        _go_on(event.page_id)


def abandon_unsaved(event: CardPageEnded) -> None:
    """After a card page was left unfinished: free the room that was kept for it."""
    if event.pledge_id is None:
        return
    with reading() as session:
        pledge = session.get(MoneyPledge, event.pledge_id)
    if pledge is not None:
        _abandon_of(pledge.pitch_id)


def abandon_unfinished() -> int:
    """Free the room of pledges whose card was not saved in time; return how many. Runs every minute."""
    with reading() as session:
        overdue = sa.select(MoneyPledge.id, MoneyPledge.pitch_id).where(*_overdue()).order_by(col(MoneyPledge.id))
        rows = session.execute(overdue).all()
    pitches = {pitch_id for pledge_id, pitch_id in rows if _is_known(pledge_id)}
    return for_each(sorted(pitches), _abandon_of)


def forget_unused_card(event: PledgeWithdrawn | PledgeReleased | PledgeAbandoned) -> None:
    """After a pledge ended: its card is forgotten when no other pledge needs it."""
    with transaction() as session:
        pledge = session.get(MoneyPledge, event.pledge_id)
        if pledge is not None and pledge.state in NEEDS_NO_CARD:
            forget_unless_needed(session, pledge.card_id)


def rows_on_cards(session: Session, pitch_id: UUID, person_id: UUID) -> list[MoneyPledge]:
    """Return a person's pledges on a pitch that need a card, oldest first."""
    session.flush()
    query = sa.select(MoneyPledge).where(
        col(MoneyPledge.pitch_id) == pitch_id,
        col(MoneyPledge.peer_id) == person_id,
        col(MoneyPledge.state).not_in(NEEDS_NO_CARD),
    )
    return list(session.scalars(query.order_by(col(MoneyPledge.id)).execution_options(populate_existing=True)))


def pending(rows: Sequence[MoneyPledge]) -> list[MoneyPledge]:
    """Return those whose card is not saved yet."""
    return [row for row in rows if row.state is PledgeState.CARD_PENDING]


def needed_until(pitch: Pitch, rows: Sequence[MoneyPledge]) -> date:
    """Return the latest day on which a card of these pledges may be asked for money."""
    return max([latest_day(pitch), *(row.consent_until for row in rows)])


def carry(session: Session, pitch: Pitch, rows: Sequence[MoneyPledge], card: Card) -> None:
    """Let a card carry a person's pledges on a held pitch; what waited for a card is promised now."""
    waited = pending(rows)
    hang_on(session, rows, card)
    record(session, "pledge.card", by=card.person_id, about=rows[0].id, pitch=pitch.id, card=card.id)
    flag_shared_card(session, rows[0].id, pitch.id, card)
    for row in waited:
        counts = row.accepted_cents > 0 and pitch.state in REVISABLE
        row.accepted_cents = row.accepted_cents if counts else 0
        row.state = PLEDGE.move(row.state, PledgeState.PLEDGED if counts else PledgeState.WAITLISTED)
        row.room_until = None
    if waited:
        note_stake(session, pitch.id, card.person_id, "money")
        note_promise(session, pitch, waited[0])
        if any(row.terms_version < pitch.terms_version for row in waited):
            ask_again(session, pitch, card.person_id)
        _settle(session, pitch)


def _go_on(page_id: UUID) -> None:
    """Let the card that was saved on a page carry its pledge, unless it cannot: then it is forgotten."""
    with transaction() as session:
        page = session.get_one(CardPage, page_id)
        pledge = session.get(MoneyPledge, page.pledge_id) if page.pledge_id else None
        if pledge is None or page.card_id is None:
            return
        pitch = lock(session, Pitch, pledge.pitch_id)
        card = lock(session, Card, page.card_id)
        rows = rows_on_cards(session, pitch.id, pledge.peer_id)
        if card.removed_at is not None or (rows and all(row.card_id == card.id for row in rows)):
            return  # it was looked at before
        refusal = why_not_card(session, pitch.owner_id, card, needed_until(pitch, rows))
        if rows and refusal is None:
            carry(session, pitch, rows, card)
            return
        if isinstance(refusal, PitchersCard):
            _abandon(session, pending(rows), "self_pledge")
            _settle(session, pitch)
        forget_unless_needed(session, card.id)


def _is_known(pledge_id: UUID) -> bool:
    """Tell whether it is known that no card was saved for an overdue pledge; one that was is taken up at once."""
    try:
        payments.finish_card_pages(pledge_id)
    except Unanswered:
        with reading() as session:
            until = session.get_one(MoneyPledge, pledge_id).room_until
            return until is None or until + PATIENCE <= now()
    for page_id in _finished_pages(pledge_id):
        _go_on(page_id)
    return True


def _finished_pages(pledge_id: UUID) -> Sequence[UUID]:
    with reading() as session:
        query = sa.select(CardPage.id).where(col(CardPage.pledge_id) == pledge_id, col(CardPage.card_id).is_not(None))
        return session.scalars(query.order_by(col(CardPage.id))).all()


def _overdue() -> tuple[sa.ColumnElement[bool], ...]:
    return (col(MoneyPledge.state) == PledgeState.CARD_PENDING, col(MoneyPledge.room_until) <= now())


def _abandon_of(pitch_id: UUID) -> int:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        overdue = sa.select(MoneyPledge).where(col(MoneyPledge.pitch_id) == pitch_id, *_overdue())
        rows = session.scalars(overdue.execution_options(populate_existing=True)).all()
        _abandon(session, rows, "no_card")
        _settle(session, pitch)
        return len(rows)


def _abandon(session: Session, rows: Sequence[MoneyPledge], why: str) -> None:
    """End what a person began, and tell them once."""
    told = set[UUID]()
    for row in rows:
        end(row, PledgeState.ABANDONED, why)
        record(session, "pledge.abandon", by=None, about=row.id, pitch=row.pitch_id, why=why)
        if row.peer_id not in told:
            emit(session, PledgeAbandoned(pledge_id=row.id, pitch_id=row.pitch_id, person_id=row.peer_id, why=why))
            told.add(row.peer_id)


def _settle(session: Session, pitch: Pitch) -> None:
    if pitch.state in REVISABLE:  # from the lock on settlement says who moves up
        promote_waitlist(session, pitch)
    recount(session, pitch)
