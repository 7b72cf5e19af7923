"""Before the lock: promises, their end, the top-up; and the time and the worker that go over everything."""

from datetime import timedelta

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import rule

from crowdlearn.approvals.rules import ClearanceState, ClearanceWithdrawn
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel import clock as kernel_clock
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money as Amount
from crowdlearn.pledges import service as pledges
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import MoneyOffer
from crowdlearn.reactions import AFTER
from crowdlearn.settlement import service

from .ground import Ground, shares, some


class Promising(Ground):
    """What peers and the pitcher do before the lock, and what comes over everyone at any time."""

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

    @rule(number=some, percent=st.sampled_from([99, 60, 30, 20, 110]))
    def change_promise(self, number: int, percent: int) -> None:
        if pledge := self.chosen(MoneyPledge, number):
            cents = pledge.offered_cents * percent // 100
            offer = MoneyOffer(Amount(cents), terms_version=1, up_to=pledge.up_to)
            self.attempt(lambda: pledges.change_pledge(pledge.peer_id, pledge.id, offer))

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
