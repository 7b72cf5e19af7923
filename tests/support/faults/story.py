"""A pitch's money from the last promise to the last cent back, act by act, and how to go on after a fault."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from crowdlearn.db.operations import DoneBefore, operating
from crowdlearn.db.outbox import drain, drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.money import Money as Amount
from crowdlearn.payments import gateway
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.pledges import service as pledges
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import MoneyOffer
from crowdlearn.reactions import AFTER
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Document, Payout, RefundRound
from crowdlearn.settlement.queries import disagreements
from crowdlearn.settlement.rules import DocumentKind, Payee
from tests import make
from tests.support.clocks import Hands
from tests.support.databases import Maker
from tests.support.money import Money, money

from .scene import Scene

LEASE_ENDS = timedelta(minutes=6)  # a dead worker's delivery is taken up by another


@dataclass(frozen=True)
class Act:
    """One step of the story, so many days after its beginning. What the worker does has no form, so no key."""

    name: str
    do: Callable[[Money], object]
    by_worker: bool = False
    days: int = 0

    @property
    def after(self) -> timedelta:
        """Return how long after the beginning of the story it is."""
        return timedelta(days=self.days)

    def once(self, case: Money) -> None:
        """Do it as its person does, with the key of the form; the second time nothing is left to do."""
        if self.by_worker:
            self.do(case)
            return
        try:
            with operating(self.name):
                self.do(case)
        except DoneBefore:
            return


def _promise(case: Money) -> object:
    offer = MoneyOffer(Amount(20000), terms_version=1)
    return pledges.promise_money(_newcomer(case), case.pitch_id, offer)


def _newcomer(case: Money) -> Any:
    return case.pledges[0].peer_id  # their second promise grows from the first


def _pay(number: int) -> Callable[[Money], object]:
    def pay(case: Money) -> object:
        row = _rows(MoneyPledge)[number]
        seen = service.Seen(row.reference, row.accepted_cents, case.today, f"EFT {number}")
        return service.record_money(case.first.id, seen)

    return pay


def _show(kind: DocumentKind, cents: int) -> Callable[[Money], object]:
    def show(case: Money) -> object:
        proof = service.Proof(kind, "Seat", cents, case.today)
        return service.show_document(case.pitcher.id, case.pitch_id, proof)

    return show


def _verify(number: int) -> Callable[[Money], object]:
    return lambda case: service.verify_document(case.first.id, _rows(Document)[number].id)


def _rows(table: Any) -> list[Any]:
    with reading() as session:
        return list(session.scalars(sa.select(table).order_by(table.id)))


def _work(_: Money) -> object:
    return drain_all(AFTER)


PLAN = service.PayoutPlan(Payee.PITCHER, 60000, "Transfer")  # row 21 of money.md: 2,200.00 were spent
STORY = (
    Act("promise", _promise),
    Act("work after the promise", _work, by_worker=True),
    *(Act(f"payment {number}", _pay(number)) for number in range(3)),
    Act("work after the payments", _work, by_worker=True),
    Act("own receipt", _show(DocumentKind.RECEIPT, 120000)),
    Act("organisation's record", _show(DocumentKind.ORGANISATION, 100000)),
    Act("verify the receipt", _verify(0)),
    Act("verify the record", _verify(1)),
    Act("all is in", lambda case: service.say_complete(case.pitcher.id, case.pitch_id)),
    Act("propose the payout", lambda case: service.propose_payout(case.first.id, case.pitch_id, PLAN)),
    Act("confirm the payout", lambda case: service.confirm_payout(case.second.id, _rows(Payout)[0].id, "OUT")),
    Act("propose the savings", lambda case: service.propose_savings(case.first.id, case.pitch_id)),
    Act("confirm the savings", lambda case: service.confirm_refunds(case.second.id, _rows(RefundRound)[0].id)),
    Act("send the savings", lambda case: service.send_refunds(case.second.id, _rows(RefundRound)[0].id, "BACK")),
    Act("work after the money", _work, by_worker=True),
    Act("complete", lambda _: service.complete_all(), by_worker=True, days=8),
    Act("work at the end", _work, by_worker=True, days=8),
)


def recover(act: Act, case: Money, hands: Hands) -> int:
    """Go on after a fault: the person sends the form again, the worker passes by; return after how many it is quiet."""
    act.once(case)
    hands.forward(LEASE_ENDS)
    return next(passes for passes in range(10) if not drain(AFTER, limit=1000))


@dataclass
class Staged:
    """The database just before an act, and how everything stands when the act was done without a fault."""

    act: Act
    address: str
    right: dict[str, Any]


class Stage:
    """The story told once without faults, with a copy of the database before each act."""

    def __init__(self, maker: Maker) -> None:
        self.scene, self._open = Scene(maker), ExitStack()
        self.acts: list[Staged] = []

    def __enter__(self) -> "Stage":
        self._open.callback(gateway.connect, gateway._bound.adapter)
        gateway.connect(OfflineGateway())
        self._open.enter_context(self.scene)
        with self.scene.open():
            self.case = money([25000, 25000], starts_on=make.days(2), ends_on=make.days(3))
            service.run_checks()  # built rows are counted now
        for act in STORY:
            self._tell(act)
        return self

    def _tell(self, act: Act) -> None:
        before = self.scene.kept(self._open)
        with self.scene.open(after=act.after):
            act.once(self.case)
        with ExitStack() as for_a_while:
            after = self.scene.kept(for_a_while)
            with self.scene.open(after=act.after) as hands:
                recover(act, self.case, hands)
                self.acts.append(Staged(act, before, standing()))
            with self.scene.open(after):  # the story goes on as it was before the recovery
                pass

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @contextmanager
    def before(self, staged: Staged) -> Iterator[Hands]:
        """Put the database back to before an act, on the act's day; lend the clock's hands."""
        with self.scene.open(staged.address, staged.act.after) as hands:
            yield hands


def standing() -> dict[str, Any]:
    """Return how everything stands: states, accounts, what was written down and who was told how often."""
    found = [finding.law for finding in disagreements()]
    with reading() as session:

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in session.execute(sa.text(statement))]

        return {
            "pitch": ask("SELECT state, promised_cents, backers, top_up_cents FROM pitch"),
            "pledges": ask("SELECT accepted_cents, state FROM moneypledge ORDER BY accepted_cents, state"),
            "payments": ask("SELECT amount_cents, refunded_cents, state FROM payment ORDER BY 1, 2, 3"),
            "accounts": ask("SELECT account, SUM(amount_cents) FROM entry GROUP BY account ORDER BY account"),
            "audit": ask("SELECT action, COUNT(*) FROM auditrow GROUP BY action ORDER BY action"),
            "events": ask("SELECT name, COUNT(*) FROM outbox GROUP BY name ORDER BY name"),
            "notices": ask("SELECT kind, COUNT(*) FROM notice GROUP BY kind ORDER BY kind"),
            "found": found,
        }
