"""Use-cases of application check-ins."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.queries import confirms_as, said_so
from crowdlearn.outcomes.rules import (
    CHECK_IN,
    OPEN_FOR,
    REMINDER_AFTER,
    UNANSWERED,
    AnsweredBefore,
    ApplicationConfirmed,
    Applied,
    Because,
    CheckInAnswered,
    CheckInDue,
    CheckInState,
    NotYet,
    NotYourConfirmation,
    SaidBefore,
    SayBecause,
    SayWhatOrWhy,
    due_dates,
)
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.rules import PitchCancelled, PitchFrozen, PitchFunded

from .evidence import forget_what_was_seen


def plan_check_ins(event: PitchFunded) -> None:
    """After a pitch is funded, plan its check-ins; done once, however often it is asked."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        known = session.exec(select(CheckIn.id).where(CheckIn.pitch_id == pitch.id)).first()
        if known is not None or pitch.state is PitchState.CANCELLED:
            return
        for days, due_on in due_dates(_last_day(pitch)).items():
            session.add(CheckIn(pitch_id=pitch.id, owner_id=pitch.owner_id, after_days=days, due_on=due_on))


def waive_check_ins(event: PitchCancelled | PitchFrozen) -> None:
    """After a pitch was cancelled or frozen, waive the check-ins nobody answered: nothing was learned there."""
    with transaction() as session:
        query = select(CheckIn.id).where(CheckIn.pitch_id == event.pitch_id, col(CheckIn.state).in_(UNANSWERED))
        for checkin_id in session.exec(query.order_by(col(CheckIn.id))).all():
            checkin = lock(session, CheckIn, checkin_id)
            if checkin.state in UNANSWERED:
                checkin.state = CHECK_IN.move(checkin.state, CheckInState.WAIVED)


def open_check_ins() -> int:
    """Open the check-ins whose day has come, remind after 14 days, close after 30; return how many changed."""
    with reading() as session:
        tomorrow = now().date() + timedelta(days=1)  # some zones are a day ahead; _advance looks at the pitch's own
        ids = session.exec(select(CheckIn.id).where(col(CheckIn.state).in_(UNANSWERED), CheckIn.due_on <= tomorrow))
        waiting = list(ids)
    return for_each(waiting, _advance)


def _advance(checkin_id: UUID) -> bool:
    with transaction() as session:
        checkin = lock(session, CheckIn, checkin_id)
        pitch = session.get_one(Pitch, checkin.pitch_id)
        if checkin.state is CheckInState.PLANNED:
            checkin.due_on = due_dates(_last_day(pitch))[checkin.after_days]  # the learning may have moved
        late = clock.today(pitch.time_zone) - checkin.due_on
        if checkin.state is CheckInState.PLANNED and late.days >= 0:
            checkin.state = CHECK_IN.move(checkin.state, CheckInState.OPEN)
            emit(session, CheckInDue(checkin_id))
            return True
        if checkin.state is CheckInState.OPEN and late > OPEN_FOR:
            checkin.state = CHECK_IN.move(checkin.state, CheckInState.NO_ANSWER)
            return True
        if checkin.state is CheckInState.OPEN and late >= REMINDER_AFTER and checkin.reminded_at is None:
            checkin.reminded_at = now()
            emit(session, CheckInDue(checkin_id, reminder=True))
            return True
        return False


def answer(
    person_id: UUID,
    checkin_id: UUID,
    applied: Applied,
    text: str,
    *,
    because: Because | None = None,
    days_to_first_use: int | None = None,
    helped: str = "",
    hindered: str = "",
) -> None:
    """Record what was used at work, or why not yet. Late answers count.

    Raises NotYet, AnsweredBefore, SayWhatOrWhy, and SayBecause for "not yet" without a reason.
    """
    if not text.strip():
        raise SayWhatOrWhy
    if applied is Applied.NO and because is None:
        raise SayBecause
    with transaction() as session:
        checkin = lock(session, CheckIn, checkin_id)
        if checkin.owner_id != person_id:
            raise NotAllowed
        if checkin.state is CheckInState.PLANNED:
            raise NotYet(opens=checkin.due_on)
        if checkin.state is CheckInState.CONFIRMED:
            raise AnsweredBefore
        says_something_new = checkin.applied is not applied
        if checkin.state is not CheckInState.ANSWERED:
            checkin.state = CHECK_IN.move(checkin.state, CheckInState.ANSWERED)
        checkin.applied, checkin.text = applied, text
        checkin.because = because if applied is not Applied.YES else None
        checkin.days_to_first_use = days_to_first_use if applied is not Applied.NO else None
        checkin.helped, checkin.hindered, checkin.answered_at = helped, hindered, now()
        record(session, "checkin.answer", by=person_id, about=checkin_id, applied=applied.value)
        if says_something_new:  # mending a word asks nobody to confirm again
            forget_what_was_seen(session, checkin_id)
            emit(session, CheckInAnswered(checkin_id, by=person_id))


def confirm_application(person_id: UUID, checkin_id: UUID, words: str = "") -> None:
    """Confirm what the learner said. The manager does; without peers' money, a backer or a colleague may.

    Raises NotYourConfirmation, SaidBefore for a colleague who corroborated it, MoveRefused without an answer.
    """
    with transaction() as session:
        checkin = lock(session, CheckIn, checkin_id)
        role = confirms_as(session, checkin, person_id)
        if role is None:
            raise NotYourConfirmation
        if said_so(session, checkin_id, person_id):
            raise SaidBefore
        checkin.state = CHECK_IN.move(checkin.state, CheckInState.CONFIRMED)
        checkin.confirmed_by, checkin.confirmed_at = person_id, now()
        checkin.confirmed_as, checkin.confirmation = role, words
        record(session, "checkin.confirm", by=person_id, about=checkin_id)
        emit(session, ApplicationConfirmed(checkin_id, by=person_id))


def _last_day(pitch: Pitch) -> date:
    """Return the learning's last day; a pitch without dates counts from its deadline, else from its funding."""
    last = pitch.ends_on or pitch.starts_on or pitch.deadline
    return last or (pitch.funded_at or now()).date()
