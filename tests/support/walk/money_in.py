"""Money comes in, more or less of it, and mistakes are undone."""

from hypothesis.stateful import precondition, rule

from crowdlearn.kernel.ids import new_id
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Arrival

from .ground import Ground, shares, some, who


class MoneyIn(Ground):
    """What treasurers record from the bank statement."""

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
        self.everybody_pays(by)

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
