"""Where the walk happens: a pitch with its people, brought to a stage once, and what the bank should hold by now."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.session import Database, reading
from crowdlearn.kernel import clock as kernel_clock
from crowdlearn.kernel.errors import NotAllowed, RuleBroken
from crowdlearn.kernel.ids import new_id
from crowdlearn.payments import gateway
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Settlement
from tests.support.databases import Maker, bound
from tests.support.money import Money, money

REFUSED = (RuleBroken, NotAllowed)
STAGES = ("open", "locked", "funded", "proven", "cheaper", "paid out")
shares = st.sampled_from([100, 100, 100, 100, 50, 130, 1])  # percent of what would be right
who = st.sampled_from(["first", "second"])
some = st.integers(0, 5)


class Plan(NamedTuple):
    """A pitch's figures in cents: personal base, organisation money; `parts` are peers' promises in percent."""

    base: int = 140000
    organisation: int = 100000
    own_percent: int = 50
    parts: Sequence[int] = (50, 30, 20)
    cleared: bool = True


PLANS = (
    Plan(),
    Plan(100001, 0, 50, (34, 33, 33)),
    Plan(140000, 0, 60, (100,)),
    Plan(3001, 100000, 50, (50, 49)),
    Plan(100001, 100000, 60, (40, 40)),
    Plan(cleared=False),
)


@dataclass
class Start:
    """A database of its own in which a pitch stands at its stage; `bank` is what came in on the way."""

    database: Database
    case: Money
    bank: int


class Starts:
    """Builds each start once; every walk from it is rolled back."""

    def __init__(self, maker: Maker) -> None:
        self._maker, self._open = maker, ExitStack()
        self.of = cache(self._build)

    def __enter__(self) -> "Starts":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _build(self, plan: Plan, stage: str) -> Start:
        one = Database()
        one.connect(self._open.enter_context(self._maker.copy()))
        self._open.callback(one.engine.dispose)
        with bound(one):
            start = Start(one, _pitch(plan), 0)
            service.run_checks()  # built rows are counted now
            _bring_to(start, stage)
        return start


def _pitch(plan: Plan) -> Money:
    own = -(-plan.base * plan.own_percent // 100)
    goal = plan.base - own
    cents = [goal * part // 100 for part in plan.parts]
    cents[0] += goal * sum(plan.parts) // 100 - sum(cents)
    clearance = ClearanceState.NOT_ASKED if plan.cleared else ClearanceState.WAITING
    promises = [amount for amount in cents if amount >= 500]
    cost = plan.base + plan.organisation
    return money(promises, clearance, cost=cost, organisation=plan.organisation, own=own)


def _bring_to(start: Start, stage: str) -> None:
    """Walk straight to a stage, as far as this pitch comes."""
    case, far = start.case, STAGES.index(stage)
    if far >= STAGES.index("locked"):
        case.weigh()
    if case.pitch.state is not PitchState.LOCKED or far < STAGES.index("funded"):
        return
    case.pay_all()
    start.bank += case.held
    cost, organisation = case.pitch.cost_cents, case.pitch.organisation_cents
    if far >= STAGES.index("proven"):
        case.prove(cost if stage == "proven" else organisation + (cost - organisation) * 8 // 10, organisation)
    if stage == "paid out":
        payable = case.figures.outcome.payable
        case.pay_out(payable)
        start.bank -= payable


class Ground(RuleBasedStateMachine):
    """One pitch and its people. `bank` is counted beside the program, from nothing but what was typed."""

    starts: Starts
    hunting: str = ""
    case: Money
    bank: int

    def __init__(self) -> None:
        super().__init__()
        self.given_back = ExitStack()

    @initialize(plan=st.sampled_from(PLANS), stage=st.sampled_from(STAGES))
    def begin(self, plan: Plan, stage: str) -> None:
        start = self.starts.of(*(self.hunted() if self.hunting else (plan, stage)))
        self.case, self.bank = start.case, start.bank
        self.connection = self.given_back.enter_context(start.database.engine.connect().execution_options(write=True))
        self.given_back.callback(self.connection.begin().rollback)
        self.given_back.enter_context(bound(start.database, self.connection))
        self.given_back.callback(_put_back, dict(vars(kernel_clock.clock)), gateway._bound.adapter)
        gateway.connect(OfflineGateway())

    @classmethod
    def hunted(cls) -> tuple[Plan, str]:
        """Return where a hunt begins: the plainest pitch, at its stage."""
        return Plan(cleared=cls.hunting != "open"), cls.hunting

    def teardown(self) -> None:
        self.given_back.close()

    def everybody_pays(self, by: str) -> None:
        """Record the whole payment of every pledge that is asked for one."""
        for row in self.ask("SELECT p.amount_cents, m.reference FROM payment p JOIN moneypledge m ON m.id = p.pledge_id"
                            " WHERE p.state = 'to_charge' ORDER BY p.id"):  # fmt: skip
            seen = service.Seen(row.reference, row.amount_cents, self.case.today, str(new_id()))
            if self.attempt(lambda seen=seen: service.record_money(self.treasurer(by), seen)):
                self.bank += row.amount_cents

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do it, and tell whether the rules let it happen."""
        try:
            act()
        except REFUSED:
            return False
        return True

    def ask(self, statement: str, **values: Any) -> Sequence[Any]:
        """Ask the database itself, in its own words."""
        return self.connection.execute(sa.text(statement), values).all()

    def chosen(self, table: Any, number: int) -> Any:
        """Return one of a table's rows, the newest for -1; None where there is none."""
        with reading() as session:
            rows = session.scalars(sa.select(table).order_by(table.id)).all()
        return rows[number % len(rows)] if rows else None

    @property
    def locked_once(self) -> bool:
        """Tell whether the pitch was ever locked."""
        return self.chosen(Settlement, 0) is not None

    def treasurer(self, name: str) -> UUID:
        """Return the id of one of the two treasurers."""
        return getattr(self.case, name).id


def _put_back(clock: dict[str, Any], adapter: Any) -> None:
    vars(kernel_clock.clock).clear()
    vars(kernel_clock.clock).update(clock)
    gateway._bound.adapter = adapter
