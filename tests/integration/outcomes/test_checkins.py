"""Check-ins: planned, opened, reminded of, answered, confirmed, or left without an answer."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlmodel import col, select

from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import (
    AnsweredBefore,
    ApplicationConfirmed,
    Applied,
    Because,
    CheckInAnswered,
    CheckInDue,
    CheckInState,
    NotYet,
    NotYourConfirmation,
    SayBecause,
    SayWhatOrWhy,
)
from crowdlearn.people.models import ActingManager
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from tests import make

pytestmark = pytest.mark.usefixtures("database")
WORDS = "We rewrote ten letters."


def about(pitch):
    return SimpleNamespace(pitch_id=pitch.id, id=new_id(), by=None)


def checkins(pitch):
    with reading() as session:
        query = select(CheckIn).where(CheckIn.pitch_id == pitch.id).order_by(col(CheckIn.after_days))
        return list(session.exec(query))


def fresh(checkin):
    with reading() as session:
        return session.get_one(CheckIn, checkin.id)


def emitted(kind):
    with reading() as session:
        return len(session.exec(select(Outbox).where(Outbox.name == kind.name())).all())


@pytest.fixture
def learner():
    organisation = make.organisation()
    person, manager = make.person("Amira", of=organisation), make.person("Max", of=organisation)
    make.manages(manager, person)
    person.__dict__["manager"] = manager
    return person


@pytest.fixture
def pitch(learner):
    return make.pitch(learner, state=PitchState.FUNDED, starts_on=make.days(1), ends_on=make.days(2))


def test_two_are_planned_from_the_last_day_once(pitch):
    service.plan_check_ins(about(pitch))
    service.plan_check_ins(about(pitch))
    assert [(row.after_days, row.due_on) for row in checkins(pitch)] == [(30, make.days(32)), (90, make.days(92))]


def test_they_open_on_their_day_remind_after_14_and_close_after_30(pitch, clock):
    service.plan_check_ins(about(pitch))
    first = checkins(pitch)[0]
    clock.forward(days=31)
    assert service.open_check_ins() == 0
    with pytest.raises(NotYet):
        service.answer(pitch.owner_id, first.id, Applied.YES, WORDS)
    clock.forward(days=1)
    assert service.open_check_ins() == 1
    assert service.open_check_ins() == 0
    clock.forward(days=14)
    assert service.open_check_ins() == 1
    assert service.open_check_ins() == 0
    clock.forward(days=16)
    assert service.open_check_ins() == 0
    clock.forward(days=1)
    assert service.open_check_ins() == 1
    assert (fresh(first).state, emitted(CheckInDue)) == (CheckInState.NO_ANSWER, 2)
    service.answer(pitch.owner_id, first.id, Applied.NO, "The old templates are printed.", because=Because.NO_OCCASION)
    assert fresh(first).state is CheckInState.ANSWERED


def test_a_learning_that_moved_moves_its_check_ins(pitch, clock):
    service.plan_check_ins(about(pitch))
    with transaction() as session:
        session.get_one(Pitch, pitch.id).ends_on = make.days(12)
    clock.forward(days=33)
    assert service.open_check_ins() == 0
    assert checkins(pitch)[0].due_on == make.days(12 - 33 + 30)


def test_the_day_begins_where_the_pitch_is(pitch, clock):
    with transaction() as session:
        row = session.get_one(Pitch, pitch.id)
        row.time_zone, row.ends_on = "Pacific/Kiritimati", datetime(2027, 1, 1, tzinfo=UTC).date()
    service.plan_check_ins(about(pitch))
    clock.stand(datetime(2027, 1, 30, 9, 59, tzinfo=UTC))
    assert service.open_check_ins() == 0
    clock.stand(datetime(2027, 1, 30, 10, 1, tzinfo=UTC))  # 31 January, just after midnight there
    assert service.open_check_ins() == 1


def test_only_the_learner_answers_in_words_and_may_mend_it_until_it_is_confirmed(learner, pitch):
    checkin = make.checkin(pitch)
    with pytest.raises(SayWhatOrWhy):
        service.answer(learner.id, checkin.id, Applied.YES, "  ")
    with pytest.raises(NotAllowed):
        service.answer(make.person().id, checkin.id, Applied.YES, WORDS)
    service.answer(learner.id, checkin.id, Applied.YES, WORDS, days_to_first_use=3)
    service.answer(learner.id, checkin.id, Applied.YES, f"{WORDS} And a form.", days_to_first_use=3)
    assert emitted(CheckInAnswered) == 1  # mending a word asks nobody again
    with pytest.raises(SayBecause):
        service.answer(learner.id, checkin.id, Applied.NO, "We had to take them back.")
    reason = {"because": Because.NO_MANDATE, "days_to_first_use": 3}
    service.answer(learner.id, checkin.id, Applied.NO, "We had to take them back.", **reason)
    assert fresh(checkin).because is Because.NO_MANDATE
    assert (emitted(CheckInAnswered), fresh(checkin).days_to_first_use) == (2, None)
    service.confirm_application(learner.__dict__["manager"].id, checkin.id, "Sadly so.")
    with pytest.raises(AnsweredBefore):
        service.answer(learner.id, checkin.id, Applied.YES, WORDS)


def test_there_must_be_an_answer_to_confirm(learner, pitch):
    with pytest.raises(MoveRefused):
        service.confirm_application(learner.__dict__["manager"].id, make.checkin(pitch).id)


def test_with_peers_money_the_manager_or_who_acts_for_them_confirms(learner):
    pitch = make.money_pitch(learner, state=PitchState.FUNDED)
    manager, acting, backer = learner.__dict__["manager"], make.person(), make.person()
    colleague = make.person()
    with transaction() as session:
        session.get_one(type(colleague), colleague.id).organisation_id = learner.organisation_id
    make.offer(pitch, backer, state=OfferState.CONFIRMED)
    span = {"starts_on": make.days(-1), "ends_on": make.days(1)}
    make.kept(ActingManager(manager_id=manager.id, acting_id=acting.id, **span))
    checkin = make.checkin(pitch, CheckInState.ANSWERED)
    for person in (learner, backer, colleague, make.person()):
        with pytest.raises(NotYourConfirmation):
            service.confirm_application(person.id, checkin.id)
    service.confirm_application(acting.id, checkin.id, "I sat beside them.")
    confirmed = fresh(checkin)
    assert (confirmed.state, confirmed.confirmed_as, confirmed.confirmed_by) == (
        CheckInState.CONFIRMED,
        "manager",
        acting.id,
    )


@pytest.mark.parametrize("role", ["backer", "colleague", "manager"])
def test_without_peers_money_a_backer_or_a_colleague_may_as_well(learner, pitch, role):
    person = make.person()
    if role == "backer":
        make.offer(pitch, person, state=OfferState.CONFIRMED)
    elif role == "colleague":
        with transaction() as session:
            session.get_one(type(person), person.id).organisation_id = learner.organisation_id
    else:
        person = learner.__dict__["manager"]
    checkin = make.checkin(pitch, CheckInState.ANSWERED)
    with pytest.raises(NotYourConfirmation):
        service.confirm_application(make.person().id, checkin.id)
    service.confirm_application(person.id, checkin.id)
    assert fresh(checkin).confirmed_as == role


def test_what_was_cancelled_is_not_asked_about(pitch, clock):
    service.plan_check_ins(about(pitch))
    answered = checkins(pitch)[0]
    clock.forward(days=32)
    service.open_check_ins()
    service.answer(pitch.owner_id, answered.id, Applied.YES, WORDS)
    service.waive_check_ins(about(pitch))
    assert [row.state for row in checkins(pitch)] == [CheckInState.ANSWERED, CheckInState.WAIVED]


def test_who_is_told(learner, pitch):
    checkin, manager = make.checkin(pitch, CheckInState.ANSWERED), learner.__dict__["manager"]
    service.tell_of_due(CheckInDue(checkin.id))
    service.tell_of_due(CheckInDue(checkin.id, reminder=True))
    service.tell_of_answered(CheckInAnswered(checkin.id, by=learner.id))
    service.tell_of_confirmed(ApplicationConfirmed(checkin.id, by=manager.id))
    mine = [line.kind for line in notices_of(learner.id).lines]
    assert mine == ["checkin_confirmed", "checkin_reminder", "checkin_due"]
    (line,) = notices_of(manager.id).lines
    assert (line.kind, line.path) == ("checkin_answered", f"/checkins/{checkin.id}")


def test_without_a_manager_the_backers_of_a_help_only_pitch_are_asked():
    alone, backer = make.person(), make.person()
    pitch = make.pitch(alone, state=PitchState.FUNDED)
    make.offer(pitch, backer, state=OfferState.CONFIRMED)
    checkin = make.checkin(pitch, CheckInState.ANSWERED)
    service.tell_of_answered(CheckInAnswered(checkin.id, by=alone.id))
    assert [line.kind for line in notices_of(backer.id).lines] == ["checkin_answered"]


def test_the_page_asks_the_learner_and_then_who_may_confirm(learner, pitch, browser):
    checkin, manager = make.checkin(pitch), learner.__dict__["manager"]
    browser.sign_in(learner.id)
    page = browser.get(f"/en/checkins/{checkin.id}")
    page = page.submit(applied="partly", text="Two letters of ten.", days_to_first_use="many")
    assert page.title.startswith("Error:")
    assert page.form().values["text"] == ["Two letters of ten."]
    form = page.form()
    assert "Thank you. Who can confirm it is asked." in form.submit(days_to_first_use="4").text
    assert form.submit(days_to_first_use="4").status == 200  # a second click
    assert emitted(CheckInAnswered) == 1
    browser.sign_in(manager.id)
    page = browser.get(f"/en/checkins/{checkin.id}")
    assert "Two letters of ten." in page.text
    page = page.submit(words="The new letters hang on my door.")
    assert "Confirmed by Max, manager" in page.text
    assert queries.checkin_page(checkin.id).checkin.confirmation == "The new letters hang on my door."
    browser.sign_in(make.person().id)
    assert browser.get(f"/en/checkins/{checkin.id}").status == 403


def test_an_answer_is_there_when_it_is_changed(learner, pitch, browser):
    checkin = make.checkin(pitch, CheckInState.ANSWERED, helped="Time on Fridays")
    browser.sign_in(learner.id)
    values = browser.get(f"/en/checkins/{checkin.id}").form().values
    assert (values["applied"], values["text"], values["helped"]) == (["yes"], [WORDS], ["Time on Fridays"])
