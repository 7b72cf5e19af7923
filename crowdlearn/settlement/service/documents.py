"""What the pitcher shows: receipts, records of payroll deductions and of the organisation, invoices."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.files.rules import Visibility
from crowdlearn.files.service import Upload, keep, receive, remove
from crowdlearn.kernel.clock import clock, now
from crowdlearn.people.models import Person
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Document, Settlement
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import (
    DOCUMENT,
    AmountMissing,
    AnotherCertifies,
    DocumentKind,
    DocumentState,
    DocumentSubmitted,
    InFuture,
    NotNow,
    ReasonMissing,
    ReceiptVerified,
    needs_second,
)

from .claims import claim_what_is_owed
from .locking import settlement_of
from .refunding import AFTER_FUNDING
from .who import check_owner, check_treasurer


@dataclass(frozen=True)
class Proof:
    """What a document shows. Cents, tax included; `scan` is its picture or file."""

    kind: DocumentKind
    label: str
    amount_cents: int
    dated_on: date
    scan: Upload | None = None


def show_document(person_id: UUID, pitch_id: UUID, proof: Proof) -> UUID:
    """Show a document for one's own funded pitch, and return its id.

    Raises AmountMissing, InFuture, NotNow, and a FileRefused for a scan that cannot be kept.
    """
    if proof.amount_cents <= 0:
        raise AmountMissing
    scan = receive(proof.scan) if proof.scan is not None else None
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_owner(person_id, pitch)
        if pitch.state not in AFTER_FUNDING:
            raise NotNow
        if proof.dated_on > clock.today(pitch.time_zone):
            raise InFuture
        settlement_of(session, pitch_id).receipts_complete_at = None
        document = Document(
            pitch_id=pitch_id,
            kind=proof.kind,
            label=proof.label.strip(),
            amount_cents=proof.amount_cents,
            currency=pitch.currency,
            dated_on=proof.dated_on,
            added_by=person_id,
        )
        if scan is not None:
            host = pitch.organisation_id
            document.file_id = keep(session, person_id, scan, "document", document.id, Visibility.FINANCE, host)
        session.add(document)
        record(session, "receipt.add", by=person_id, about=document.id, pitch=pitch_id, kind=proof.kind)
        emit(session, DocumentSubmitted(pitch_id=pitch_id, document_id=document.id, by=person_id))
        return document.id


def take_back_document(person_id: UUID, document_id: UUID) -> UUID:
    """Take back a document that nobody looked at, and its scan; return the pitch's id. Raises MoveRefused."""
    with transaction() as session:
        document, pitch = _held(session, document_id)
        check_owner(person_id, pitch)
        document.state = DOCUMENT.move(document.state, DocumentState.WITHDRAWN)
        if document.file_id is not None:
            remove(session, document.file_id, by=person_id)
        record(session, "receipt.withdraw", by=person_id, about=document.id, pitch=pitch.id)
        return pitch.id


def say_complete(person_id: UUID, pitch_id: UUID) -> None:
    """Say that all documents are in, so that savings can go back. Raises NotNow."""
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_owner(person_id, pitch)
        if pitch.state not in AFTER_FUNDING:
            raise NotNow
        settlement = settlement_of(session, pitch_id)
        if settlement.receipts_complete_at is None:
            settlement.receipts_complete_at = now()
            _note_own_share(session, settlement)
            record(session, "receipt.complete", by=person_id, about=pitch_id)


def verify_document(person_id: UUID, document_id: UUID) -> UUID:
    """Certify a document, and return the pitch's id. One treasurer certifies a pitch, so that another can pay.

    Raises NotAllowed for anyone but a treasurer of the host without a part in it, AnotherCertifies, MoveRefused.
    """
    return _decide(person_id, document_id, DocumentState.VERIFIED, "")


def refuse_document(person_id: UUID, document_id: UUID, reason: str) -> UUID:
    """Refuse a document with a reason, and return the pitch's id. Raises ReasonMissing and what verifying does."""
    if not reason.strip():
        raise ReasonMissing
    return _decide(person_id, document_id, DocumentState.REFUSED, reason.strip())


def _decide(person_id: UUID, document_id: UUID, to: DocumentState, reason: str) -> UUID:
    with transaction() as session:
        document, pitch = _held(session, document_id)
        check_treasurer(session, person_id, pitch)
        _check_certifier(session, person_id, pitch)
        document.state = DOCUMENT.move(document.state, to)
        document.decided_by, document.decided_at, document.reason = person_id, now(), reason
        verified = to is DocumentState.VERIFIED
        record(session, "receipt.verify" if verified else "receipt.refuse", by=person_id, about=document.id)
        emit(session, ReceiptVerified(pitch_id=pitch.id, document_id=document.id, verified=verified, by=person_id))
        session.flush()
        _note_own_share(session, settlement_of(session, pitch.id))
        if document.kind is DocumentKind.CREDIT:
            claim_what_is_owed(session, pitch)
        return pitch.id


def certifiers(session: Session, pitch_id: UUID) -> list[UUID]:
    """Return who verified documents of a pitch, first come first."""
    query = (
        sa.select(Document.decided_by)
        .where(col(Document.pitch_id) == pitch_id, col(Document.state) == DocumentState.VERIFIED)
        .order_by(col(Document.decided_at))
    )
    return list(dict.fromkeys(filter(None, session.scalars(query))))


def _check_certifier(session: Session, person_id: UUID, pitch: Pitch) -> None:
    """Raise AnotherCertifies when somebody else, still a treasurer, certifies a pitch whose payout needs two."""
    if not needs_second(settlement_of(session, pitch.id).peer_goal_cents):
        return
    for other in certifiers(session, pitch.id):
        if other != person_id and holds(session, other, Role.TREASURER, pitch.organisation_id):
            raise AnotherCertifies(name=session.get_one(Person, other).name)


def _note_own_share(session: Session, settlement: Settlement) -> None:
    """Note since when the own share is proven: the pitcher carried what she declared, or of a cheaper plan her half."""
    figures = figures_of(session, settlement.pitch_id)
    own, complete = figures.outlay.own, settlement.receipts_complete_at is not None
    proven = own >= figures.own_share or (complete and own >= figures.outcome.bears > 0)
    if proven and settlement.own_proven_at is None:
        settlement.own_proven_at = now()


def _held(session: Session, document_id: UUID) -> tuple[Document, Pitch]:
    known = session.exec(select(Document.pitch_id).where(Document.id == document_id)).first()
    pitch = lock(session, Pitch, known or document_id)
    return lock(session, Document, document_id), pitch
