"""A pitch with its people and its money, from the lock to the last cent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.ledger.rules import held_for, payable_of
from crowdlearn.ledger.service import balance
from crowdlearn.payments import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Refund, RefundRound, Settlement
from crowdlearn.settlement.queries import disagreements, figures_of
from crowdlearn.settlement.rules import DocumentKind, Payee, TopUpAdded
from tests import make

_bank = count(1)


@pytest.fixture(autouse=True)
def offline() -> Iterator[None]:
    """Connect the provider that only records; the one before comes back after the test."""
    before = gateway._bound.adapter
    gateway.connect(OfflineGateway())
    yield
    gateway._bound.adapter = before


@dataclass
class Money:
    """A money pitch with backers and two treasurers of its host; `step` methods act, properties read afresh."""

    host: Organisation
    pitcher: Person
    first: Person
    second: Person
    pitch_id: UUID
    pledges: list[MoneyPledge]

    @property
    def pitch(self) -> Pitch:
        """Return the pitch as it is stored now."""
        return one(Pitch, self.pitch_id)

    @property
    def settlement(self) -> Settlement:
        """Return what the lock froze."""
        with reading() as session:
            return session.exec(select(Settlement).where(Settlement.pitch_id == self.pitch_id)).one()

    @property
    def figures(self) -> Any:
        """Return the sums of the pitch's money."""
        with reading() as session:
            return figures_of(session, self.pitch_id)

    @property
    def held(self) -> int:
        """Return what the books hold for the pitch, in cents."""
        return -booked(held_for(self.pitch_id))

    @property
    def payable(self) -> int:
        """Return what the books say is owed because of the pitch, in cents."""
        return -booked(payable_of(self.pitch_id))

    @property
    def states(self) -> list[str]:
        """Return the states of the pledges, in the order they were made."""
        return [one(MoneyPledge, pledge.id).state.value for pledge in self.pledges]

    def payment(self, number: int = 0) -> Payment:
        """Return the payment of a pledge."""
        with reading() as session:
            return session.exec(select(Payment).where(Payment.pledge_id == self.pledges[number].id)).one()

    def rounds(self) -> list[RefundRound]:
        """Return the rounds of refunds, first come first."""
        with reading() as session:
            return list(session.exec(select(RefundRound).order_by(RefundRound.id)))

    def refunded(self, round_id: UUID) -> list[int]:
        """Return what goes back of each pledge in a round, in cents, in the order of the pledges."""
        with reading() as session:
            query = sa.select(Payment.pledge_id, Refund.amount_cents).join(Refund, Refund.payment_id == Payment.id)
            parts = dict(session.execute(query.where(Refund.round_id == round_id)).all())
        return [parts.get(pledge.id, 0) for pledge in self.pledges]

    def weigh(self) -> None:
        """Put the pitch on the scales, as after any event."""
        service.weigh(TopUpAdded(pitch_id=self.pitch_id, amount_cents=1))

    def clear(self, state: ClearanceState = ClearanceState.CLEARED) -> None:
        """Say where the clearance of the pitch stands."""
        with transaction() as session:
            session.exec(select(Clearance).where(Clearance.pitch_id == self.pitch_id)).one().state = state

    def pay(self, number: int = 0, cents: int | None = None, by: Person | None = None, reference: str = "") -> None:
        """Record that a backer paid; the whole promise unless `cents` says otherwise."""
        pledge = self.pledges[number]
        amount = one(MoneyPledge, pledge.id).accepted_cents if cents is None else cents
        seen = service.Seen(pledge.reference, amount, self.today, reference or f"BANK-{next(_bank)}")
        service.record_money((by or self.first).id, seen)

    def pay_all(self) -> None:
        """Record that every backer paid."""
        for number in range(len(self.pledges)):
            self.pay(number)

    def fund(self) -> None:
        """Lock the pitch and collect everything."""
        self.weigh()
        self.pay_all()

    def show(self, cents: int, kind: DocumentKind = DocumentKind.RECEIPT, *, verify: bool = True) -> UUID:
        """Show a document as the pitcher, verified by the first treasurer unless told otherwise."""
        proof = service.Proof(kind, "Seat and train", cents, self.today)
        document_id = service.show_document(self.pitcher.id, self.pitch_id, proof)
        if verify:
            service.verify_document(self.first.id, document_id)
        return document_id

    def prove(self, receipts: int, organisation: int = 0) -> None:
        """Show and verify the whole cost: the organisation's part and the pitcher's; all documents are in."""
        if organisation:
            self.show(organisation, DocumentKind.ORGANISATION)
        if receipts - organisation:
            self.show(receipts - organisation)
        service.say_complete(self.pitcher.id, self.pitch_id)

    def pay_out(self, cents: int, payee: Payee = Payee.PITCHER) -> UUID:
        """Propose a payout as the first treasurer and confirm it as the second."""
        plan = service.PayoutPlan(payee, cents, "Bank transfer")
        payout_id = service.propose_payout(self.first.id, self.pitch_id, plan)
        service.confirm_payout(self.second.id, payout_id, "OUT-1")
        return payout_id

    def send_savings(self) -> UUID:
        """Propose, confirm and send what goes back; return the round."""
        round_id = service.propose_savings(self.first.id, self.pitch_id)
        service.confirm_refunds(self.second.id, round_id)
        service.send_refunds(self.second.id, round_id, "BACK-1")
        return round_id

    @property
    def today(self) -> date:
        """Return the program's day."""
        return now().date()


def one(table: Any, row_id: UUID) -> Any:
    """Return a row as it is stored now."""
    with reading() as session:
        return session.get_one(table, row_id)


def first_row(table: Any) -> Any:
    """Return the row that was made first."""
    with reading() as session:
        return session.scalars(sa.select(table).order_by(table.id)).first()


def booked(account: str) -> int:
    """Return what stands on an account, in signed cents."""
    with reading() as session:
        return balance(session, account).cents


def told(name: str) -> int:
    """Return how often an event of this name was emitted."""
    with reading() as session:
        return session.execute(sa.select(sa.func.count()).where(Outbox.name == name)).scalar_one()


def money(
    amounts: Sequence[int] = (25000, 25000, 20000),
    clearance: ClearanceState = ClearanceState.NOT_ASKED,
    **pitch: Any,
) -> Money:
    """Return an open pitch whose peers promised `amounts` cents: 2,400.00, 1,000.00 of it from the organisation."""
    host = make.organisation(adopted=False)
    make.adoption(host, steps_needed=0)
    pitcher = make.person("Amira", of=host)
    first, second = make.person("Tove", of=host), make.person("Rémi", of=host)
    make.role(first, Role.TREASURER, host)
    make.role(second, Role.TREASURER, host)
    row = make.money_pitch(pitcher, **pitch)
    make.kept(Clearance(pitch_id=row.id, terms_version=1, state=clearance, line_needed=1))
    home = make.organisation()
    pledges = [make.pledge(row, make.person(of=home), cents) for cents in amounts]
    return Money(host, pitcher, first, second, row.id, pledges)


def all_agrees() -> None:
    """Assert that every check of the books finds nothing; displayed counters of built rows apart."""
    assert [finding for finding in disagreements() if finding.law != 10] == []
