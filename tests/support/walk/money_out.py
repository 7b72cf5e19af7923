"""Money goes out: payouts, refunds, what is owed; and pitches that end early."""

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from crowdlearn.db.session import reading
from crowdlearn.kernel.ids import new_id
from crowdlearn.payments.models import Payment
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Claim, Payout, Refund, RefundRound
from crowdlearn.settlement.rules import Payee

from .ground import Ground, shares, some, who


class MoneyOut(Ground):
    """What treasurers propose, confirm, send and take back."""

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
            with reading() as session:
                open_ones = sa.select(sa.func.coalesce(sa.func.sum(Refund.amount_cents), 0)).where(
                    Refund.round_id == made.id, sa.or_(Refund.state == "open", Refund.state == "failed")
                )
                left = int(session.execute(open_ones).scalar_one())
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

    @rule(rare=st.integers(0, 19))
    def it_ends_early(self, rare: int) -> None:
        if rare == 0:
            self.attempt(lambda: service.report_cancelled(self.case.pitcher.id, self.case.pitch_id, "Flood."))
        elif rare == 1:
            self.attempt(lambda: service.freeze(self.case.first.id, self.case.pitch_id, "Left."))
