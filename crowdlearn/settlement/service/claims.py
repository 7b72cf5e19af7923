"""Money from the organisation that came later, and what a pitcher owes because of it (money.md, rows 23 to 25, 54)."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import LOSSES, held_for, move, receivable_of
from crowdlearn.ledger.service import post
from crowdlearn.payments.gateway import gateway
from crowdlearn.people.rules import HoldReason
from crowdlearn.people.service.holds import hold, lift
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Claim, OrganisationChange, Repayment
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import (
    CLAIM,
    DECLARE_WITHIN,
    OWED,
    AmountMissing,
    ClaimState,
    InFuture,
    MoneyOwed,
    NotNow,
    OrganisationMoneyNoted,
    ReasonMissing,
    RecordedBefore,
    RefundReason,
    SecondPerson,
    TooMuchOrganisationMoney,
    TooMuchToReturn,
)

from .locking import settlement_of
from .refunding import AFTER_FUNDING, return_down_to
from .who import check_treasurer


def note_organisation_money(person_id: UUID, pitch_id: UUID, cents: int, reason: str) -> None:
    """Note that an organisation paid `cents` more for the pitch than was known, or less when below zero.

    By the pitcher, who must declare it for 12 months, or by a treasurer of the host. Peers' part follows: what is in
    hand goes back, what was paid out before is owed by the pitcher. Raises AmountMissing, ReasonMissing, NotNow,
    TooMuchOrganisationMoney, NotAllowed.
    """
    if cents == 0:
        raise AmountMissing
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if person_id != pitch.owner_id:
            check_treasurer(session, person_id, pitch)
        if pitch.state not in AFTER_FUNDING or pitch.funded_at is None or now() > pitch.funded_at + DECLARE_WITHIN:
            raise NotNow
        settlement = settlement_of(session, pitch_id)
        if settlement.organisation_actual_cents + cents < 0:
            raise TooMuchOrganisationMoney
        settlement.organisation_actual_cents += cents
        session.add(OrganisationChange(pitch_id=pitch_id, amount_cents=cents, reason=reason.strip(), said_by=person_id))
        record(session, "settle.organisation", by=person_id, about=pitch_id, cents=cents)
        emit(session, OrganisationMoneyNoted(pitch_id=pitch_id, amount_cents=cents, by=person_id))
        session.flush()
        claim_what_is_owed(session, pitch)
        if settlement.receipts_complete_at is not None:
            return_down_to(session, pitch, RefundReason.SAVED, figures_of(session, pitch_id).outcome.payable)


def claim_what_is_owed(session: Session, pitch: Pitch) -> None:
    """Claim from the pitcher what she got above what peers carry now and is not claimed yet."""
    figures = figures_of(session, pitch.id)
    open_claims = session.exec(select(Claim).where(Claim.pitch_id == pitch.id))
    standing = sum(claim.amount_cents - claim.paid_cents for claim in open_claims if claim.state in OWED)
    owed = figures.outcome.owed - standing
    if owed <= 0:
        return
    claim = Claim(pitch_id=pitch.id, amount_cents=owed, currency=pitch.currency)
    session.add(claim)
    lines = move(Money(owed, pitch.currency), debit=receivable_of(pitch.id), credit=held_for(pitch.id))
    post(session, f"claim {claim.id}", lines, pitch_id=pitch.id, host_id=pitch.organisation_id)
    hold(session, pitch.owner_id, HoldReason.OWES_MONEY, pitch.id)
    record(session, "settle.claim", by=None, about=claim.id, pitch=pitch.id, cents=owed)
    emit(session, MoneyOwed(pitch_id=pitch.id, claim_id=claim.id))


def record_repayment(person_id: UUID, claim_id: UUID, cents: int, came_on: date, bank_reference: str) -> UUID:
    """Record that the pitcher paid back, and open its return to the backers; return the pitch's id.

    Raises AmountMissing, TooMuchToReturn above what is owed, RecordedBefore, InFuture, MoveRefused, NotAllowed.
    """
    if cents <= 0:
        raise AmountMissing
    with transaction() as session:
        claim, pitch = _held(session, person_id, claim_id)
        if claim.state not in OWED:
            raise NotNow
        if cents > claim.amount_cents - claim.paid_cents:
            raise TooMuchToReturn(left=Money(claim.amount_cents - claim.paid_cents, claim.currency))
        if came_on > clock.today(pitch.time_zone):
            raise InFuture
        same = Repayment.claim_id == claim_id, Repayment.bank_reference == bank_reference.strip()
        if session.exec(select(Repayment.id).where(*same)).first() is not None:
            raise RecordedBefore
        paid = Repayment(
            claim_id=claim_id,
            amount_cents=cents,
            came_on=came_on,
            bank_reference=bank_reference.strip(),
            recorded_by=person_id,
        )
        session.add(paid)
        claim.paid_cents += cents
        if claim.paid_cents == claim.amount_cents:
            claim.state = CLAIM.move(claim.state, ClaimState.PAID)
            lift(session, pitch.owner_id, HoldReason.OWES_MONEY, pitch.id)
        lines = move(Money(cents, claim.currency), debit=gateway().account, credit=receivable_of(pitch.id))
        post(session, f"repayment {paid.id}", lines, pitch_id=pitch.id, host_id=pitch.organisation_id, by=person_id)
        record(session, "settle.repayment", by=person_id, about=claim_id, pitch=pitch.id, cents=cents)
        return_down_to(session, pitch, RefundReason.REPAID, figures_of(session, pitch.id).outcome.payable)
        return pitch.id


def propose_write_off(person_id: UUID, claim_id: UUID, reason: str) -> UUID:
    """Propose that the host bears what the pitcher does not pay back; return the pitch's id. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        claim, pitch = _held(session, person_id, claim_id)
        claim.state = CLAIM.move(claim.state, ClaimState.WRITE_OFF_PROPOSED)
        claim.proposed_by, claim.reason = person_id, reason.strip()
        record(session, "settle.write_off.propose", by=person_id, about=claim_id, pitch=pitch.id)
        return pitch.id


def confirm_write_off(person_id: UUID, claim_id: UUID) -> UUID:
    """Let the host bear a claim: always by a second treasurer. The backers get their part; returns the pitch's id."""
    with transaction() as session:
        claim, pitch = _held(session, person_id, claim_id)
        to = CLAIM.move(claim.state, ClaimState.WRITTEN_OFF)
        if claim.proposed_by == person_id:
            raise SecondPerson
        claim.state, claim.confirmed_by = to, person_id
        left = Money(claim.amount_cents - claim.paid_cents, claim.currency)
        lift(session, pitch.owner_id, HoldReason.OWES_MONEY, pitch.id)
        lines = move(left, debit=LOSSES, credit=receivable_of(pitch.id))
        post(session, f"write-off {claim.id}", lines, pitch_id=pitch.id, host_id=pitch.organisation_id, by=person_id)
        record(session, "settle.write_off", by=person_id, about=claim_id, pitch=pitch.id, cents=left.cents)
        return_down_to(session, pitch, RefundReason.REPAID, figures_of(session, pitch.id).outcome.payable)
        return pitch.id


def _held(session: Session, person_id: UUID, claim_id: UUID) -> tuple[Claim, Pitch]:
    known = session.get(Claim, claim_id)
    pitch = lock(session, Pitch, known.pitch_id if known else claim_id)
    check_treasurer(session, person_id, pitch)
    return lock(session, Claim, claim_id), pitch
