"""What a pitch added up to, computed by hand."""

import pytest

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.outcomes import queries
from crowdlearn.outcomes.queries.carried import Carried
from crowdlearn.outcomes.rules import Applied, CheckInState, Rate
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.settlement import service as settlement
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import WishAnswer
from crowdlearn.sharebacks.rules import Met
from tests import make
from tests.support.money import money

pytestmark = pytest.mark.usefixtures("database")


def test_money_is_as_planned_until_the_receipts_settle_it(clock):
    case = money()  # 2,400.00: 1,000.00 of the organisation, 700.00 own, 700.00 of three peers
    case.fund()
    planned = queries.impact(case.pitch_id)
    assert planned.carried == Carried(70_000, 70_000, 100_000, final=False)
    case.prove(220_000, 100_000)  # it cost 2,200.00
    case.send_savings()
    case.pay_out(60_000)
    clock.forward(days=42)  # the learning is over
    settlement.complete_all()
    final = queries.impact(case.pitch_id)
    assert final.carried == Carried(60_000, 60_000, 100_000, final=True)
    assert final.cost == Money(220_000)


def helped(pitch, minutes, **fields):
    return make.offer(pitch, make.person(), minutes, OfferState.CONFIRMED, **fields)


@pytest.fixture
def pitch():
    """2,400.00 in all: 1,000.00 from the organisation, 700.00 own, nothing collected yet."""
    return make.money_pitch(make.person("Amira"), state=PitchState.FUNDED)


def test_people_are_counted_once_and_heads_without_a_name_beside_them(pitch):
    post = make.shareback(make.person(), pitch_id=pitch.id)
    event = make.event(make.person(), in_hours=-2, pitch_id=pitch.id)
    elsewhere = make.shareback(make.person())
    ann, bea, cal, dan = (make.person() for _ in range(4))
    for person in (ann, bea):
        make.seat(event, person)
    make.seat(event, dan)  # signed up and did not come
    sharebacks.hold_event(event.author_id, event.id, [ann.id, bea.id], unnamed=7)
    for person in (bea, cal):
        sharebacks.say_learned(person.id, post.id)
    sharebacks.say_learned(dan.id, elsewhere.id)
    figures = queries.impact(pitch.id)
    assert (figures.reached, figures.reached_unnamed, figures.people_reached) == (3, 7, 10)
    assert figures.cost_per_person == Money(17_000)  # (1,000.00 + 700.00) / 10


def test_cost_per_person_is_rounded_half_up_and_absent_without_people_or_cost(pitch):
    assert queries.impact(pitch.id).cost_per_person is None
    event = make.event(make.person(), in_hours=-2, pitch_id=pitch.id)
    sharebacks.hold_event(event.author_id, event.id, [], unnamed=7)
    assert queries.impact(pitch.id).cost_per_person == Money(24_286)  # 170,000 / 7 = 24,285.7…
    free = make.pitch(make.person(), state=PitchState.FUNDED)
    make.shareback(make.person(), pitch_id=free.id)
    assert queries.impact(free.id).cost_per_person is None


def test_hours_are_those_that_both_sides_confirmed(pitch):
    helped(pitch, 90)
    helped(pitch, 120)
    make.offer(pitch, make.person(), 600, OfferState.ACCEPTED)
    figures = queries.impact(pitch.id)
    assert (figures.hours_minutes, figures.helpers) == (210, 2)


def test_promises_leave_out_what_was_waived_and_keep_what_was_broken(pitch):
    for state in (
        CommitmentState.CONFIRMED,
        CommitmentState.LAPSED,
        CommitmentState.DELIVERED,
        CommitmentState.OPEN,
        CommitmentState.BROKEN,
        CommitmentState.WAIVED,
    ):
        make.commitment(pitch, state)
    assert queries.impact(pitch.id).promises == Rate(3, 5)


@pytest.mark.parametrize(("wishes", "met", "shown"), [(4, 4, False), (6, 2, True)])
def test_wishes_keep_their_denominator_and_hide_small_groups(pitch, wishes, met, shown, browser):
    for number in range(wishes):
        offer = helped(pitch, 60, wish=f"Wish {number}")
        if number <= met:
            answer = {"met": Met.YES if number < met else Met.PARTLY}
            make.kept(WishAnswer(pitch_id=pitch.id, promise_id=offer.id, backer_id=offer.helper_id, **answer))
    helped(pitch, 60)  # wished for nothing
    make.pledge(pitch, make.person(), state=PledgeState.WITHDRAWN, wish="Gone")
    assert queries.impact(pitch.id).wishes == Rate(met, wishes, wishes)
    page = browser.get(f"/en/pitches/{pitch.id}/impact")
    assert (f"{met} of {wishes} wishes were met" in page.text) is shown
    assert ("Yes 2, partly 1, no 0, not answered yet 3" in page.text) is shown


def test_each_wish_counts_once_whether_its_help_is_confirmed_or_only_answered(pitch):
    helped(pitch, 60, wish="A template")
    answered = make.offer(pitch, make.person(), state=OfferState.ACCEPTED, wish="A call")
    gone = make.offer(pitch, make.person(), state=OfferState.WITHDRAWN, wish="A visit")
    for offer in (answered, gone):
        make.kept(WishAnswer(pitch_id=pitch.id, promise_id=offer.id, backer_id=offer.helper_id, met=Met.YES))
    assert queries.impact(pitch.id).wishes == Rate(2, 3, 3)


def test_applied_counts_silence_and_not_what_is_still_open(pitch):
    make.checkin(pitch, CheckInState.ANSWERED, applied=Applied.PARTLY)
    make.checkin(pitch, CheckInState.OPEN, after_days=90)
    assert queries.impact(pitch.id).applied == Rate(1, 1)
    silent = make.pitch(make.person(), state=PitchState.COMPLETED)
    make.checkin(silent, CheckInState.CONFIRMED, applied=Applied.YES, confirmed_by=make.person().id)
    make.checkin(silent, CheckInState.NO_ANSWER, after_days=90)
    assert queries.impact(silent.id).applied == Rate(1, 2)


def test_the_page_lists_what_came_back_and_members_only_to_members(pitch, browser):
    make.shareback(make.person(), pitch_id=pitch.id, title="For everyone")
    make.shareback(make.person(), pitch_id=pitch.id, title="Among ourselves", open_to_all=False)
    page = browser.get(f"/en/pitches/{pitch.id}/impact")
    assert "For everyone" in page.text
    assert "Among ourselves" not in page.text
    browser.sign_in(make.person().id)
    assert "Among ourselves" in browser.get(f"/en/pitches/{pitch.id}/impact").text


def test_a_draft_has_no_impact_page():
    with pytest.raises(NotFound):
        queries.impact(make.pitch(make.person(), state=PitchState.DRAFT).id)


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_asks_the_same_questions_however_much_came_back(pitch, many, assert_queries):
    for _ in range(many):
        make.review(make.shareback(make.person(), pitch_id=pitch.id), make.person())
        helped(pitch, 60, wish="A checklist")
        make.commitment(pitch)
    with assert_queries(18):
        queries.impact(pitch.id)
