"""A pitch that is settled by card: backers with test cards, a standing clock, and a worker that does what is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.notices.models import Notice
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card, Payment
from crowdlearn.payments.rules import Wanted
from crowdlearn.people.models import Person
from crowdlearn.people.rules import MoneyMode, Role
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.reactions import AFTER
from crowdlearn.sandbox import intents
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import NOTICE_BEFORE_HOLD
from tests import make

from .cards import OK, Processor
from .clocks import Hands
from .money import Money, one

MOST_ROUNDS = 12


@dataclass
class CardMoney(Money):
    """Money by card; `work` does what is due, `wait` lets time pass and does what falls due on the way."""

    processor: Processor
    clock: Hands

    def back(self, cents: int, number: str = OK, state: PledgeState = PledgeState.PLEDGED) -> MoneyPledge:
        """Return a pledge of somebody else with a card."""
        peer = make.person(of=make.organisation(mode=MoneyMode.CARD))
        card = self.processor.save_card(peer, number)
        pledge = make.pledge(self.pitch, peer, cents, state, card_id=card.id)
        self.pledges.append(pledge)
        return pledge

    def work(self) -> None:
        """Do what is due now, in the worker's order, until nothing is left to do."""
        for _ in range(MOST_ROUNDS):
            begun = service.begin_holds() + service.follow_holds()
            spoken = payments.carry_out_what_is_wanted()
            if not begun + spoken + drain_all(AFTER):
                return
        raise AssertionError("the worker never comes to rest")

    def wait(self, step: timedelta = timedelta(hours=6), **units: float) -> None:
        """Let time pass, in steps in which the worker works."""
        left = timedelta(**units)
        while left > timedelta():
            self.clock.forward(min(step, left))
            left -= min(step, left)
            self.work()

    def lock_and_hold(self) -> None:
        """Lock the pitch and ask for every hold, when the notice is over."""
        self.weigh()
        self.work()
        self.wait(seconds=NOTICE_BEFORE_HOLD.total_seconds())

    def give_card(self, number: int, card: str = OK) -> None:
        """Let a backer use another card, as from the mail."""
        payment = self.payment(number)
        saved = self.processor.save_card(one(Person, payment.person_id), card)
        with transaction() as session:
            payments.use_card(session, session.get_one(Payment, payment.id), saved.id)
        self.work()

    def confirm(self, number: int) -> None:
        """Let a backer say to the bank that it is them."""
        payment = self.payment(number)
        with reading() as session:
            card = session.get_one(Card, payment.card_id).reference
        words: Any = {"payment_method": card, "return_url": "https://learn.example/back"}
        self.processor.api.payment_intents.confirm(payment.processor_reference, words)
        with self.processor.store.visit() as state:
            intents.answer_bank(state, payment.processor_reference, yes=True)
        payments.refresh(payment.id)
        self.work()

    def fail_with(self, number: int, failure: str) -> None:
        """Let it be this that a bank said of a card."""
        payment_id = self.payment(number).id
        with transaction() as session:
            session.get_one(Payment, payment_id).failure = failure

    def lapse(self, number: int) -> None:
        """Let the hold of a backer lapse now."""
        reference = self.payment(number).processor_reference
        with self.processor.store.visit() as state:
            [charge] = state.all("charge", {"payment_intent": reference})
            charge["payment_method_details"]["card"]["capture_before"] = 0
            state.put(charge)

    def consent_until(self, day: date) -> None:
        """Let every backer have agreed to be charged until this day."""
        with transaction() as session:
            session.execute(sa.update(MoneyPledge).values(consent_until=day))

    @property
    def moves(self) -> list[str]:
        """Return the states of the payments, in the order of the pledges; "" where nobody was asked."""
        with reading() as session:
            found = dict(session.execute(sa.select(Payment.pledge_id, Payment.state)).all())
        return [found[pledge.id].value if pledge.id in found else "" for pledge in self.pledges]

    @property
    def intents(self) -> list[str]:
        """Return what the processor says of each payment, in the order they were made known."""
        return [intent["status"] for intent in reversed(self.processor.all("payment_intent"))]

    @property
    def charged(self) -> int:
        """Return what the processor has taken of this pitch in all, in cents."""
        return sum(charge["amount_captured"] for charge in self.processor.all("charge"))

    @property
    def wants(self) -> list[Wanted]:
        """Return what is wanted of the payments, in the order of the pledges."""
        with reading() as session:
            rows = session.exec(select(Payment).where(Payment.pitch_id == self.pitch_id).order_by(Payment.pledge_id))
            return [row.wanted for row in rows]

    def told(self, kind: str) -> list[UUID]:
        """Return who was told something of a kind, as often as they were."""
        with reading() as session:
            return list(session.scalars(sa.select(Notice.person_id).where(Notice.kind == kind)))


Make = Callable[..., CardMoney]


@pytest.fixture
def by_card(processor: Processor, clock: Hands) -> Make:
    """Return what makes a pitch of 2,400.00 by card, 700.00 of it asked of peers; the clock stands."""
    clock.stand()

    def case(
        amounts: Sequence[int] = (25000, 25000, 20000),
        numbers: Sequence[str] = (OK, OK, OK),
        clearance: ClearanceState = ClearanceState.NOT_ASKED,
        **pitch: Any,
    ) -> CardMoney:
        host = make.organisation(adopted=False)
        make.adoption(host, MoneyMode.CARD, steps_needed=0)
        pitcher = make.person("Amira", of=host)
        first, second = make.person("Tove", of=host), make.person("Rémi", of=host)
        make.role(first, Role.TREASURER, host)
        make.role(second, Role.TREASURER, host)
        row = make.money_pitch(pitcher, **pitch)
        make.kept(Clearance(pitch_id=row.id, terms_version=1, state=clearance, line_needed=1))
        found = CardMoney(host, pitcher, first, second, row.id, [], processor, clock)
        for cents, number in zip(amounts, numbers, strict=True):
            found.back(cents, number)
        return found

    return case


def hours(number: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=number)
