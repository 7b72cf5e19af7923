"""Card money act by act, with a processor that remembers what our crashes forget, and what goes wrong at its calls."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.payments import gateway
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.payments.stripe_gateway import StripeGateway
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pledges.rules import bounds
from crowdlearn.sandbox import client
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.sandbox.store import Store
from crowdlearn.settlement.queries import disagreements
from tests.support.cards import Processor
from tests.support.clocks import Hands
from tests.support.databases import Maker

from .breaking import at_commit
from .scene import Scene
from .settling import CARD_STORY, CardAct, cast, recover, recover_after_a_day, worker


@dataclass
class StagedCards:
    """Database and processor just before the worker passes by, and how all stands when nothing went wrong."""

    act: CardAct
    address: str
    memory: Path
    right: dict[str, Any]

    @property
    def after(self) -> timedelta:
        """Return when the worker passes by, from the beginning of the story."""
        return timedelta(hours=self.act.hours)


class CardStage:
    """The story told once without faults; a copy of the database and of the processor before each act."""

    def __init__(self, maker: Maker, folder: Path) -> None:
        self.folder, self.scene, self._open = folder, Scene(maker), ExitStack()
        self.acts: list[StagedCards] = []
        self._right_after_a_day: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "CardStage":
        self._bind()
        self._open.enter_context(self.scene)
        with self.scene.open():
            self.case = cast(self.processor)
        for act in CARD_STORY:
            with self.scene.open(after=timedelta(hours=act.hours)):
                act.prepare(self.case)
            before, memory = self.scene.kept(self._open), self._keep(act)
            with self.scene.open(after=timedelta(hours=act.hours)) as hands:
                worker()
                recover(hands)
                self.acts.append(StagedCards(act, before, memory, standing(self.processor)))
        self.end = self.scene.kept(self._open)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _bind(self) -> None:
        self._open.callback(gateway.connect, gateway._bound.adapter)
        self._open.callback(gateway.connect_cards, gateway._bound.cards)
        self._open.callback(setattr, bounds, "modes", bounds.modes)
        bounds.modes = frozenset(MoneyMode)
        gateway.connect(OfflineGateway())
        self.store = Store(self.folder / "sandbox.db")
        self.processor = Processor(self.store)
        line = client.SandboxClient(self.store)
        gateway.connect_cards(StripeGateway("sk_test_crowdlearn", name="sandbox", http_client=line))

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
        """Put database, processor and clock back to just before an act; lend the clock's hands."""
        for leftover in self.folder.glob("sandbox.db*"):
            leftover.unlink()
        shutil.copy(staged.memory, self.store.path)
        with self.scene.open(staged.address, staged.after) as hands:
            yield hands

    def right_after_a_day(self, staged: StagedCards) -> dict[str, Any]:
        """Return where the money comes to rest when nothing goes wrong, and nobody passes by for a day after it."""
        if staged.act.name not in self._right_after_a_day:
            with self.before(staged) as hands:
                worker()
                recover_after_a_day(hands)
                self._right_after_a_day[staged.act.name] = moved(standing(self.processor))
        return self._right_after_a_day[staged.act.name]


_ROWS = {
    "pitches": "SELECT state, promised_cents, backers, top_up_cents FROM pitch ORDER BY id",
    "decisions": "SELECT decision, top_up_cents FROM settlement ORDER BY pitch_id",
    "pledges": "SELECT pitch_id, accepted_cents, state FROM moneypledge ORDER BY id",
    "payments": "SELECT amount_cents, refunded_cents, wanted, state FROM payment ORDER BY pledge_id",
    "refunds": "SELECT amount_cents, state FROM refund ORDER BY 1, 2",
    "accounts": "SELECT account, SUM(amount_cents) FROM entry GROUP BY account ORDER BY account",
    "postings": "SELECT COUNT(*) FROM posting",
    "events": "SELECT name, COUNT(*) FROM outbox GROUP BY name ORDER BY name",
    "notices": "SELECT kind, COUNT(*) FROM notice GROUP BY kind ORDER BY kind",
    "audit": "SELECT action, COUNT(*) FROM auditrow GROUP BY action ORDER BY action",
    "commitments": "SELECT state, COUNT(*) FROM commitment GROUP BY state ORDER BY state",
}
_MONEY = ("refunds", "accounts", "postings", "found", "sent back", "balance")


def standing(processor: Processor) -> dict[str, Any]:
    """Return how everything stands, with us and with the processor: what must not depend on any fault."""
    found = [finding.law for finding in disagreements()]
    with reading() as session:
        ours = {name: [tuple(row) for row in session.execute(sa.text(asked))] for name, asked in _ROWS.items()}
    return (
        ours | truth(processor) | {"found": found, "intents": _sorted(processor, "payment_intent", "amount", "status")}
    )


def moved(found: dict[str, Any]) -> dict[str, Any]:
    """Return what of it is money that moved: without what was said on the way, and without a bank's no."""
    return {name: found[name] for name in _MONEY} | {
        "pitches": [(state, top_up) for state, _promised, _backers, top_up in found["pitches"]],
        "taken": [charge for charge in found["taken"] if charge[0]],
        "held": [cents for cents, status in found["intents"] if status == "requires_capture"],
    }


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


def telling_commits(act: Callable[[], object]) -> list[int]:
    """Do an act; return the numbers of its commits that come right after a request."""
    told, before = [], 0

    def note(number: int, late: bool) -> None:
        nonlocal before
        if not late and seen[0] > before:
            told.append(number)
            before = seen[0]

    with at_request(0, lambda: None) as seen, at_commit(note):
        act()
    return told


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
