"""A card processor for tests: the sandbox behind the unmodified library, and people with cards."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import stripe
from flask import Flask
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments import gateway
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card, CardPage, Payment
from crowdlearn.payments.rules import Wanted
from crowdlearn.payments.stripe_gateway import StripeGateway
from crowdlearn.people.models import Person
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState, bounds
from crowdlearn.sandbox import checkout, endpoints, line
from crowdlearn.sandbox.client import SandboxClient
from crowdlearn.sandbox.store import Body, Store
from tests import make
from tests.support.money import Money, one

OK, DECLINES_LATER, ASKS_LATER = "4242424242424242", "4000000000000341", "4000002760003184"
NO_FUNDS, DISPUTES, REFUND_FAILS = "4000000000009995", "4000000000000259", "4000000000005126"


class SlowLine(SandboxClient):
    """A line on which the first answer to one kind of request takes its time."""

    def __init__(self, store: Store, slow: tuple[str, str], meanwhile: Callable[[], None]) -> None:
        super().__init__(store)
        self.slow, self.meanwhile, self.used = slow, meanwhile, False

    def request(self, method: str, url: str, *words: Any, **more: Any) -> tuple[str, int, Mapping[str, str]]:
        """Answer as the processor does, and bring the answer late once."""
        answered = super().request(method, url, *words, **more)
        if not self.used and (method.upper(), urlsplit(url).path) == self.slow:
            self.used = True
            self.meanwhile()
        return answered


@dataclass
class Processor:
    """The processor as tests see it: its memory, and its API as anybody may call it."""

    store: Store

    @property
    def api(self) -> Any:
        """Return a client of our own, beside the program's."""
        return stripe.StripeClient("sk_test_tests", http_client=SandboxClient(self.store)).v1

    def all(self, kind: str, **where: Any) -> list[Body]:
        """Return its objects of a kind, newest first."""
        with self.store.visit() as state:
            return list(state.all(kind, where))

    def listen(self) -> None:
        """Have the processor report to this program, which knows the secret."""
        secret = endpoints.listener(self.store, "https://learn.example/webhooks/stripe")
        gateway.cards().webhook_secrets = (secret,)  # type: ignore[attr-defined]

    def report(self) -> int:
        """Deliver the reports that are due; return how many were taken."""
        return endpoints.deliver(self.store, hear)

    @contextmanager
    def slow_answer(self, method: str, path: str, meanwhile: Callable[[], None]) -> Iterator[None]:
        """Let the next answer to such a request be under way while `meanwhile` happens; it does happen."""
        line, before = SlowLine(self.store, (method, path), meanwhile), gateway._bound.cards
        gateway.connect_cards(StripeGateway("sk_test_crowdlearn", name="sandbox", http_client=line))
        try:
            yield
        finally:
            gateway.connect_cards(before)
        assert line.used, "nobody asked"

    def save_card(self, person: Person, number: str = OK, year: int = 2034, pledge_id: UUID | None = None) -> Card:
        """Let a person save a card on the hosted page."""
        asked = payments.PageAsked(now() + timedelta(minutes=31), _nowhere, _nowhere, "en")
        payments.open_card_page(person.id, asked, pledge_id)
        with reading() as session:
            page = session.exec(select(CardPage).order_by(CardPage.id.desc())).first()
        with self.store.visit() as state:
            shown = checkout.enter_card(state, page.reference, number, 12, year)
            checkout.answer_bank(state, shown["setup_intent"], yes=True)  # where the bank asks when it is saved
        payments.finish_card_page(page.id)
        with reading() as session:
            return session.exec(select(Card).where(Card.id == session.get(CardPage, page.id).card_id)).one()

    def expect(
        self, pitch: Pitch, person: Person, cents: int, number: str = OK, wanted: Wanted = Wanted.NOTHING
    ) -> Payment:
        """Return the payment of a committed pledge by a card."""
        card = self.save_card(person, number)
        pledge: MoneyPledge = make.pledge(pitch, person, cents, PledgeState.COMMITTED)
        with transaction() as session:
            (payment,) = payments.ask(session, [pledge], provider="sandbox", due_at=now() + timedelta(days=3))
            payment.card_id, payment.wanted = card.id, wanted
        return payment


def hear(each: endpoints.Delivery) -> bool:
    """Take a report as the page for reports does; a report that is not the processor's is refused."""
    try:
        payments.hear(each.body.encode(), each.headers["Stripe-Signature"])
    except gateway.BadReport:
        return False
    return True


def _nowhere(page_id: UUID) -> str:
    return f"https://learn.example/back/{page_id}"


@pytest.fixture
def processor(app: Flask, tmp_path: Path) -> Iterator[Processor]:
    """Connect a card processor of one's own for the length of a test, and allow organisations to use it."""
    assert app  # it has bound its own by now
    store = Store(tmp_path / "sandbox.db")
    before, line_before, modes = gateway._bound.cards, line._line.store, bounds.modes
    line.connect(store)
    bounds.modes = frozenset(MoneyMode)
    gateway.connect_cards(StripeGateway("sk_test_crowdlearn", name="sandbox", http_client=SandboxClient(store)))
    yield Processor(store)
    gateway.connect_cards(before)
    line._line.store = line_before
    bounds.modes = modes


def paid_by_card(processor: Processor, case: Money, numbers: Sequence[str]) -> None:
    """Let the backers of a locked pitch pay what they promised by card, and put the pitch on the scales."""
    for number, card_number in enumerate(numbers):
        payment = case.payment(number)
        card = processor.save_card(one(Person, payment.person_id), card_number)
        with transaction() as session:
            row = session.get_one(Payment, payment.id)
            row.provider, row.card_id, row.host_id, row.wanted = "sandbox", card.id, case.host.id, Wanted.HOLD
        payments.carry_out_what_is_wanted()
        want(payment, Wanted.TAKE)
        payments.carry_out_what_is_wanted()
    case.weigh()


def want(payment: Payment, wanted: Wanted) -> None:
    """Have settlement want something of a payment."""
    with transaction() as session:
        session.get_one(Payment, payment.id).wanted = wanted


def stored(payment: Payment) -> Payment:
    """Return a payment as it is stored now."""
    with reading() as session:
        return session.get_one(Payment, payment.id)
