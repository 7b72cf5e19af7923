"""Four eyes in the lists of what waits: nobody is sent to confirm what another person must."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.settlement.models import Document, Payout, RefundRound
from crowdlearn.settlement.rules import DocumentState, bounds


def may_confirm_payout(person_id: Any) -> sa.ColumnElement[bool]:
    """Whether a proposed payout is a person's to confirm: a large one is not its proposer's, nor its certifier's."""
    small = col(Payout.amount_cents) < bounds.second_person_from
    certified = _verified(person_id).where(col(Document.pitch_id) == col(Payout.pitch_id)).exists()
    return sa.or_(small, sa.and_(col(Payout.proposed_by) != person_id, sa.not_(certified)))


def may_confirm_refunds(person_id: Any) -> sa.ColumnElement[bool]:
    """Whether a round of refunds is a person's to propose or to confirm: a large one is not its proposer's."""
    small = col(RefundRound.amount_cents) < bounds.second_person_from
    proposer = col(RefundRound.proposed_by)
    return sa.or_(small, proposer.is_(None), proposer != person_id)


def has_certified(session: Session, person_id: UUID, pitch_id: UUID) -> bool:
    """Tell whether a person verified a document of the pitch."""
    return session.execute(_verified(person_id).where(col(Document.pitch_id) == pitch_id)).first() is not None


def _verified(person_id: Any) -> Any:
    return sa.select(Document.id).where(
        col(Document.decided_by) == person_id, col(Document.state) == DocumentState.VERIFIED
    )
