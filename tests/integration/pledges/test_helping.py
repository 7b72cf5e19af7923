"""Offers of help from the offer to the hours both sides confirm."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.approvals.models import Stake
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import CostLine, Pitch
from crowdlearn.pitches.rules import CostKind, NeedKind, PitchState
from crowdlearn.pledges import rules, service
from crowdlearn.pledges.models import ExpertiseOffer, HoursEntry
from crowdlearn.pledges.queries import my_pledges
from crowdlearn.pledges.rules import Help, OfferState
from crowdlearn.pledges.service import Given
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pitcher():
    return make.person("Amira", of=make.organisation())


@pytest.fixture
def helper():
    return make.person("Noor")


@pytest.fixture
def pitch(pitcher):
    return make.pitch(pitcher)


@pytest.fixture
def need(pitch):
    return make.need(pitch, wanted=180)


def fresh(row):
    with reading() as session:
        return session.get_one(type(row), row.id)


def offered(helper, pitch, need=None, minutes=90, **more):
    offer_id = service.offer_help(helper.id, pitch.id, need.id if need else None, Help(minutes=minutes, **more))
    with reading() as session:
        return session.get_one(ExpertiseOffer, offer_id)


def test_an_offer_waits_for_its_answer_and_recuses_the_helper(pitch, need, helper):
    row = offered(helper, pitch, need, wish="See the results", name_shown=False)
    assert (row.state, row.minutes, row.wish, row.name_shown) == (OfferState.OFFERED, 90, "See the results", False)
    assert fresh(need).filled == 0
    assert (fresh(pitch).helpers, fresh(pitch).trend) == (1, 1)
    with reading() as session:
        assert session.exec(select(Stake.person_id)).all() == [helper.id]


def test_an_accepted_offer_fills_its_need_and_a_full_need_takes_no_more(pitch, need, pitcher, helper):
    one = offered(helper, pitch, need, 90)
    two = offered(make.person(), pitch, need, 90)
    service.accept_offer(pitcher.id, one.id, "With pleasure")
    assert fresh(need).filled == 90
    service.accept_offer(pitcher.id, two.id)
    assert (fresh(one).state, fresh(one).answer, fresh(need).filled) == (OfferState.ACCEPTED, "With pleasure", 180)
    with pytest.raises(rules.NeedFilled):
        offered(make.person(), pitch, need, 60)
    offered(make.person(), pitch, None, 60)  # something else is always welcome


def test_declining_is_kind_and_says_why(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    with pytest.raises(rules.ReasonMissing):
        service.decline_offer(pitcher.id, row.id, " ")
    service.decline_offer(pitcher.id, row.id, "Someone nearer can come in person. Thank you.")
    assert fresh(row).state is OfferState.DECLINED
    assert fresh(pitch).helpers == 0
    with pytest.raises(MoveRefused):
        service.accept_offer(pitcher.id, row.id)


def test_the_pitcher_answers_and_the_helper_withdraws_nobody_else_sees_it(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    stranger = make.person()
    with pytest.raises(NotAllowed):
        service.accept_offer(helper.id, row.id)
    with pytest.raises(NotAllowed):
        service.withdraw_offer(pitcher.id, row.id)
    for act in (service.accept_offer, service.withdraw_offer):
        with pytest.raises(NotFound):
            act(stranger.id, row.id)
    with pytest.raises(NotFound):
        service.accept_offer(pitcher.id, new_id())


def test_an_appointment_lies_ahead_says_where_and_may_be_moved(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    with pytest.raises(MoveRefused):
        service.schedule_offer(helper.id, row.id, now() + timedelta(days=1), "Room 2")
    service.accept_offer(pitcher.id, row.id)
    with pytest.raises(rules.MeetingInPast):
        service.schedule_offer(helper.id, row.id, now(), "Room 2")
    with pytest.raises(rules.PlaceMissing):
        service.schedule_offer(helper.id, row.id, now() + timedelta(days=1), " ")
    service.schedule_offer(pitcher.id, row.id, now() + timedelta(days=1), "Room 2")
    later = now() + timedelta(days=2)
    service.schedule_offer(helper.id, row.id, later, "https://meet.example/1")
    assert (fresh(row).state, fresh(row).scheduled_at) == (OfferState.SCHEDULED, later)


def test_hours_count_when_both_agree_and_the_journal_keeps_every_word(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    with pytest.raises(MoveRefused):
        service.confirm(helper.id, row.id, Given(90))
    service.accept_offer(pitcher.id, row.id)
    service.confirm(helper.id, row.id, Given(120, note="Two calls"))
    service.confirm(pitcher.id, row.id, Given(90))
    assert (fresh(row).state, fresh(row).confirmed_minutes) == (OfferState.ACCEPTED, 90)  # the smaller, until then
    assert my_pledges(helper.id, "en").confirmed_minutes == 90
    service.confirm(helper.id, row.id, Given(90))
    assert (fresh(row).state, fresh(row).confirmed_minutes) == (OfferState.CONFIRMED, 90)
    with reading() as session:
        said = session.exec(select(HoursEntry.minutes).order_by(HoursEntry.id)).all()
    assert said == [120, 90, 90]
    with pytest.raises(MoveRefused):
        service.confirm(helper.id, row.id, Given(60))


def test_an_introduction_is_received_when_the_pitcher_says_so(pitch, pitcher, helper):
    row = offered(helper, pitch, make.need(pitch, kind=NeedKind.INTRODUCTION, wanted=1), 0)
    service.accept_offer(pitcher.id, row.id)
    service.confirm(helper.id, row.id, Given(received=True))
    assert fresh(row).state is OfferState.ACCEPTED
    service.confirm(pitcher.id, row.id, Given(received=True))
    assert (fresh(row).state, fresh(row).confirmed_minutes) == (OfferState.CONFIRMED, 0)


def test_withdrawn_and_missing_help_opens_the_need_again(pitch, need, pitcher, helper):
    one, two = offered(helper, pitch, need, 90), offered(make.person(), pitch, need, 90)
    service.accept_offer(pitcher.id, one.id)
    service.accept_offer(pitcher.id, two.id)
    service.withdraw_offer(helper.id, one.id)
    assert (fresh(one).state, fresh(need).filled, fresh(pitch).helpers) == (OfferState.WITHDRAWN, 90, 1)
    service.not_given(pitcher.id, two.id, "No answer to three mails")
    assert (fresh(two).state, fresh(need).filled) == (OfferState.NOT_GIVEN, 0)


def test_help_that_did_not_come_counts_for_nothing(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    service.accept_offer(pitcher.id, row.id)
    service.confirm(helper.id, row.id, Given(90))
    service.confirm(pitcher.id, row.id, Given(30))
    service.not_given(pitcher.id, row.id, "")
    assert fresh(row).confirmed_minutes == 0


def test_who_may_help(pitch, need, pitcher, helper):
    with pytest.raises(rules.OwnHelp):
        offered(pitcher, pitch, need)
    make.manages(helper, pitcher)  # row 57: hours are welcome from the reporting line
    offered(helper, pitch, need)
    offered(make.person(state=PersonState.WAITING), pitch, need)
    with pytest.raises(rules.HelperUnknown):
        offered(make.person(state=PersonState.SUSPENDED), pitch, need)


def test_one_open_offer_for_each_need(pitch, need, helper):
    row = offered(helper, pitch, need)
    with pytest.raises(rules.AlreadyOffered):
        offered(helper, pitch, need)
    service.withdraw_offer(helper.id, row.id)
    offered(helper, pitch, need)


def test_a_need_belongs_to_its_pitch_and_closed_pitches_take_no_help(pitch, pitcher, helper):
    elsewhere = make.need(make.pitch(pitcher))
    with pytest.raises(rules.NeedNotHere):
        offered(helper, pitch, elsewhere)
    with pytest.raises(rules.OffersClosed):
        offered(helper, make.pitch(pitcher, state=PitchState.WITHDRAWN))


def test_row_39_after_an_unfunded_pitch_helpers_are_asked_and_silence_releases(pitch, need, pitcher, helper, clock):
    clock.stand()
    stands, silent = offered(helper, pitch, need, 60), offered(make.person(), pitch, need, 60)
    done = make.offer(pitch, make.person(), 60, OfferState.CONFIRMED)
    event = SimpleNamespace(id=new_id(), pitch_id=pitch.id)
    service.ask_whether_help_stands(event)
    service.ask_whether_help_stands(event)
    service.say_it_stands(helper.id, stands.id)
    with pytest.raises(MoveRefused):
        service.say_it_stands(helper.id, stands.id)
    clock.forward(days=13, hours=23)
    assert service.release_unanswered_help() == 0
    clock.forward(hours=1)
    assert service.release_unanswered_help() == 1
    assert [fresh(row).state for row in (stands, silent, done)] == [
        OfferState.OFFERED,
        OfferState.RELEASED,
        OfferState.CONFIRMED,
    ]


def test_a_withdrawn_pitch_releases_open_offers(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    service.accept_offer(pitcher.id, row.id)
    service.release_help_of_withdrawn(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
    assert (fresh(row).state, fresh(need).filled) == (OfferState.RELEASED, 0)


def test_the_journal_only_grows(pitch, need, pitcher, helper):
    row = offered(helper, pitch, need)
    service.accept_offer(pitcher.id, row.id)
    service.confirm(helper.id, row.id, Given(90))
    for change in (sa.update(HoursEntry).values(minutes=900), sa.delete(HoursEntry)):
        with pytest.raises(sa.exc.DBAPIError), transaction() as session:
            session.execute(change)


@pytest.fixture
def hotel(pitcher):
    """A pitch of 1,400.00 whose hotel costs 600.00, and that line."""
    pitch = make.money_pitch(pitcher, cost=80_000, organisation=0)
    make.planned(pitch)
    line = make.kept(
        CostLine(pitch_id=pitch.id, position=2, kind=CostKind.ACCOMMODATION, label="Hotel", amount_cents=60_000)
    )
    with transaction() as session:
        row = session.get_one(Pitch, pitch.id)
        row.cost_cents = row.base_cents = 140_000
        row.own_share_cents = row.peer_goal_cents = 70_000
    return row, line


def figures(pitch):
    row = fresh(pitch)
    return row.cost_cents, row.own_share_cents, row.peer_goal_cents, row.promised_cents


def test_row_61_help_in_kind_takes_off_the_line_and_no_more(hotel, pitcher, helper):
    pitch, line = hotel
    backer = make.person(of=make.organisation())
    pledge = make.pledge(pitch, backer, 50_000)
    row = offered(helper, pitch, minutes=0, cost_line_id=line.id, stated_cents=80_000)
    assert figures(pitch)[0] == 140_000
    service.accept_offer(pitcher.id, row.id)
    assert figures(pitch) == (80_000, 40_000, 40_000, 40_000)
    assert (fresh(row).taken_off_cents, fresh(row).stated_cents) == (60_000, 80_000)
    assert fresh(pledge).accepted_cents == 40_000


@pytest.mark.parametrize("act", ["withdrawn", "not given"])
def test_row_62_what_does_not_come_falls_on_the_pitcher(hotel, pitcher, helper, act):
    pitch, line = hotel
    row = offered(helper, pitch, cost_line_id=line.id, stated_cents=60_000)
    service.accept_offer(pitcher.id, row.id)
    if act == "withdrawn":
        service.withdraw_offer(helper.id, row.id)
    else:
        service.not_given(pitcher.id, row.id, "The flat was let")
    assert figures(pitch)[:3] == (140_000, 100_000, 40_000)
    assert fresh(row).taken_off_cents == 0


def test_help_in_kind_says_what_it_is_worth(hotel, helper):
    pitch, line = hotel
    with pytest.raises(rules.StatedValueMissing):
        offered(helper, pitch, cost_line_id=line.id)


def test_after_the_lock_the_figures_stay(hotel, pitcher, helper):
    pitch, line = hotel
    row = offered(helper, pitch, cost_line_id=line.id, stated_cents=60_000)
    with transaction() as session:
        locked = session.get_one(Pitch, pitch.id)
        locked.state, locked.locked_at = PitchState.LOCKED, now()
    service.accept_offer(pitcher.id, row.id)
    assert figures(pitch)[:3] == (140_000, 70_000, 70_000)
