"""The money of a pitch: the half, the hard cap, the waitlist, who may give, and what is paid out at the end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from crowdlearn.people.rules import MoneyMode
from crowdlearn.pitches.rules import MINIMUM_CENTS, PitchState
from crowdlearn.pledges.rules import Limits, accept
from crowdlearn.settlement.rules import peer_payable

from ..shapes import Adoption, Pitch, Pledge, Scenario
from .people import in_line

LIMITS = Limits()
TO_PAY = 14  # days to pay after the lock
NOTICE, WINDOW = 3, 3  # days: before cards are asked, and to mend what a bank refused
TAKES_MONEY = (MoneyMode.COLLECTED, MoneyMode.CARD)
ALL_PAID = {PitchState.FUNDED, PitchState.COMPLETED, PitchState.CANCELLED}
BEING_PAID = {PitchState.LOCKED, PitchState.SETTLING, PitchState.NOT_FUNDED_AFTER_LOCK, PitchState.NOT_APPROVED}
ENDED_OR_MENDED = {PitchState.SETTLING, PitchState.NOT_FUNDED_AFTER_LOCK}  # by card: a bank said no
FULL = ALL_PAID | BEING_PAID


@dataclass
class Room:
    """What has been accepted of each pledge, by its place, and who waits."""

    goal: int
    accepted: Counter[int] = field(default_factory=Counter)
    waiting: list[tuple[int, int, bool]] = field(default_factory=list)
    full_on: int | None = None

    @property
    def live(self) -> int:
        """Return the accepted sum in cents."""
        return self.accepted.total()

    def offer(self, day: int, place: int, cents: int, up_to: bool) -> bool:
        """Accept what there is room for; the rest waits. Tell whether anything was accepted."""
        # a remainder that waits may be small; its pledge was not
        taken = accept(cents, self.live, self.goal, up_to, min(MINIMUM_CENTS, cents))
        self.accepted[place] += taken.accepted
        if taken.waitlisted:
            self.waiting.append((place, taken.waitlisted, up_to))
        if self.live == self.goal and self.full_on is None:
            self.full_on = day
        return taken.accepted > 0

    def withdraw(self, day: int, place: int) -> None:
        """Free what a pledge held and offer it to those who wait, in their order."""
        self.full_on = None
        del self.accepted[place]
        waiting, self.waiting = [entry for entry in self.waiting if entry[0] != place], []
        for entry in waiting:
            self.offer(day, *entry)


def played(pitch: Pitch) -> Room:
    """Return the room as it stands after every promise and withdrawal before day 0."""
    room = Room(pitch.peer_goal)
    turns = [(pledge.day, 1, place, pledge) for place, pledge in enumerate(pitch.pledges)]
    turns += [(p.withdrawn, 0, place, p) for place, p in enumerate(pitch.pledges) if p.withdrawn is not None]
    for day, promises, place, pledge in sorted(turns, key=lambda turn: turn[:3]):
        if promises:
            room.offer(day, place, pledge.cents, pledge.up_to)
        else:
            room.withdraw(day, place)
    return room


def cleared_on(scenario: Scenario, pitch: Pitch) -> int | None:
    """Return the day the approvals were complete, the day of publication where none is asked, else None."""
    adoption = adoption_of(scenario, pitch.pitcher)
    if adoption is None or not asked(adoption, pitch):
        return pitch.published
    clearing = [decision for decision in pitch.decisions if decision.decision in ("clear", "conditions")]
    managers = sorted(decision.day for decision in clearing if decision.step != "budget_holder")
    holders = [decision.day for decision in clearing if decision.step == "budget_holder"]
    organisation = sum(money.cents for money in pitch.organisation_money)
    budget_asked = adoption.budget_limit_cents is not None and organisation > adoption.budget_limit_cents
    if len(managers) < adoption.steps_needed or (budget_asked and not holders):
        return None
    return max([managers[adoption.steps_needed - 1], *holders])


def asked(adoption: Adoption, pitch: Pitch) -> bool:
    """Tell whether the organisation's policy asks for a decision on this pitch."""
    if pitch.asks_money:
        return pitch.peer_goal > adoption.ask_above_cents
    return pitch.work_time and adoption.work_time_asks


def adoption_of(scenario: Scenario, person: str) -> Adoption | None:
    """Return the adoption record of a person's organisation, if there is one."""
    organisation = scenario.organisations.get(scenario.people[person].organisation or "")
    return organisation.adoption if organisation else None


def by_card(scenario: Scenario, pitch: Pitch) -> bool:
    """Tell whether peers pledge to a pitch by card: its organisation had gone over to cards when it was published."""
    adoption = adoption_of(scenario, pitch.pitcher)
    return adoption is not None and adoption.mode_on(pitch.published or 0) is MoneyMode.CARD


def payable(pitch: Pitch, collected: int) -> int:
    """Return the peers' final part in cents, from the verified receipts (money.md, part 2)."""
    spent = sum(receipt.cents for receipt in pitch.receipts if receipt.verified is not None)
    return peer_payable(spent, pitch.organisation_cents, pitch.peer_goal, pitch.base, collected)


def problems(scenario: Scenario, pitch: Pitch) -> Iterator[str]:
    """Give what does not hold in the money of one pitch."""
    if not pitch.asks_money:
        if pitch.pledges or (pitch.costs and pitch.published is not None):
            yield "costs or pledges without an own share"
        return
    needed = (pitch.base + 1) // 2
    if not needed <= pitch.own_share <= pitch.base:
        yield f"own share {pitch.own_share} is not between {needed} and {pitch.base}"
    if 0 < pitch.peer_goal < MINIMUM_CENTS:
        yield "the peer goal is below the minimum pledge"
    for pledge in pitch.pledges:
        yield from (f"pledge of {pledge.by}: {problem}" for problem in _pledge(scenario, pitch, pledge))
    yield from _state(scenario, pitch, played(pitch))
    yield from _end(pitch, played(pitch))


def _pledge(scenario: Scenario, pitch: Pitch, pledge: Pledge) -> Iterator[str]:
    if not MINIMUM_CENTS <= pledge.cents <= LIMITS.pledge:
        yield f"{pledge.cents} is outside the limits"
    if pledge.by not in scenario.people:
        yield "unknown person"
        return
    if pledge.by == pitch.pitcher or in_line(scenario, pledge.by, pitch.pitcher):
        yield "stands in the pitcher's reporting line"
    adoption = adoption_of(scenario, pledge.by)
    if adoption is None or adoption.mode_on(pledge.day) not in TAKES_MONEY or adoption.day > pledge.day:
        yield "the organisation has not adopted money"
    if not by_card(scenario, pitch) and (pledge.card != "works" or pledge.disputed is not None):
        yield "names a card where money comes by a code"


def _state(scenario: Scenario, pitch: Pitch, room: Room) -> Iterator[str]:
    """Compare the expected state with the money and the approvals."""
    cleared = cleared_on(scenario, pitch)
    missing = pitch.peer_goal - room.live - sum(top_up.cents for top_up in pitch.top_ups)
    if pitch.expected in FULL:
        if missing:
            yield f"{missing} cents are missing for {pitch.expected}"
        elif cleared is None:
            yield f"{pitch.expected} without the approvals"
        elif room.full_on is not None:
            locked = max(room.full_on, cleared)
            yield from _payments(pitch, room, locked)
            yield from _cards(pitch, room, locked) if by_card(scenario, pitch) else ()
    elif pitch.expected is PitchState.OPEN and not missing and cleared is not None:
        yield "full and cleared, so it cannot be open"
    elif pitch.expected in (PitchState.TOP_UP, PitchState.NOT_FUNDED) and not missing:
        yield f"full, so it cannot be {pitch.expected}"
    if pitch.expected not in FULL and any(pledge.paid is not None for pledge in pitch.pledges):
        yield "paid before the lock"


def _payments(pitch: Pitch, room: Room, locked: int) -> Iterator[str]:
    live = [pledge for place, pledge in enumerate(pitch.pledges) if room.accepted[place]]
    for pledge in pitch.pledges:
        if pledge.day > locked:
            yield f"pledge of {pledge.by}: made after the lock on day {locked}"
        if pledge.paid is not None and (pledge not in live or not locked < pledge.paid <= locked + TO_PAY):
            yield f"pledge of {pledge.by}: paid on day {pledge.paid}, locked on day {locked}"
    unpaid = [pledge.by for pledge in live if pledge.paid is None]
    if pitch.expected in ALL_PAID and unpaid:
        yield f"not paid by {', '.join(unpaid)}"
    if pitch.expected not in ALL_PAID and not unpaid:
        yield f"all paid, so it cannot be {pitch.expected}"


def _cards(pitch: Pitch, room: Room, locked: int) -> Iterator[str]:
    """Compare the state with what the banks of the cards say, once they are asked."""
    live = [pledge for place, pledge in enumerate(pitch.pledges) if room.accepted[place]]
    refused = [pledge.by for pledge in live if pledge.card != "works"]
    asked = locked + NOTICE < 0
    if asked == (pitch.expected is PitchState.LOCKED):
        yield f"locked on day {locked}, so it cannot be {pitch.expected}"
    if pitch.expected in ALL_PAID and refused:
        yield f"not held by the banks of {', '.join(refused)}"
    if pitch.expected in ENDED_OR_MENDED and not refused:
        yield f"held from everybody, so it cannot be {pitch.expected}"
    if pitch.expected is PitchState.SETTLING and locked + NOTICE + WINDOW <= 0:
        yield f"locked on day {locked}, so its window is over"


def _end(pitch: Pitch, room: Room) -> Iterator[str]:
    """Compare receipts and payouts with what the rule leaves to peers."""
    for receipt in pitch.receipts:
        if not 1 <= receipt.line <= len(pitch.costs):
            yield f"receipt of {receipt.vendor}: no cost line {receipt.line}"
    paid_out = sum(payout.cents for payout in pitch.payouts if payout.confirmed is not None)
    due = payable(pitch, room.live)
    if paid_out > due:
        yield f"{paid_out} paid out, {due} payable"
    if pitch.expected is PitchState.COMPLETED and paid_out != due:
        yield f"completed with {paid_out} paid out of {due}"
    back = pitch.money_back
    if pitch.expected is PitchState.COMPLETED and (pitch.receipts_complete is None or (room.live > due) != bool(back)):
        yield f"completed, but {room.live - due} cents of savings or the last receipt are unsaid"
    if back and back.proposed_by == back.confirmed_by:
        yield "money sent back by the word of one treasurer"
    for payout in pitch.payouts:
        if payout.proposed_by == payout.confirmed_by:
            yield "a payout confirmed by the one who proposed it"


def limits_broken(scenario: Scenario) -> Iterator[str]:
    """Give the people who promise more than the yearly limits allow, per pitcher or in all."""
    pairs: Counter[tuple[str, str]] = Counter()
    people: Counter[str] = Counter()
    for pitch in scenario.pitches.values():
        for pledge in pitch.pledges:
            if pledge.withdrawn is None:
                pairs[pledge.by, pitch.pitcher] += pledge.cents
                people[pledge.by] += pledge.cents
    yield from (
        f"{by}: {cents} cents to {to} in a year" for (by, to), cents in pairs.items() if cents > LIMITS.pair_year
    )
    yield from (f"{by}: {cents} cents in a year" for by, cents in people.items() if cents > LIMITS.person_year)
