"""Cards of members: saved on a page of the processor, kept by reference, removed any time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments.gateway import CardReading, PageReading, PageStanding, PageWanted, cards, offers_cards
from crowdlearn.payments.models import Card, CardPage, Customer
from crowdlearn.payments.rules import PAGE, CardPageEnded, CardSaved, PageState, keys


class OfPledge(Protocol):
    """An event about a pledge."""

    pledge_id: UUID


@dataclass(frozen=True)
class PageAsked:
    """A page that a person asks for: until when it stays open, where it leads back to, in which language."""

    expires_at: datetime
    back: Callable[[UUID], str]
    cancel: Callable[[UUID], str]
    language: str
    currency: str = "CAD"


def open_card_page(person_id: UUID, asked: PageAsked, pledge_id: UUID | None = None) -> str:
    """Open a page of the processor on which a person saves a card; return its address.

    The one that is still open for the same pledge is used again. Raises Unanswered while the processor is silent.
    """
    page_id, known = _page_for(person_id, asked, pledge_id)
    if known is not None:
        return known
    wanted = PageWanted(
        customer=_customer(person_id, asked.language),
        page_id=page_id,
        back_url=asked.back(page_id),
        cancel_url=asked.cancel(page_id),
        expires_at=asked.expires_at,
        language=asked.language,
        currency=asked.currency,
    )
    opened = cards().open_page(wanted, keys.of("page", page_id))
    with transaction() as session:
        page = lock(session, CardPage, page_id)
        if page.state is PageState.ASKED:
            page.state = PAGE.move(page.state, PageState.OPEN)
            page.reference, page.url, page.expires_at = opened.reference, opened.url, opened.expires_at
    return opened.url or ""


def _page_for(person_id: UUID, asked: PageAsked, pledge_id: UUID | None) -> tuple[UUID, str | None]:
    """Return the page to open, written down before it is asked for, and its address if it is open already."""
    with transaction() as session:
        query = select(CardPage).where(
            CardPage.person_id == person_id,
            CardPage.pledge_id == pledge_id,
            CardPage.state == PageState.OPEN,
            CardPage.expires_at > now(),
        )
        page = session.exec(query.order_by(col(CardPage.id).desc())).first() if pledge_id else None
        if page is None:
            page = CardPage(person_id=person_id, pledge_id=pledge_id, expires_at=asked.expires_at)
            session.add(page)
        return page.id, page.url


def _customer(person_id: UUID, language: str) -> str:
    """Return the processor's reference of a person; the first one written wins."""
    with reading() as session:
        known = session.exec(select(Customer.reference).where(Customer.person_id == person_id)).first()
    if known is not None:
        return known
    made = cards().new_customer(person_id, language, keys.of("person", person_id))
    with transaction() as session:
        known = session.exec(select(Customer.reference).where(Customer.person_id == person_id)).first()
        if known is None:
            session.add(Customer(person_id=person_id, provider=cards().name, reference=made))
        return known or made


def finish_card_page(page_id: UUID) -> PageState:
    """Read what became of a card page, record it, and return its state. Doing it again changes nothing.

    Raises Unanswered when it cannot be read now.
    """
    with reading() as session:
        page = session.get(CardPage, page_id)
    if page is None:
        raise NotFound("CardPage")
    if page.reference is None or page.state not in (PageState.ASKED, PageState.OPEN):
        return page.state
    found = cards().read_page(page.reference)
    with transaction() as session:
        page = lock(session, CardPage, page_id)
        if page.state is PageState.OPEN:
            _note_page(session, page, found)
        return page.state


def finish_card_pages(pledge_id: UUID) -> None:
    """Read what became of the pages that are still open for a pledge. Raises Unanswered."""
    for page_id, _reference in _open_pages(pledge_id):
        finish_card_page(page_id)


def close_card_pages(event: OfPledge) -> None:
    """After a pledge ended: close the pages that are still open for it, so that nobody saves a card for nothing.

    A card that was saved a moment before is read, and forgotten like any that no pledge needs. Raises Unanswered.
    """
    for page_id, reference in _open_pages(event.pledge_id):
        cards().close_page(reference)
        finish_card_page(page_id)


def _open_pages(pledge_id: UUID) -> list[tuple[UUID, str]]:
    with reading() as session:
        query = select(CardPage).where(CardPage.pledge_id == pledge_id, CardPage.state == PageState.OPEN)
        return [(page.id, page.reference) for page in session.exec(query) if page.reference is not None]


def has_open_page(session: Session, pledge_id: UUID) -> bool:
    """Tell whether a page is open on which a card may be saved for a pledge."""
    query = select(CardPage.id).where(
        CardPage.pledge_id == pledge_id, CardPage.state == PageState.OPEN, CardPage.expires_at > now()
    )
    return session.exec(query).first() is not None


def _note_page(session: Session, page: CardPage, found: PageReading) -> None:
    if found.standing is PageStanding.DONE and found.card is not None:
        card = _keep(session, page.person_id, found.card)
        page.state, page.card_id, page.url = PAGE.move(page.state, PageState.DONE), card.id, None
        saved = CardSaved(person_id=page.person_id, page_id=page.id, card_id=card.id, pledge_id=page.pledge_id)
        emit(session, saved)
    elif found.standing is PageStanding.EXPIRED:
        page.state, page.url = PAGE.move(page.state, PageState.ENDED), None
        emit(session, CardPageEnded(person_id=page.person_id, page_id=page.id, pledge_id=page.pledge_id))


def _keep(session: Session, person_id: UUID, found: CardReading) -> Card:
    card = session.exec(select(Card).where(Card.reference == found.reference)).first()
    if card is None:
        card = Card(
            person_id=person_id,
            reference=found.reference,
            brand=found.brand,
            last_four=found.last_four,
            expires_year=found.expires_year,
            expires_month=found.expires_month,
            fingerprint=found.fingerprint,
        )
        session.add(card)
    return card


def remove_card(session: Session, card: Card) -> None:
    """Take a card away from its owner; what forgets it at the processor is `forget_removed_cards`."""
    card.removed_at = card.removed_at or now()
    session.add(card)


def forget_removed_cards() -> int:
    """Have the processor forget the cards that were removed; return how many. Raises Unanswered while it is silent."""
    if not offers_cards():
        return 0
    with reading() as session:
        gone = select(Card.id, Card.reference).where(
            col(Card.removed_at).is_not(None), col(Card.forgotten_at).is_(None)
        )
        rows = session.exec(gone).all()
    for card_id, reference in rows:
        cards().forget_card(reference)
        with transaction() as session:
            lock(session, Card, card_id).forgotten_at = now()
    return len(rows)
