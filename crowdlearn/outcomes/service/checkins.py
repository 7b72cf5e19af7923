"""Use-cases of application check-ins."""

from datetime import date
from uuid import UUID

from sqlmodel import col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.events import Event
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.queries import confirms_as
from crowdlearn.outcomes.rules import (
    CHECK_IN,
    OPEN_FOR,
    REMINDER_AFTER,
    AnsweredBefore,
    ApplicationConfirmed,
    Applied,
    CheckInAnswered,
    CheckInDue,
    CheckInState,
    NotYet,
    NotYourConfirmation,
    SayWhatOrWhy,
    due_dates,
)
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.rules import PitchCancelled, PitchFrozen


def plan_check_ins(event: Event) -> None:
    """After a pitch is funded, plan its check-ins; done once, however often it is asked."""
    pitch_id: UUID = event.pitch_id  # type: ignore[attr-defined]  # settlement, far below, defines the event
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if session.exec(select(CheckIn.id).where(CheckIn.pitch_id == pitch_id)).first() is not None:
            return
        for days, due_on in due_dates(_last_day(pitch)).items():
            session.add(CheckIn(pitch_id=pitch_id, owner_id=pitch.owner_id, after_days=days, due_on=due_on))


def waive_check_ins(event: PitchCancelled | PitchFrozen) -> None:
    """After a learning was cancelled or its pitch frozen, ask nobody what was applied."""
    with transaction() as session:
        lock(session, Pitch, event.pitch_id)
        asked = (CheckInState.PLANNED, CheckInState.OPEN)
        query = select(CheckIn).where(CheckIn.pitch_id == event.pitch_id, col(CheckIn.state).in_(asked))
        for checkin in session.exec(query).all():
            checkin.state = CHECK_IN.move(checkin.state, CheckInState.WAIVED)


def open_check_ins() -> int:
    """Open the check-ins whose day has come, remind after 14 days, close after 30; return how many changed."""
    with reading() as session:
        active = (CheckInState.PLANNED, CheckInState.OPEN)
        ids = session.exec(select(CheckIn.id).where(col(CheckIn.state).in_(active), CheckIn.due_on <= now().date()))
        waiting = list(ids)
    return sum(_advance(checkin_id) for checkin_id in waiting)


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
    evidence: str = "",
    days_to_first_use: int | None = None,
    helped: str = "",
    hindered: str = "",
) -> None:
    """Record what was used at work, or why not yet. Late answers count. Raises NotYet, AnsweredBefore, SayWhatOrWhy."""
    if not text.strip():
        raise SayWhatOrWhy
    with transaction() as session:
        checkin = lock(session, CheckIn, checkin_id)
        if checkin.owner_id != person_id:
            raise NotAllowed
        if checkin.state is CheckInState.PLANNED:
            raise NotYet(opens=checkin.due_on)
        if checkin.state is CheckInState.CONFIRMED:
            raise AnsweredBefore
        if checkin.state is not CheckInState.ANSWERED:
            checkin.state = CHECK_IN.move(checkin.state, CheckInState.ANSWERED)
        checkin.applied, checkin.text, checkin.evidence = applied, text, evidence
        checkin.days_to_first_use = days_to_first_use if applied is not Applied.NO else None
        checkin.helped, checkin.hindered, checkin.answered_at = helped, hindered, now()
        record(session, "checkin.answer", by=person_id, about=checkin_id, applied=applied.value)
        emit(session, CheckInAnswered(checkin_id, by=person_id))


def confirm_application(person_id: UUID, checkin_id: UUID, words: str = "") -> None:
    """Confirm what the learner said. The manager does; without peers' money, a backer or a colleague may.

    Raises NotYourConfirmation, or MoveRefused when there is no answer to confirm.
    """
    with transaction() as session:
        checkin = lock(session, CheckIn, checkin_id)
        role = confirms_as(session, checkin, person_id)
        if role is None:
            raise NotYourConfirmation
        checkin.state = CHECK_IN.move(checkin.state, CheckInState.CONFIRMED)
        checkin.confirmed_by, checkin.confirmed_at = person_id, now()
        checkin.confirmed_as, checkin.confirmation = role, words
        record(session, "checkin.confirm", by=person_id, about=checkin_id)
        emit(session, ApplicationConfirmed(checkin_id, by=person_id))


def _last_day(pitch: Pitch) -> date:
    """Return the learning's last day; a pitch without dates counts from its deadline, else from its funding."""
    last = pitch.ends_on or pitch.starts_on or pitch.deadline
    return last or (pitch.funded_at or now()).date()
