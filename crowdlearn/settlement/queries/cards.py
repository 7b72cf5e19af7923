"""How the cards are: what the processor told, what we asked, what waits, what nobody knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from crowdlearn.db.inbox import ALERT_AFTER, Inbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.models import Entry, Posting
from crowdlearn.ledger.rules import BANK, PROCESSOR
from crowdlearn.ledger.service import balance
from crowdlearn.payments.gateway import cards, offers_cards
from crowdlearn.payments.models import Look, Payment
from crowdlearn.payments.queries import to_do
from crowdlearn.payments.rules import LookKind, PaymentState, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Refund, RefundRound, Statement

from .returning import by_hand, for_cards
from .scope import Scope, scope_of

STUCK_AFTER_TRIES, MOST_TRANSFERS = 3, 20
LONGEST_WITHOUT_LOOK = 1800  # seconds; it is every ten minutes


@dataclass(frozen=True)
class Reports:
    """What the processor told. `late` wait longer than they should; `error` is why one of them does."""

    last_at: datetime | None
    waiting: int
    late: int
    error: str


@dataclass(frozen=True)
class StuckPayment:
    """A payment for which something is wanted and does not come to pass."""

    pitch_id: UUID
    title: str
    language: str
    amount: Money
    state: PaymentState
    wanted: Wanted
    tries: int


@dataclass(frozen=True)
class RefundCounts:
    """Refunds to cards: on their way, tried in vain, and those that no card took."""

    waiting: int
    stuck: int
    by_hand: int


@dataclass(frozen=True)
class Transfer:
    """Money that has arrived at a host's bank, below zero when more had gone back to backers than came from them."""

    reference: str
    amount: Money
    booked_at: datetime
    came_back: bool


@dataclass(frozen=True)
class CardsPage:
    """Everything that tells whether the cards are well; None throughout where there are none."""

    provider: str
    reports: Reports
    under_way: int
    stuck: tuple[StuckPayment, ...]
    refunds: RefundCounts
    disputed: int
    looked: Look | None
    strangers: Look | None
    statement: Statement | None
    booked: Money
    transfers: tuple[Transfer, ...]

    @property
    def is_blind(self) -> bool:
        """Tell whether nobody asked the processor for too long."""
        return self.looked is None or (now() - self.looked.looked_at).total_seconds() > LONGEST_WITHOUT_LOOK

    @property
    def troubles(self) -> bool:
        """Tell whether somebody should look."""
        found = self.strangers.strangers if self.strangers else []
        return bool(self.reports.late or self.stuck or self.refunds.stuck or found or self.is_blind)


def cards_page(person_id: UUID) -> CardsPage | None:
    """Return how the cards are, None where none are taken. Raises NotFound for whom no books are theirs to read."""
    with reading() as session:
        scope = scope_of(session, person_id)
        if not offers_cards():
            return None
        mine = scope.only(col(Pitch.organisation_id))
        statement = select(Statement).where(Statement.account == PROCESSOR).order_by(col(Statement.id).desc()).limit(1)
        return CardsPage(
            provider=cards().name,
            reports=_reports(session),
            under_way=_count(session, sa.select(Payment.id).where(to_do())),
            stuck=tuple(_stuck(session, mine)),
            refunds=_refunds(session),
            disputed=_count(session, sa.select(Payment.id).where(col(Payment.disputed_at).is_not(None))),
            looked=_last(session, LookKind.RECONCILED),
            strangers=_last(session, LookKind.STRANGERS),
            statement=session.exec(statement).first(),
            booked=balance(session, PROCESSOR),
            transfers=tuple(_transfers(session, scope)),
        )


def _count(session: Session, query: sa.Select[Any]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())


def _reports(session: Session) -> Reports:
    ours = col(Inbox.sender) == cards().name
    waits = sa.and_(ours, col(Inbox.done_at).is_(None))
    late = sa.and_(waits, col(Inbox.came_at) <= now() - ALERT_AFTER)
    error = sa.select(Inbox.error).where(late, col(Inbox.error) != "").order_by(col(Inbox.id)).limit(1)
    return Reports(
        last_at=session.execute(sa.select(sa.func.max(Inbox.came_at)).where(ours)).scalar_one(),
        waiting=_count(session, sa.select(Inbox.id).where(waits)),
        late=_count(session, sa.select(Inbox.id).where(late)),
        error=session.scalars(error).first() or "",
    )


def _stuck(session: Session, mine: sa.ColumnElement[bool]) -> Sequence[StuckPayment]:
    query = (
        sa.select(Payment, Pitch.title, Pitch.language)
        .join(Pitch, col(Pitch.id) == col(Payment.pitch_id))
        .where(to_do(), col(Payment.tries) >= STUCK_AFTER_TRIES, mine)
        .order_by(col(Payment.id))
        .limit(50)
    )
    return [
        StuckPayment(
            row.pitch_id, title, language, Money(row.amount_cents, row.currency), row.state, row.wanted, row.tries
        )
        for row, title, language in session.execute(query)
    ]


def _refunds(session: Session) -> RefundCounts:
    query = (
        sa.select(Refund.id)
        .join(RefundRound, col(RefundRound.id) == col(Refund.round_id))
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
    )
    failed = sa.and_(col(Refund.failure) != "", by_hand())
    return RefundCounts(
        waiting=_count(session, query.where(for_cards())),
        stuck=_count(session, query.where(for_cards(), col(Refund.waits) >= STUCK_AFTER_TRIES)),
        by_hand=_count(session, query.where(failed)),
    )


def _transfers(session: Session, scope: Scope) -> Iterator[Transfer]:
    back = aliased(Posting)
    came_back = sa.exists().where(col(back.reverses) == col(Posting.id))
    query = (
        sa.select(Posting.note, Entry.amount_cents, Entry.currency, Posting.booked_at, came_back)
        .join(Entry, col(Entry.posting_id) == col(Posting.id))
        .where(col(Posting.cause).startswith("transfer "), col(Entry.account) == BANK)
        .where(scope.only(col(Posting.host_id)))
        .order_by(col(Posting.id).desc())
        .limit(MOST_TRANSFERS)
    )
    for reference, cents, currency, booked_at, is_back in session.execute(query):
        yield Transfer(reference, Money(cents, currency), booked_at, is_back)


def _last(session: Session, kind: LookKind) -> Look | None:
    return session.exec(select(Look).where(Look.kind == kind).order_by(col(Look.looked_at).desc()).limit(1)).first()
