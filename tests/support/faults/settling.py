"""Two pitches by card, from the last promise to the last cent: one is paid by all, the other by nobody.

Nothing tells payments what to do but settlement itself: the worker weighs, locks, holds, waits, decides, takes or lets
go, books and tells. What people do happens between the worker's passes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from crowdlearn import jobs
from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.kernel.money import Money as Amount
from crowdlearn.payments.models import Card
from crowdlearn.people.models import Person
from crowdlearn.people.rules import MoneyMode, Role
from crowdlearn.pledges import service as pledges
from crowdlearn.pledges.rules import MoneyOffer, PledgeState
from crowdlearn.settlement import service
from tests import make
from tests.support.cards import ASKS_LATER, DECLINES_LATER, OK, Processor
from tests.support.clocks import Hands
from tests.support.money import Money

LEASE_ENDS = timedelta(minutes=6)  # what a dead worker had in hand is taken up by another
A_DAY_AND_MORE = timedelta(hours=25)  # the processor has forgotten every key
Peer = tuple[Person, Card]


@dataclass
class CardCase:
    """A pitch that all pay, and one of which two cards are not held; of each the last backer has yet to promise."""

    paid: Money
    short: Money
    last: Peer
    last_of_short: Peer


@dataclass(frozen=True)
class CardAct:
    """What people do, and when, in hours after the lock; then the worker passes by."""

    name: str
    hours: float
    prepare: Callable[[CardCase], object] = lambda _: None


def cast(processor: Processor) -> CardCase:
    """Return the two pitches before the last promise: 700.00 are asked of the peers of each."""
    paid, last = _pitch(processor, (25000, 25000), (OK, OK, OK))
    short, refused = _pitch(processor, (25000, 25000), (OK, ASKS_LATER, DECLINES_LATER))
    peer, card = _peer(processor, OK)
    short.pledges.append(make.pledge(short.pitch, peer, 10000, PledgeState.WAITLISTED, card_id=card.id))
    service.run_checks()  # built rows are counted now
    return CardCase(paid, short, last, refused)


def _pitch(processor: Processor, cents: Sequence[int], numbers: Sequence[str]) -> tuple[Money, Peer]:
    host = make.organisation(adopted=False)
    make.adoption(host, MoneyMode.CARD, steps_needed=0)
    pitcher, first, second = (make.person(of=host) for _ in range(3))
    for treasurer in (first, second):
        make.role(treasurer, Role.TREASURER, host)
    row = make.money_pitch(pitcher)
    make.kept(Clearance(pitch_id=row.id, terms_version=1, state=ClearanceState.NOT_ASKED, line_needed=1))
    *peers, last = [_peer(processor, number) for number in numbers]
    promised = [
        make.pledge(row, peer, amount, card_id=card.id) for (peer, card), amount in zip(peers, cents, strict=True)
    ]
    return Money(host, pitcher, first, second, row.id, promised), last


def _peer(processor: Processor, number: str) -> Peer:
    peer = make.person(of=make.organisation(mode=MoneyMode.CARD))
    return peer, processor.save_card(peer, number)


def _promise(case: CardCase) -> None:
    for pitch, (peer, card) in ((case.paid, case.last), (case.short, case.last_of_short)):
        pledges.promise_with_card(peer.id, pitch.pitch_id, MoneyOffer(Amount(20000), terms_version=1), card.id)


def _savings(case: CardCase) -> None:
    """Row 21 of money.md: 2,200.00 were spent."""
    case.paid.prove(220000, 100000)
    round_id = service.propose_savings(case.paid.first.id, case.paid.pitch_id)
    service.confirm_refunds(case.paid.second.id, round_id)


HOLDING, SENDING = "hold and decide", "send the savings back"
NOTICE, SOON, LET_GO_AFTER = 72, 1, 73
CARD_STORY = (
    CardAct("lock", 0, _promise),
    CardAct(HOLDING, NOTICE + SOON),
    CardAct("ask the bank again", NOTICE + SOON + 25),
    CardAct("remind", NOTICE + SOON + 41),
    CardAct("hold of whoever waited", NOTICE + SOON + 49),
    CardAct("let everybody go", NOTICE + SOON + LET_GO_AFTER),
    CardAct(SENDING, NOTICE + SOON + LET_GO_AFTER + 1, _savings),
)


def worker() -> int:
    """Let the worker pass by once, until it finds nothing more to do; return how much that was."""
    return service.begin_holds() + service.follow_holds() + jobs.work_until_quiet()


def recover(hands: Hands) -> int:
    """Let the worker go on after a fault until nothing is left; return after how many passes it was quiet."""
    for passes in range(10):
        hands.forward(LEASE_ENDS)
        if not worker():
            return passes
    return 10


def recover_after_a_day(hands: Hands) -> int:
    """Let nobody pass by for a day, then go on as above, and see the holds of both pitches to their end."""
    hands.forward(A_DAY_AND_MORE)
    passes = recover(hands)
    hands.forward(hours=LET_GO_AFTER)
    recover(hands)
    return passes
