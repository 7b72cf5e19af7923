"""Card money from the hold to the refund, act by act, with a processor that remembers what our crashes forget.

Settlement is not part of it: what it decides, `Payment.wanted`, is written directly.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.payments import gateway
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.payments.rules import Wanted
from crowdlearn.payments.stripe_gateway import StripeGateway
from crowdlearn.sandbox import client
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.sandbox.store import Store
from crowdlearn.settlement import service
from crowdlearn.settlement.queries import disagreements
from tests import make
from tests.support.cards import ASKS_LATER, DECLINES_LATER, OK, Processor
from tests.support.clocks import Hands, held
from tests.support.databases import Maker
from tests.support.money import Money, money, one

from .story import opened

AMOUNTS, NUMBERS = (25000, 25000, 20000), (OK, OK, OK)
Prepare = Callable[["CardCase"], None]


@dataclass
class CardCase:
    """A pitch whose three backers pay by card, and three payments of another one: let go, refused, asked about."""

    processor: Processor
    money: Money
    spare: tuple[Payment, ...]


@dataclass(frozen=True)
class CardAct:
    """What settlement wanted, or a treasurer confirmed; then the worker does it."""

    name: str
    prepare: Prepare


@dataclass
class StagedCards:
    """Database and processor just before the worker acts, and how all stands when nothing went wrong."""

    act: CardAct
    address: str
    memory: Path
    right: dict[str, Any]


def _want(case: CardCase, wanted: Wanted, spare: Wanted) -> None:
    with transaction() as session:
        for row in session.exec(select(Payment).where(Payment.pitch_id == case.money.pitch_id)):
            row.wanted = wanted
        for payment in case.spare[:1] if spare is Wanted.LET_GO else case.spare:
            session.get_one(Payment, payment.id).wanted = spare


def _savings(case: CardCase) -> None:
    case.money.weigh()
    case.money.prove(220000, 100000)
    round_id = service.propose_savings(case.money.first.id, case.money.pitch_id)
    service.confirm_refunds(case.money.second.id, round_id)


CARD_STORY = (
    CardAct("hold", lambda case: _want(case, Wanted.HOLD, Wanted.HOLD)),
    CardAct("take and let go", lambda case: _want(case, Wanted.TAKE, Wanted.LET_GO)),
    CardAct("send the savings back", _savings),
)


def worker() -> int:
    """Let the worker pass by once; return how much it found to do."""
    return payments.carry_out_what_is_wanted() + service.send_refunds_to_cards()


def recover(hands: Hands) -> int:
    """Let the worker go on after a fault until nothing is left; return after how many passes it was quiet."""
    for passes in range(10):
        hands.forward(minutes=3)
        if not worker():
            return passes
    return 10


class CardStage:
    """The story told once without faults; a copy of the database and of the processor before each act."""

    def __init__(self, maker: Maker, folder: Path) -> None:
        self.maker, self.folder, self._open = maker, folder, ExitStack()
        self.acts: list[StagedCards] = []

    def __enter__(self) -> "CardStage":
        self._open.callback(gateway.connect, gateway._bound.adapter)
        self._open.callback(gateway.connect_cards, gateway._bound.cards)
        gateway.connect(OfflineGateway())
        self.store = Store(self.folder / "sandbox.db")
        self.processor = Processor(self.store)
        line = client.SandboxClient(self.store)
        gateway.connect_cards(StripeGateway("sk_test_crowdlearn", name="sandbox", http_client=line))
        address = self._open.enter_context(self.maker.copy())
        with opened(address):
            self.case = self._cast()
        for act in CARD_STORY:
            with opened(address):
                act.prepare(self.case)
            before = self._open.enter_context(self.maker.copy(address))
            memory = self._keep(act)
            with opened(address), held() as hands:
                worker()
                recover(hands)
                self.acts.append(StagedCards(act, before, memory, standing(self.processor)))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _cast(self) -> CardCase:
        ready = money(AMOUNTS)
        ready.weigh()
        for number, digits in enumerate(NUMBERS):
            payment = ready.payment(number)
            card = self.processor.save_card(one(type(ready.first), payment.person_id), digits)
            with transaction() as session:
                row = session.get_one(Payment, payment.id)
                row.provider, row.card_id, row.host_id = "sandbox", card.id, ready.host.id
        other = make.money_pitch(make.person(of=make.organisation()))
        spare = [self.processor.expect(other, make.person(), 2500, n) for n in (OK, DECLINES_LATER, ASKS_LATER)]
        return CardCase(self.processor, ready, tuple(spare))

    def _keep(self, act: CardAct) -> Path:
        kept = self.folder / f"{act.name}.db"
        with self.store.visit() as state:
            state.connection.execute("COMMIT")
            state.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            state.connection.execute("BEGIN")
        shutil.copy(self.store.path, kept)
        return kept

    @contextmanager
    def before(self, staged: StagedCards) -> Iterator[Hands]:
        """Put database and processor back to just before an act; lend the clock's hands."""
        for leftover in self.folder.glob("sandbox.db*"):
            leftover.unlink()
        shutil.copy(staged.memory, self.store.path)
        with self.maker.copy(staged.address) as address, opened(address), held() as hands:
            yield hands


def standing(processor: Processor) -> dict[str, Any]:
    """Return how everything stands, with us and with the processor: what must not depend on any fault."""
    found = [finding.law for finding in disagreements() if finding.law not in (3, 5, 10)]
    with reading() as session:

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in session.execute(sa.text(statement))]

        ours = {
            "payments": ask("SELECT amount_cents, refunded_cents, state FROM payment ORDER BY 1, 2, 3"),
            "refunds": ask("SELECT amount_cents, state FROM refund ORDER BY 1, 2"),
            "accounts": ask("SELECT account, SUM(amount_cents) FROM entry GROUP BY account ORDER BY account"),
            "postings": ask("SELECT COUNT(*) FROM posting"),
            "events": ask("SELECT name, COUNT(*) FROM outbox GROUP BY name ORDER BY name"),
            "audit": ask("SELECT action, COUNT(*) FROM auditrow GROUP BY action ORDER BY action"),
            "found": found,
        }
    return ours | truth(processor) | {"intents": _sorted(processor, "payment_intent", "amount", "status")}


def truth(processor: Processor) -> dict[str, Any]:
    """Return the money that the processor moved: what it took, holds, sent back, and keeps."""
    balance = processor.api.balance.retrieve().available
    return {
        "taken": _sorted(processor, "charge", "amount_captured", "paid", "captured", "amount_refunded"),
        "sent back": _sorted(processor, "refund", "amount", "status"),
        "balance": [each.amount for each in balance],
    }


def _sorted(processor: Processor, kind: str, *names: str) -> list[tuple[Any, ...]]:
    return sorted(tuple(body[name] for name in names) for body in processor.all(kind))


@contextmanager
def at_request(number: int, strike: Callable[[], tuple[Place, Kind] | None]) -> Iterator[list[int]]:
    """Let something happen at the request of this number; lend the count of requests."""
    seen, before = [0], client.strike

    def counted(store: Store, method: str, path: str) -> tuple[Place, Kind] | None:
        seen[0] += 1
        return strike() if seen[0] == number else before(store, method, path)

    client.strike = counted
    try:
        yield seen
    finally:
        client.strike = before


class Sleepy:
    """The card processor's port, with something that happens before its call of a number."""

    def __init__(self, port: Any, number: int, sleep: Callable[[], object]) -> None:
        self.port, self.number, self.sleep, self.calls = port, number, sleep, 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.port, name)
        if not callable(found):
            return found

        def called(*words: Any) -> Any:
            self.calls += 1
            if self.calls == self.number:
                self.sleep()
            return found(*words)

        return called


@contextmanager
def before_call(number: int, sleep: Callable[[], object]) -> Iterator[Sleepy]:
    """Let something happen before the call of this number of the processor's port; lend the port."""
    port = gateway.cards()
    sleepy = Sleepy(port, number, sleep)
    gateway.connect_cards(sleepy)  # type: ignore[arg-type]
    try:
        yield sleepy
    finally:
        gateway.connect_cards(port)
