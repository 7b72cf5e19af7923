"""Holding money on the cards of all backers: begun after the notice, repaired while there is time. Run by jobs.

Settlement only writes down what it wants; `payments` speaks to the processor and says what it found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.service import is_cleared
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import NEVER_AGAIN, NOT_HELD, PaymentState, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.pledges.service import promote_waitlist, recount, release_conflicting, waitlist
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import (
    HOLD_WINDOW,
    LAST_DAYS,
    REMIND_OF_CARD,
    Holding,
    ReminderDue,
    Window,
    end_of_day,
    window,
)

from . import pledged
from .ending import end_unfunded
from .locking import ask_top_up, settlement_of


@dataclass(frozen=True)
class Holds:
    """What is expected or held of the committed pledges of a pitch, in their order.

    `bare` are committed pledges of which nothing is expected any more: their hold has lapsed.
    """

    standing: Sequence[Payment]
    bare: Sequence[UUID]
    consent_ends: datetime

    @property
    def held(self) -> list[Payment]:
        """Return what is held."""
        return [payment for payment in self.standing if payment.state is PaymentState.AUTHORISED]

    @property
    def unable(self) -> list[Payment]:
        """Return what waits for its backer: a bank said no, or there is no card."""
        return [
            payment for payment in self.standing if payment.state is PaymentState.CARD_FAILED or _lacks_card(payment)
        ]

    @property
    def answered(self) -> bool:
        """Tell whether a bank, or the lack of a card, said anything about any of them."""
        waiting = (PaymentState.TO_CHARGE, PaymentState.CHARGING)
        return any(payment.state not in waiting or _lacks_card(payment) for payment in self.standing)

    def holding(self, settlement: Settlement) -> Holding:
        """Return what is held of the goal, in cents."""
        held = sum(payment.amount_cents for payment in self.held)
        return Holding(settlement.peer_goal_cents, held, settlement.top_up_cents)

    def window(self, since: datetime) -> Window:
        """Return how long the rest is waited for."""
        lapse = (payment.take_before for payment in self.held if payment.take_before is not None)
        return window(since, self.consent_ends, min(lapse, default=None))


def _lacks_card(payment: Payment) -> bool:
    return payment.state is PaymentState.TO_CHARGE and payment.card_id is None


def begin_holds() -> int:
    """Ask for the holds of every pitch whose notice is over; return how many pitches. Runs every minute."""
    with reading() as session:
        query = (
            sa.select(Pitch.id)
            .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
            .where(col(Pitch.state) == PitchState.LOCKED, col(Settlement.hold_from) <= now())
        )
        due = sorted(session.scalars(query))
    return for_each(due, _begin)


def _begin(pitch_id: UUID) -> bool:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if pitch.state is not PitchState.LOCKED:
            return False
        settlement = settlement_of(session, pitch_id)
        if settlement.hold_from is None or now() < settlement.hold_from:
            return False
        if not is_cleared(session, pitch):
            end_unfunded(session, pitch, PitchState.NOT_APPROVED)
            return True
        release_conflicting(session, pitch)
        pledged.let_go_of_ended(session, pitch.id)
        move(session, pitch, PitchState.SETTLING)
        settlement.pay_until = now() + HOLD_WINDOW
        for payment in pledged.unpaid_of(session, pitch.id):
            if payment.wanted is Wanted.NOTHING:
                payments.want(session, payment, Wanted.HOLD)
            if _lacks_card(payment):
                _remind(session, payment, now() + HOLD_WINDOW - LAST_DAYS)
        pledged.ask_committed(session, pitch, settlement, now())
        recount(session, pitch)
        record(session, "settle.hold", by=None, about=pitch.id)
        return True


def holds_of(session: Session, pitch: Pitch) -> Holds:
    """Return the payments of a pitch whose row the caller holds, freshly read and held too."""
    pledges = {pledge.id: pledge for pledge in pledged.committed(session, pitch.id)}
    rows = pledged.unpaid_of(session, pitch.id)
    last = min((pledge.consent_until for pledge in pledges.values()), default=None)
    standing = [row for row in rows if row.pledge_id in pledges and row.wanted is Wanted.HOLD]
    return Holds(
        standing=standing,
        bare=[*pledges.keys() - {row.pledge_id for row in standing}],
        consent_ends=end_of_day(last, pitch.time_zone) if last else now() + HOLD_WINDOW * 2,
    )


def note_first_answer(settlement: Settlement, holds: Holds) -> datetime | None:
    """Return since when the window runs, from the first answer of a bank; None while nobody answered.

    A processor that is silent costs no backer and no pitcher their time.
    """
    if settlement.holding_since is None and (holds.answered or not holds.standing):
        settlement.holding_since = min((row.held_at for row in holds.held if row.held_at is not None), default=now())
    return settlement.holding_since


def repair(session: Session, holds: Holds, waits: Window) -> None:
    """Remind backers whose money is not held, after 24 and 40 hours; the first time, ask the bank once more instead."""
    due = sum(now() >= waits.since + after for after in REMIND_OF_CARD)
    for payment in holds.standing:
        if payment.reminders >= due or not (payment.state in NOT_HELD or _lacks_card(payment)):
            continue
        payment.reminders = due
        failed = payment.state is PaymentState.CARD_FAILED
        if due == 1 and failed and payment.failure not in NEVER_AGAIN:
            payments.try_again(session, payment)  # its backer hears what the bank says
        else:
            _remind(session, payment, waits.repair_until)


def _remind(session: Session, payment: Payment, until: datetime) -> None:
    kind = "confirm" if payment.state is PaymentState.NEEDS_ACTION else "card"
    names = {"pitch_id": payment.pitch_id, "about_id": payment.pledge_id, "person_id": payment.person_id}
    emit(session, ReminderDue(kind=kind, until=until, **names))


def open_last_days(session: Session, pitch: Pitch, settlement: Settlement, holds: Holds, waits: Window) -> None:
    """Give the room of failed cards to whoever waits, and ask the pitcher for what is still missing.

    A bank that says no only now makes room in the same way, as long as somebody waits and nobody has topped up; else
    its backer may mend the card until the window ends. A backer whose bank asks for a word is neither held nor dropped.
    """
    if settlement.top_up_until is None:
        _give_room_on(session, pitch, settlement, holds.unable, holds.bare)
        pitch.top_up_asked_cents = 0
    elif holds.unable and not settlement.top_up_cents and waitlist(session, pitch.id):
        _give_room_on(session, pitch, settlement, holds.unable)
    settlement.top_up_until = waits.ends_at
    session.flush()
    ask_top_up(session, pitch, figures_of(session, pitch.id).missing, after_lock=True)


def _give_room_on(
    session: Session, pitch: Pitch, settlement: Settlement, unable: Sequence[Payment], bare: Sequence[UUID] = ()
) -> None:
    for payment in unable:
        payments.let_go(session, payment)
    dropped = pledged.drop(session, pitch, {*bare, *(payment.pledge_id for payment in unable)})
    promote_waitlist(session, pitch)
    pledged.ask_committed(session, pitch, settlement, now())
    recount(session, pitch)
    record(session, "settle.window", by=None, about=pitch.id, dropped=len(dropped))
