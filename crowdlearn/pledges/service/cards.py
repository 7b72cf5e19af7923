"""Steps around the cards on which pledges stand: which card may carry one, what was agreed to, what is not needed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.statements import add_row, row_of
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import cards
from crowdlearn.payments.models import Card, Payment
from crowdlearn.payments.queries import has_disputed
from crowdlearn.pledges.models import Consent, MoneyPledge
from crowdlearn.pledges.rules import (
    ENDED,
    EXCHANGEABLE,
    CardEndsEarly,
    CardRefused,
    CardShared,
    PaymentsDisputed,
    PitchersCard,
    PledgeState,
    covers,
)

NEEDS_NO_CARD = ENDED | {PledgeState.KEPT}


def why_not_card(session: Session, owner_id: UUID, card: Card, until: date) -> CardRefused | None:
    """Return why this card cannot carry a pledge to the pitch of `owner_id`, asked for `until` that day at the latest.

    None if it can.
    """
    if not covers(card.expires_year, card.expires_month, until):
        return CardEndsEarly(day=until)
    if _was_saved_by(session, card, col(Card.person_id) == owner_id):
        return PitchersCard()
    if has_disputed(session, card.person_id):
        return PaymentsDisputed()
    return None


def check_card(session: Session, owner_id: UUID, card: Card, until: date) -> None:
    """Raise the CardRefused that applies."""
    if refusal := why_not_card(session, owner_id, card, until):
        raise refusal


def flag_shared_card(session: Session, pledge_id: UUID, pitch_id: UUID, card: Card) -> None:
    """Have a treasurer look at a pledge whose card another member saved too."""
    if not _was_saved_by(session, card, col(Card.person_id) != card.person_id):
        return
    record(session, "card.shared", by=None, about=pledge_id, pitch=pitch_id)
    emit(session, CardShared(pledge_id=pledge_id, pitch_id=pitch_id, person_id=card.person_id))


def log_consent(session: Session, pledge: Mapping[str, Any]) -> None:
    """Write down what the peer of a pledge agreed to; `pledge` is its row."""
    add_row(
        session,
        Consent,
        id=new_id(),
        pledge_id=pledge["id"],
        person_id=pledge["peer_id"],
        version=pledge["consent_version"],
        terms_version=pledge["terms_version"],
        amount_cents=pledge["consent_cents"],
        currency=pledge["currency"],
        until=pledge["consent_until"],
        card_id=pledge["card_id"],
        given_at=now(),
    )


def hang_on(session: Session, pledges: Sequence[MoneyPledge], card: Card) -> None:
    """Let pledges stand on a card from now on, and what is asked of them too; the card before is forgotten."""
    before = {pledge.card_id for pledge in pledges} - {card.id, None}
    for pledge in pledges:
        pledge.card_id = card.id
        log_consent(session, row_of(pledge))
    session.flush()
    expected = select(Payment).where(
        col(Payment.pledge_id).in_([pledge.id for pledge in pledges]),
        Payment.provider == cards().name,
        col(Payment.state).in_(EXCHANGEABLE),
    )
    for payment in session.exec(expected.with_for_update()).all():
        payments.use_card(session, payment, card.id)
    for card_id in before:
        forget_unless_needed(session, card_id)


def forget_unless_needed(session: Session, card_id: UUID | None) -> None:
    """Take a card away from its owner when no pledge needs it any more."""
    if card_id is not None and not is_needed(session, card_id):
        payments.remove_card(session, session.get_one(Card, card_id))


def is_needed(session: Session, card_id: UUID) -> bool:
    """Tell whether a live pledge stands on a card."""
    session.flush()
    query = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.card_id) == card_id, col(MoneyPledge.state).not_in(NEEDS_NO_CARD)
    )
    return session.execute(query.limit(1)).first() is not None


def _was_saved_by(session: Session, card: Card, whom: sa.ColumnElement[bool]) -> bool:
    """Tell whether the same card was ever saved by these people; without a fingerprint nobody can."""
    if not card.fingerprint:
        return False
    same = sa.select(Card.id).where(col(Card.fingerprint) == card.fingerprint, whom)
    return session.execute(same.limit(1)).first() is not None
