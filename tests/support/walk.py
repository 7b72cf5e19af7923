"""A machine that walks a pitch's money in any order that people might: pledge, lock, pay, prove, pay out, refund.

It drives the use-cases themselves on a real database, and after each step asks what must always be true. What it
believes the bank holds is counted beside, from nothing but what was typed.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import Session

from crowdlearn.approvals.rules import ClearanceState, ClearanceWithdrawn
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import Database, reading
from crowdlearn.kernel import clock as kernel_clock
from crowdlearn.kernel.errors import NotAllowed, RuleBroken
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money as Amount
from crowdlearn.ledger.rules import BANK, LOSSES
from crowdlearn.ledger.service import balance
from crowdlearn.payments import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.payments.offline_gateway import OfflineGateway
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges import service as pledges
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import MoneyOffer, PledgeState
from crowdlearn.reactions import AFTER
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Arrival, Claim, Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.queries import Figures, agreement, figures, order
from crowdlearn.settlement.rules import DocumentKind, Payee
from tests.support.databases import Maker, bound
from tests.support.money import Money, money

REFUSED = (RuleBroken, NotAllowed)
BEFORE_MONEY = {PitchState.OPEN, PitchState.TOP_UP, PitchState.PAUSED, PitchState.NOT_FUNDED, PitchState.WITHDRAWN}
LARGE = 20_000  # cents
shares = st.sampled_from([100, 100, 100, 100, 50, 130, 1])  # percent of what would be right
who = st.sampled_from(["first", "second"])
some = st.integers(0, 5)


class MoneyWalk(RuleBasedStateMachine):
    """One pitch, its people, and everything they may do with the money."""

    maker: Maker
    hunting: str = ""
    case: Money

    def __init__(self) -> None:
        super().__init__()
        self.bank = 0
        self.connection = self.maker.lent.engine.connect().execution_options(write=True)
        self.outer = self.connection.begin()
        self.binding = bound(self.maker.lent, self.connection)
        self.database: Database = self.binding.__enter__()
        self.clock_before = dict(vars(kernel_clock.clock))
        gateway.connect(OfflineGateway())

    def teardown(self) -> None:
        vars(kernel_clock.clock).clear()
        vars(kernel_clock.clock).update(self.clock_before)
        self.binding.__exit__(None, None, None)
        self.outer.rollback()
        self.connection.close()

    @initialize(
        base=st.sampled_from([140000, 100001, 3001]),
        organisation=st.sampled_from([0, 100000]),
        own_percent=st.sampled_from([50, 50, 60]),
        parts=st.sampled_from([(50, 30, 20), (100,), (40, 40), (34, 33, 33), (50, 49)]),
        stage=st.sampled_from(["open", "locked", "funded", "proven", "cheaper", "paid out"]),
        cleared=st.sampled_from([True, True, True, False]),
    )
    def begin(
        self, base: int, organisation: int, own_percent: int, parts: Sequence[int], stage: str, cleared: bool
    ) -> None:
        if self.hunting:  # the plainest pitch, brought to where the hunt begins
            base, organisation, own_percent, parts, stage = 140000, 100000, 50, (50, 30, 20), self.hunting
            cleared = stage != "open"
        own = -(-base * own_percent // 100)
        goal = base - own
        cents = [goal * part // 100 for part in parts]
        cents[0] += goal * sum(parts) // 100 - sum(cents)
        clearance = ClearanceState.NOT_ASKED if cleared else ClearanceState.WAITING
        cents = [amount for amount in cents if amount >= 500]
        self.case = money(cents, clearance, cost=base + organisation, organisation=organisation, own=own)
        service.run_checks()  # built rows are counted now
        self.go_to(stage)

    def go_to(self, stage: str) -> None:
        """Walk straight to a stage, as far as this pitch comes."""
        stages = ["open", "locked", "funded", "proven", "cheaper", "paid out"]
        if stage != "open":
            self.case.weigh()
        if self.case.pitch.state is not PitchState.LOCKED or stages.index(stage) < 2:
            return
        self.all_pay("first")
        cost, organisation = self.case.pitch.cost_cents, self.case.pitch.organisation_cents
        if stages.index(stage) > 2:
            spent = cost if stage == "proven" else organisation + (cost - organisation) * 8 // 10
            self.case.prove(spent, organisation)
        if stage == "paid out":
            payable = self.case.figures.outcome.payable
            self.case.pay_out(payable)
            self.bank -= payable

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do it, and tell whether the rules let it happen."""
        try:
            act()
        except REFUSED:
            return False
        return True

    def rows(self, table: Any) -> list[Any]:
        with reading() as session:
            return list(session.scalars(sa.select(table).order_by(table.id)))

    def chosen(self, table: Any, number: int) -> Any:
        rows = self.rows(table)
        return rows[number % len(rows)] if rows else None

    @property
    def locked_once(self) -> bool:
        return bool(self.rows(Settlement))

    def treasurer(self, name: str) -> UUID:
        return getattr(self.case, name).id

    # --- before the lock

    @rule(number=some, cents=st.sampled_from([500, 5000, 20000, 70000]), up_to=st.booleans())
    def promise(self, number: int, cents: int, up_to: bool) -> None:
        with reading() as session:
            known = session.scalars(sa.select(MoneyPledge.peer_id).distinct()).all()
        if known:
            offer = MoneyOffer(Amount(cents), terms_version=1, up_to=up_to)
            self.attempt(lambda: pledges.promise_money(known[number % len(known)], self.case.pitch_id, offer))

    @rule(number=some)
    def take_promise_back(self, number: int) -> None:
        if pledge := self.chosen(MoneyPledge, number):
            self.attempt(lambda: pledges.withdraw(pledge.peer_id, pledge.id))

    @rule()
    def weigh(self) -> None:
        self.case.weigh()

    @rule(percent=shares)
    def top_up(self, percent: int) -> None:
        missing = max(0, self.case.pitch.peer_goal_cents - self.case.pitch.promised_cents)
        self.attempt(lambda: service.add_top_up(self.case.pitcher.id, self.case.pitch_id, missing * percent // 100))

    @rule(days=st.sampled_from([1, 7, 8, 15, 31]))
    def time_passes(self, days: int) -> None:
        moment = kernel_clock.now() + timedelta(days=days)
        kernel_clock.clock.now = lambda: moment  # type: ignore[method-assign]
        service.close_what_is_due()
        service.remind()
        service.complete_all()

    @rule()
    def the_worker_comes(self) -> None:
        drain_all(AFTER)

    @rule(rare=st.integers(0, 9))
    def clearance_is_lost(self, rare: int) -> None:
        if rare == 0:
            self.case.clear(ClearanceState.WITHDRAWN)
            event = ClearanceWithdrawn(
                pitch_id=self.case.pitch_id, terms_version=1, request_id=new_id(), decision_id=new_id()
            )
            service.lose_clearance(event)

    # --- money comes in

    @precondition(lambda self: self.locked_once)
    @rule(number=some, percent=shares, by=who)
    def pay(self, number: int, percent: int, by: str) -> None:
        pledge = self.chosen(MoneyPledge, number)
        cents = max(1, pledge.offered_cents * percent // 100)
        seen = service.Seen(pledge.reference, cents, self.case.today, str(new_id()))
        if self.attempt(lambda: service.record_money(self.treasurer(by), seen)):
            self.bank += cents

    @precondition(lambda self: self.locked_once)
    @rule(by=who)
    def all_pay(self, by: str) -> None:
        for payment in self.rows(Payment):
            if payment.state == "to_charge":
                with reading() as session:
                    code = session.get_one(MoneyPledge, payment.pledge_id).reference
                seen = service.Seen(code, payment.amount_cents, self.case.today, str(new_id()))
                if self.attempt(lambda seen=seen: service.record_money(self.treasurer(by), seen)):
                    self.bank += payment.amount_cents

    @rule(number=some, by=who)
    def send_back(self, number: int, by: str) -> None:
        arrival = self.chosen(Arrival, number)
        if arrival and self.attempt(lambda: service.send_back(self.treasurer(by), arrival.id, "OUT")):
            self.bank -= arrival.amount_cents

    @rule(number=some, by=who)
    def undo(self, number: int, by: str) -> None:
        arrival = self.chosen(Arrival, number)
        if arrival and self.attempt(lambda: service.undo_money(self.treasurer(by), arrival.id)):
            self.bank -= arrival.amount_cents

    # --- what it was spent on

    @precondition(lambda self: self.locked_once)
    @rule(
        kind=st.sampled_from(list(DocumentKind)), percent=st.sampled_from([100, 50, 30, 10, 1]), verified=st.booleans()
    )
    def show(self, kind: DocumentKind, percent: int, verified: bool) -> None:
        cents = max(1, self.case.pitch.cost_cents * percent // 100)
        self.attempt(lambda: self.case.show(cents, kind, verify=verified))

    @precondition(lambda self: self.locked_once)
    @rule(percent=st.sampled_from([100, 80, 99]))
    def show_everything(self, percent: int) -> None:
        pitch = self.case.pitch
        self.attempt(lambda: self.case.prove(pitch.cost_cents * percent // 100, min(pitch.organisation_cents, 50000)))

    @rule(number=some, by=who, good=st.booleans())
    def look_at(self, number: int, by: str, good: bool) -> None:
        if document := self.chosen(Document, number):
            if good:
                self.attempt(lambda: service.verify_document(self.treasurer(by), document.id))
            else:
                self.attempt(lambda: service.refuse_document(self.treasurer(by), document.id, "No."))

    @precondition(lambda self: self.locked_once)
    @rule()
    def say_complete(self) -> None:
        self.attempt(lambda: service.say_complete(self.case.pitcher.id, self.case.pitch_id))

    @precondition(lambda self: self.locked_once)
    @rule(cents=st.sampled_from([30000, 1, -20000, -100000]), by=st.sampled_from(["pitcher", "first"]))
    def organisation_money(self, cents: int, by: str) -> None:
        person = getattr(self.case, by).id
        self.attempt(lambda: service.note_organisation_money(person, self.case.pitch_id, cents, "Later."))

    # --- money goes out

    @precondition(lambda self: self.locked_once)
    @rule(percent=shares, payee=st.sampled_from(list(Payee)), by=who)
    def propose_payout(self, percent: int, payee: Payee, by: str) -> None:
        cents = self.case.figures.outcome.payable * percent // 100
        plan = service.PayoutPlan(payee, cents, "Transfer")
        self.attempt(lambda: service.propose_payout(self.treasurer(by), self.case.pitch_id, plan))

    @precondition(lambda self: self.locked_once)
    @rule(percent=shares, payee=st.sampled_from(list(Payee)), by=who, then=who)
    def pay_out(self, percent: int, payee: Payee, by: str, then: str) -> None:
        self.propose_payout(percent, payee, by)
        self.decide_payout(-1, then, True)

    @precondition(lambda self: self.locked_once)
    @rule(by=who, then=who)
    def send_savings(self, by: str, then: str) -> None:
        self.propose_savings(by)
        self.decide_round(-1, then, True)
        self.send_round(-1, by)

    @precondition(lambda self: self.locked_once)
    @rule(number=some, percent=shares, by=who)
    def pay_and_undo(self, number: int, percent: int, by: str) -> None:
        self.pay(number, percent, by)
        self.undo(-1, by)

    @rule(number=some, by=who, yes=st.sampled_from([True, True, False]))
    def decide_payout(self, number: int, by: str, yes: bool) -> None:
        if (payout := self.chosen(Payout, number)) is None:
            return
        if not yes:
            self.attempt(lambda: service.withdraw_payout(self.treasurer(by), payout.id))
        elif self.attempt(lambda: service.confirm_payout(self.treasurer(by), payout.id, "OUT")):
            self.bank -= payout.amount_cents

    @precondition(lambda self: self.locked_once)
    @rule(by=who)
    def propose_savings(self, by: str) -> None:
        self.attempt(lambda: service.propose_savings(self.treasurer(by), self.case.pitch_id))

    @rule(number=some, percent=shares, by=who)
    def propose_refund(self, number: int, percent: int, by: str) -> None:
        if payment := self.chosen(Payment, number):
            cents = payment.amount_cents * percent // 100
            self.attempt(lambda: service.propose_refund(self.treasurer(by), payment.id, cents))

    @rule(number=some, by=who, yes=st.sampled_from([True, True, False]))
    def decide_round(self, number: int, by: str, yes: bool) -> None:
        if made := self.chosen(RefundRound, number):
            act = service.confirm_refunds if yes else service.withdraw_refunds
            self.attempt(lambda: act(self.treasurer(by), made.id))

    @rule(number=some, by=who)
    def send_round(self, number: int, by: str) -> None:
        if made := self.chosen(RefundRound, number):
            left = sum(
                row.amount_cents
                for row in self.rows(Refund)
                if row.round_id == made.id and row.state in ("open", "failed")
            )
            if self.attempt(lambda: service.send_refunds(self.treasurer(by), made.id, "OUT")):
                self.bank -= left

    @rule(number=some, by=who)
    def a_refund_comes_back(self, number: int, by: str) -> None:
        refund = self.chosen(Refund, number)
        if refund and self.attempt(lambda: service.fail_refund(self.treasurer(by), refund.id)):
            self.bank += refund.amount_cents

    @rule(number=some, percent=shares, by=who)
    def repay(self, number: int, percent: int, by: str) -> None:
        if claim := self.chosen(Claim, number):
            cents = (claim.amount_cents - claim.paid_cents) * percent // 100
            act = lambda: service.record_repayment(self.treasurer(by), claim.id, cents, self.case.today, str(new_id()))  # noqa: E731
            if self.attempt(act):
                self.bank += cents

    @rule(number=some, by=who, propose=st.booleans())
    def write_off(self, number: int, by: str, propose: bool) -> None:
        if claim := self.chosen(Claim, number):
            if propose:
                self.attempt(lambda: service.propose_write_off(self.treasurer(by), claim.id, "Left."))
            else:
                self.attempt(lambda: service.confirm_write_off(self.treasurer(by), claim.id))

    # --- it comes otherwise

    @rule(rare=st.integers(0, 19))
    def it_ends_early(self, rare: int) -> None:
        if rare == 0:
            self.attempt(lambda: service.report_cancelled(self.case.pitcher.id, self.case.pitch_id, "Flood."))
        elif rare == 1:
            self.attempt(lambda: service.freeze(self.case.first.id, self.case.pitch_id, "Left."))

    # --- what must always be true

    @invariant()
    def what_must_always_be_true(self) -> None:
        with reading() as session:
            sums = figures(session)
            assert findings(session, sums) == []
            self.the_bank_holds_what_was_typed(session)
            self.all_or_nothing(session, sums)
            for known in sums.values():
                peers_carry_at_most_half(known)
            two_people_moved_large_sums(session, self.case.pitcher.id)

    def the_bank_holds_what_was_typed(self, session: Session) -> None:
        in_the_books = balance(session, BANK).cents
        assert in_the_books == self.bank
        assert self.bank + balance(session, LOSSES).cents >= 0

    def all_or_nothing(self, session: Session, sums: dict[UUID, Figures]) -> None:
        pitch = session.get_one(Pitch, self.case.pitch_id)
        captured = set(session.scalars(sa.select(Payment.pledge_id).where(Payment.state.in_(CAPTURED))))
        kept = set(session.scalars(sa.select(MoneyPledge.id).where(MoneyPledge.state == PledgeState.KEPT)))
        assert kept <= captured
        assert not (captured and pitch.state in BEFORE_MONEY)
        if pitch.funded_at is None:
            assert not kept
            assert not any(known.paid_out for known in sums.values())
        else:
            assert all(known.account.collected + known.top_up >= known.plan.goal for known in sums.values())


def findings(session: Session, sums: dict[UUID, Figures]) -> list[object]:
    """Return what the checks find; waits and bank statements are not what this walk is about."""
    return [
        *agreement.postings_balance(session),
        *agreement.books_hold_what_is_held(session, sums),
        *agreement.captures_are_booked_once(session),
        *agreement.peers_stay_within_their_half(sums),
        *order.nothing_came_too_early(session),
        *agreement.payouts_are_proven(session, sums),
        *agreement.refunds_stay_within_payments(session),
        *order.miscounted(session),
    ]


def peers_carry_at_most_half(known: Figures) -> None:
    """Assert the half rule on one pitch, whatever its documents say."""
    said = known.outcome
    assert 2 * said.payable <= said.base
    assert said.payable <= said.bears
    assert 0 <= said.payable <= known.account.kept <= known.plan.goal
    assert known.held >= 0


def two_people_moved_large_sums(session: Session, pitcher_id: UUID) -> None:
    """Assert that from 200.00 on nobody proposed and confirmed alone, and the pitcher never did either."""
    for table in (Payout, RefundRound):
        query = sa.select(table.proposed_by, table.confirmed_by).where(
            table.state == "confirmed", table.amount_cents >= LARGE
        )
        for proposed_by, confirmed_by in session.execute(query):
            assert proposed_by != confirmed_by
            assert pitcher_id not in (proposed_by, confirmed_by)


def walk_on(maker: Maker, hunting: str = "") -> type[MoneyWalk]:
    """Return the machine on one kind of database; `hunting` is the stage at which every walk begins."""
    return type("Walk", (MoneyWalk,), {"maker": maker, "hunting": hunting, "TestCase": None})
