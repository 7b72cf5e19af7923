"""Events: seats, the waiting list, attendance, changes, cancellation."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.outbox import Outbox, read_event
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.rules import PersonSuspended, Role
from crowdlearn.people.service import suspend
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import Seat
from crowdlearn.sharebacks.rules import (
    Content,
    EventCancelled,
    EventChanged,
    EventClosed,
    EventHeld,
    EventSoon,
    Form,
    HasBegun,
    NotHeldYet,
    SeatFreed,
    SeatState,
    SharebackState,
    TimeMissing,
)
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def author():
    return make.person("Amira")


@pytest.fixture
def commitment(author):
    return make.commitment(make.pitch(author, state=PitchState.FUNDED), kind=ShareBackKind.LUNCH_AND_LEARN)


def content(in_hours=48, **fields):
    values = {"body": "Bring one letter.", "starts_at": now() + timedelta(hours=in_hours), "minutes": 45} | fields
    return Content(**{"title": "Read your letter aloud", "language": "en"} | values)


def announced(author, commitment_id=None, **fields) -> UUID:
    kind = ShareBackKind.LUNCH_AND_LEARN
    event = service.draft(author.id, kind, Form.EVENT, content(**fields), commitment_id=commitment_id)
    service.publish(author.id, event)
    return event


def seats(event):
    return {row.name: row.state for row in queries.attendance(event)}


def emitted(kind):
    with reading() as session:
        rows = session.exec(select(Outbox).where(Outbox.name == kind.name()))
        return [read_event(row.name, row.payload) for row in rows]


def test_an_announcement_keeps_no_promise_and_attendance_does(author, commitment, clock):
    event = announced(author, commitment.id)
    guest, stranger = make.person("Bao"), make.person("Chloe")
    assert service.take_seat(guest.id, event)
    with pytest.raises(NotHeldYet):
        service.hold_event(author.id, event, [guest.id])
    clock.forward(hours=49)
    with pytest.raises(NotAllowed):
        service.hold_event(stranger.id, event, [stranger.id])
    assert service.hold_event(author.id, event, [guest.id, author.id], unnamed=6) == 7  # nobody attends their own
    with reading() as session:
        assert session.get_one(Commitment, commitment.id).state is CommitmentState.DELIVERED
    page = queries.shareback_page(event, guest.id)
    assert (page.state, page.attended, page.i_attended) == (SharebackState.HELD, 7, True)


def test_a_corrected_list_counts_anew_and_delivers_once(author, commitment, clock):
    event = announced(author, commitment.id)
    people = [make.person() for _ in range(3)]
    for person in people:
        service.take_seat(person.id, event)
    clock.forward(hours=49)
    service.hold_event(author.id, event, [person.id for person in people], unnamed=2)
    assert service.hold_event(author.id, event, [people[0].id], unnamed=0) == 1
    assert len(emitted(EventHeld)) == 1
    assert [row.attended for row in queries.attendance(event)].count(True) == 1


def test_the_waiting_list_moves_up_in_its_order(author):
    event = announced(author, seats=1)
    first, second, third = (make.person(name) for name in ("Ann", "Bea", "Cal"))
    assert [service.take_seat(who.id, event) for who in (first, second, third)] == [True, False, False]
    assert service.take_seat(second.id, event) is False  # asking again changes nothing
    service.give_seat_back(first.id, event)
    assert seats(event) == {"Bea": SeatState.REGISTERED, "Cal": SeatState.WAITING}
    assert [freed.person_id for freed in emitted(SeatFreed)] == [second.id]
    assert service.take_seat(first.id, event) is False  # back in line, at its end
    service.give_seat_back(second.id, event)
    assert seats(event) == {"Ann": SeatState.WAITING, "Cal": SeatState.REGISTERED}
    with pytest.raises(MoveRefused):
        service.give_seat_back(second.id, event)
    with pytest.raises(NotFound):
        service.give_seat_back(make.person().id, event)


def test_more_seats_let_people_move_up_and_fewer_take_none_away(author):
    event = announced(author, seats=1)
    for name in ("Ann", "Bea", "Cal"):
        service.take_seat(make.person(name).id, event)
    starts = queries.shareback_page(event, None).occasion.starts_at
    service.edit(author.id, event, content(starts_at=starts, seats=2))
    assert seats(event) == {"Ann": SeatState.REGISTERED, "Bea": SeatState.REGISTERED, "Cal": SeatState.WAITING}
    service.edit(author.id, event, content(starts_at=starts, seats=1))
    assert list(seats(event).values()).count(SeatState.REGISTERED) == 2
    assert emitted(EventChanged) == []
    service.edit(author.id, event, content(starts_at=starts, seats=None))
    assert set(seats(event).values()) == {SeatState.REGISTERED}


def test_nobody_signs_up_too_late_for_a_cancelled_one_or_for_their_own(author, clock):
    event, cancelled, guest = announced(author), announced(author), make.person()
    service.cancel_event(author.id, cancelled)
    with pytest.raises(EventClosed):
        service.take_seat(guest.id, cancelled)
    with pytest.raises(NotAllowed):
        service.take_seat(author.id, event)
    clock.forward(hours=49)
    with pytest.raises(EventClosed):
        service.take_seat(guest.id, event)
    with pytest.raises(EventClosed):
        service.hold_event(author.id, cancelled, [])


def test_a_new_time_raises_the_sequence_and_tells_who_has_a_seat(author):
    event = announced(author)
    before = queries.shareback_page(event, None).occasion
    same = content(starts_at=before.starts_at)
    service.edit(author.id, event, replace(same, body="Bring two letters."))
    assert queries.shareback_page(event, None).occasion.sequence == 0
    service.edit(author.id, event, content(in_hours=72))
    service.edit(author.id, event, content(in_hours=72, place_name="Room 4"))
    assert queries.shareback_page(event, None).occasion.sequence == 2
    assert len(emitted(EventChanged)) == 2
    with pytest.raises(TimeMissing):
        service.edit(author.id, event, content(in_hours=-1))


def test_after_it_began_its_words_may_change_and_its_time_stays(author, clock):
    event = announced(author)
    starts = queries.shareback_page(event, None).occasion.starts_at
    clock.forward(hours=49)
    service.hold_event(author.id, event, [], unnamed=3)
    service.edit(author.id, event, content(starts_at=starts, body="Bring the letter you wrote."))
    assert "you wrote" in queries.shareback_page(event, None).body_html
    with pytest.raises(HasBegun):
        service.edit(author.id, event, content(in_hours=72))


def test_a_cancelled_event_leaves_its_promise_open(author, commitment):
    event = announced(author, commitment.id)
    service.take_seat(make.person().id, event)
    service.cancel_event(author.id, event)
    with reading() as session:
        assert session.get_one(Commitment, commitment.id).state is CommitmentState.OPEN
    assert queries.shareback_page(event, None).occasion.sequence == 1
    assert len(emitted(EventCancelled)) == 1


def test_everyone_with_a_seat_is_reminded_once_the_day_before_and_once_the_hour_before(author, clock):
    event = announced(author, in_hours=30)
    assert service.remind_of_events() == 0
    clock.forward(hours=7)
    assert [service.remind_of_events(), service.remind_of_events()] == [1, 0]
    clock.forward(hours=22.5)
    assert [service.remind_of_events(), service.remind_of_events()] == [1, 0]
    assert [soon.hours for soon in emitted(EventSoon)] == [24, 1]
    service.edit(author.id, event, content(in_hours=20))  # moved: a new time has its own reminders
    assert service.remind_of_events() == 1
    assert [soon.hours for soon in emitted(EventSoon)] == [24, 1, 24]


def test_what_is_near_when_it_is_announced_is_reminded_of_once(author, clock):
    announced(author, in_hours=1.5)
    assert service.remind_of_events() == 0
    clock.forward(hours=1)
    assert service.remind_of_events() == 1
    clock.forward(hours=1)
    assert service.remind_of_events() == 0
    assert [soon.hours for soon in emitted(EventSoon)] == [1]


def test_the_seat_of_who_is_suspended_goes_to_the_next_in_line_once_and_never_after_it_began(author, clock):
    steward, away, waiting = make.person(), make.person(), make.person("Next Inline")
    make.role(steward, Role.STEWARD)
    event, soon = make.event(author, seats=1), make.event(author, in_hours=1)
    service.take_seat(away.id, event.id)
    service.take_seat(away.id, soon.id)
    assert not service.take_seat(waiting.id, event.id)
    clock.forward(hours=2)  # the second one has begun
    suspend(steward.id, away.id, "Spam")
    told = PersonSuspended(person_id=away.id, reason="Spam", by=steward.id)
    for _again in range(2):
        service.free_seats(told)
    with reading() as session:
        seats = {(row.shareback_id, row.person_id): row.state for row in session.exec(select(Seat))}
    assert seats[event.id, away.id] is SeatState.CANCELLED
    assert seats[event.id, waiting.id] is SeatState.REGISTERED
    assert seats[soon.id, away.id] is SeatState.REGISTERED
