"""What treasurers write down besides: how backers pay, what the bank says, and a second look on demand."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import BANK
from crowdlearn.people.models import Organisation
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import PayInstruction, Statement
from crowdlearn.settlement.rules import InFuture, NotFull, NotNow, end_of_day

from .locking import WEIGHED_OPEN
from .weighing import weigh_pitch
from .who import check_treasurer

ZONE = "America/Toronto"  # of bank statements


@dataclass(frozen=True)
class Balance:
    """What the bank says stood on the programme's account at the end of a day."""

    organisation_id: UUID
    amount: Money
    day: date


def write_instruction(person_id: UUID, organisation_id: UUID, words_en: str, words_fr: str) -> None:
    """Keep how backers pay an organisation, in both languages. Raises NotAllowed for anyone but its treasurer."""
    with transaction() as session:
        _check(session, person_id, organisation_id)
        row = PayInstruction(
            organisation_id=organisation_id, words_en=words_en.strip(), words_fr=words_fr.strip(), written_by=person_id
        )
        session.add(row)
        record(session, "settle.instruction", by=person_id, about=organisation_id)


def note_balance(person_id: UUID, balance: Balance) -> None:
    """Note what the bank statement says, to be compared with the books. Raises InFuture, NotAllowed."""
    if balance.day > clock.today(ZONE):
        raise InFuture
    with transaction() as session:
        _check(session, person_id, balance.organisation_id)
        session.add(
            Statement(
                organisation_id=balance.organisation_id,
                account=BANK,
                balance_cents=balance.amount.cents,
                currency=balance.amount.currency,
                day=balance.day,
                until=end_of_day(balance.day, ZONE),
                noted_by=person_id,
            )
        )
        record(session, "reconcile.statement", by=person_id, about=balance.organisation_id)


def settle_now(person_id: UUID, pitch_id: UUID) -> None:
    """Weigh an open pitch now, as the worker does after every event.

    Raises NotFull while something is missing or not cleared, NotNow once it is locked, NotAllowed.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_treasurer(session, person_id, pitch)
        if pitch.state not in WEIGHED_OPEN:
            raise NotNow
        weigh_pitch(session, pitch)
        if pitch.state in WEIGHED_OPEN:
            raise NotFull
        record(session, "settle.run", by=person_id, about=pitch_id)


def _check(session: Session, person_id: UUID, organisation_id: UUID) -> None:
    lock(session, Organisation, organisation_id)
    if not holds(session, person_id, Role.TREASURER, organisation_id):
        raise NotAllowed
