"""What a pitcher and a backer see of a pitch's money: receipts, what peers' half pays, and how to pay."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, col, select

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.models import Organisation
from crowdlearn.people.queries import grants_of
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement.models import Arrival, Claim, Document, PayInstruction, Payout, Settlement
from crowdlearn.settlement.rules import OWED, ArrivalState, Payee, PayoutState, payable_now

from .cover import missing_of
from .figures import Figures, figures_of
from .pitches import PitchLine, pitch_lines

BOOK_READERS = (Role.TREASURER, Role.AUDITOR)
FREEZERS = (Role.TREASURER, Role.STEWARD)


@dataclass(frozen=True)
class ReceiptsPage:
    """What the pitcher shows, and what it leads to."""

    pitch: PitchLine
    settlement: Settlement
    figures: Figures
    documents: tuple[Document, ...]
    payouts: tuple[Payout, ...]
    claims: tuple[Claim, ...]
    is_owner: bool

    def money(self, cents: int) -> Money:
        """Return cents as money of the pitch's currency."""
        return Money(cents, self.pitch.currency)

    @property
    def payable(self) -> Money:
        """Return what could be paid out to the pitcher or her provider now."""
        known = self.figures
        return self.money(max(payable_now(known.plan, known.outlay, known.account, payee) for payee in Payee))

    @property
    def still_to_show(self) -> Money:
        """Return how much of the planned cost no document shows yet."""
        shown = sum(row.amount_cents for row in self.documents if row.state in ("submitted", "verified"))
        return self.money(max(0, self.figures.plan.cost - shown))


def receipts_page(person_id: UUID, pitch_id: UUID) -> ReceiptsPage:
    """Return the receipts of a pitch, to its pitcher and to whoever reads its books. Raises NotFound for others."""
    with reading() as session:
        found = pitch_lines(session, col(Pitch.id) == pitch_id)
        if not found or not _may_read(session, person_id, found[0]):
            raise NotFound("Pitch")
        settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one_or_none()
        if settlement is None:
            raise NotFound("Settlement")
        documents = select(Document).where(Document.pitch_id == pitch_id).order_by(col(Document.id))
        payouts = select(Payout).where(Payout.pitch_id == pitch_id, Payout.state == PayoutState.CONFIRMED)
        claims = select(Claim).where(Claim.pitch_id == pitch_id, col(Claim.state).in_(OWED))
        return ReceiptsPage(
            pitch=found[0],
            settlement=settlement,
            figures=figures_of(session, pitch_id),
            documents=tuple(session.exec(documents)),
            payouts=tuple(session.exec(payouts.order_by(col(Payout.id)))),
            claims=tuple(session.exec(claims)),
            is_owner=found[0].owner_id == person_id,
        )


def _may_read(session: Session, person_id: UUID, line: PitchLine) -> bool:
    if line.owner_id == person_id:
        return True
    return any(role in BOOK_READERS and host in (None, line.host_id) for role, host in grants_of(session, person_id))


@dataclass(frozen=True)
class PayPage:
    """How a backer pays: code, amount, day, and the host's own words in both languages."""

    pledge_id: UUID
    pitch_id: UUID
    title: str
    title_language: str
    reference: str
    amount: Money
    state: PaymentState
    due_at: datetime
    arrived: Money
    by_card: bool
    host_en: str
    host_fr: str
    words_en: str
    words_fr: str


def pay_page(person_id: UUID, pledge_id: UUID) -> PayPage:
    """Return how to pay one's own committed pledge. Raises NotFound for others', and before the lock."""
    newer = orm.aliased(PayInstruction)
    is_old = sa.exists().where(
        col(newer.organisation_id) == col(PayInstruction.organisation_id), col(newer.id) > col(PayInstruction.id)
    )
    says = sa.and_(col(PayInstruction.organisation_id) == col(Pitch.organisation_id), ~is_old)
    query = (
        sa.select(
            col(Pitch.id),
            col(Pitch.title),
            col(Pitch.language),
            col(MoneyPledge.reference),
            col(Payment.id),
            col(Payment.amount_cents),
            col(Payment.currency),
            col(Payment.state),
            col(Payment.due_at),
            col(Settlement.hold_from).is_not(None),
            sa.func.coalesce(Organisation.name_en, ""),
            sa.func.coalesce(Organisation.name_fr, ""),
            sa.func.coalesce(PayInstruction.words_en, ""),
            sa.func.coalesce(PayInstruction.words_fr, ""),
        )
        .join(MoneyPledge, col(MoneyPledge.id) == col(Payment.pledge_id))
        .join(Pitch, col(Pitch.id) == col(Payment.pitch_id))
        .join(Settlement, col(Settlement.pitch_id) == col(Payment.pitch_id), isouter=True)
        .join(Organisation, col(Organisation.id) == col(Pitch.organisation_id), isouter=True)
        .join(PayInstruction, says, isouter=True)
        .where(col(Payment.pledge_id) == pledge_id, col(Payment.person_id) == person_id)
    )
    with reading() as session:
        row = session.execute(query).first()
        if row is None:
            raise NotFound("Payment")
        pitch_id, title, language, reference, payment_id, cents, currency, state, due_at, by_card, *words = row
        waiting = sa.select(sa.func.coalesce(sa.func.sum(Arrival.amount_cents), 0)).where(
            col(Arrival.payment_id) == payment_id, col(Arrival.state) == ArrivalState.WAITING
        )
        arrived = Money(int(session.execute(waiting).scalar_one()), currency)
        return PayPage(
            pledge_id,
            pitch_id,
            title,
            language,
            reference,
            Money(cents, currency),
            state,
            due_at,
            arrived,
            by_card,
            *words,
        )


def own_pitch(person_id: UUID, pitch_id: UUID) -> PitchLine:
    """Return one's own pitch. Raises NotFound for anyone else's."""
    with reading() as session:
        found = pitch_lines(session, col(Pitch.id) == pitch_id, col(Pitch.owner_id) == person_id)
        if not found:
            raise NotFound("Pitch")
        return found[0]


@dataclass(frozen=True)
class TopUpPage:
    """What the pitcher is asked to add, and until when; nothing is missing when all is covered."""

    pitch: PitchLine
    missing: Money
    added: Money
    until: datetime | None


def top_up_page(person_id: UUID, pitch_id: UUID) -> TopUpPage:
    """Return what one's own pitch still lacks that only the pitcher can add. Raises NotFound for anyone else's."""
    with reading() as session:
        found = pitch_lines(session, col(Pitch.id) == pitch_id, col(Pitch.owner_id) == person_id)
        pitch = session.get(Pitch, pitch_id)
        if not found or pitch is None:
            raise NotFound("Pitch")
        settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one_or_none()
        return TopUpPage(
            pitch=found[0],
            missing=Money(missing_of(session, pitch), pitch.currency),
            added=Money(pitch.top_up_cents, pitch.currency),
            until=settlement.top_up_until if settlement is not None else pitch.top_up_until,
        )


def frozen_page(person_id: UUID, pitch_id: UUID) -> PitchLine:
    """Return a pitch that the person may freeze: a treasurer's or steward's. Raises NotFound for others."""
    with reading() as session:
        found = pitch_lines(session, col(Pitch.id) == pitch_id)
        held = grants_of(session, person_id)
        if not found or not any((role, host) in held for role in FREEZERS for host in (None, found[0].host_id)):
            raise NotFound("Pitch")
        return found[0]


def relations_to_document(viewer_id: UUID, document_id: UUID) -> set[str]:
    """Return {"pitcher"} to whoever's pitch a document is for."""
    query = (
        sa.select(Document.id)
        .join(Pitch, col(Pitch.id) == col(Document.pitch_id))
        .where(col(Document.id) == document_id, col(Pitch.owner_id) == viewer_id)
    )
    with reading() as session:
        return {"pitcher"} if session.execute(query).first() is not None else set()
