"""What a member, an organisation and everyone added up to: bases are kept, small groups hidden, gaps shown inside."""

import pytest

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.queries import About, Scope
from crowdlearn.outcomes.queries.carried import Carried
from crowdlearn.outcomes.queries.sums import Wishes
from crowdlearn.outcomes.rules import Adopted, Applied, Because, CheckInState, Rate
from crowdlearn.people.models import Follow, Person, PersonSkill
from crowdlearn.people.rules import FollowKind, Role, SkillSide
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from crowdlearn.settlement import service as settlement
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import WishAnswer
from crowdlearn.sharebacks.rules import Met
from tests import make
from tests.support.money import money

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def us():
    return make.organisation(name_en="Coastal Services", name_fr="Services côtiers")


def learners(us, many):
    """Return pitches under way, one for each of so many people, each with an answered check-in."""
    pitches = [make.pitch(make.person(of=us), state=PitchState.FUNDED, organisation_id=us.id) for _ in range(many)]
    for number, pitch in enumerate(pitches):
        if number:
            make.checkin(pitch, CheckInState.ANSWERED)
        else:
            reason = {"applied": Applied.NO, "because": Because.NO_TIME, "text": "The budget came first."}
            make.checkin(pitch, CheckInState.ANSWERED, **reason)
    return pitches


def ours(us, **more):
    return queries.footprint(Scope(About.ORGANISATION, us.id), None, **more)


@pytest.mark.parametrize("many", [4, 5])
def test_rates_about_fewer_than_five_people_are_hidden_and_deeds_are_not(us, many, browser):
    learners(us, many)
    found = ours(us)
    assert found.applied == Rate(many - 1, many, many)
    assert bool(found.reasons) is (many == 5)
    page = browser.get(f"/en/organisations/{us.id}/impact")
    assert ("4 of 5 check-ins say that it is used" in page.text) is (many == 5)
    assert ("3 check-ins say that it is used." in page.text) is (many == 4)
    assert ("There was no time for it" in page.text) is (many == 5)


def test_one_person_s_many_check_ins_are_still_about_one_person(us):
    amira = make.person(of=us)
    for _ in range(5):
        make.checkin(make.pitch(amira, state=PitchState.FUNDED), CheckInState.ANSWERED)
    found = queries.footprint(Scope(About.PERSON, amira.id), None)
    assert (found.applied, found.applied.shown) == (Rate(5, 5, 1), False)


def test_promises_of_a_person_are_theirs_to_show(us, browser):
    (pitch,) = learners(us, 1)
    make.commitment(pitch, CommitmentState.CONFIRMED)
    make.commitment(pitch, CommitmentState.OPEN, due_in=-3)
    scope = Scope(About.PERSON, pitch.owner_id)
    assert queries.footprint(scope, None).promises is None
    assert queries.footprint(scope, pitch.owner_id).promises == Rate(1, 2, 1)
    with transaction() as session:
        lock(session, Person, pitch.owner_id).promises_public = True
    assert "1 of 2 promised share-backs that came due" in browser.get(f"/en/people/{pitch.owner_id}/impact").text
    with transaction() as session:
        lock(session, Person, pitch.owner_id).profile_public = False
    with pytest.raises(NotFound):
        queries.footprint(scope, None)


def test_money_is_summed_to_the_cent_and_shared_among_people_and_applications(clock):
    case = money()  # 2,400.00: 1,000.00 of the organisation, 700.00 own, 700.00 of three peers
    case.fund()
    case.prove(220_000, 100_000)
    case.send_savings()
    case.pay_out(60_000)
    clock.forward(days=42)
    settlement.complete_all()
    found = queries.footprint(Scope(About.ALL), None)
    (sum_,) = found.money
    assert sum_ == Carried(60_000, 60_000, 100_000, final=True)
    assert sum_.for_each(7) == Money(31_429)
    assert sum_.for_each(0) is None


def test_reach_counts_each_person_once_over_all_share_backs(us, browser):
    amira, bao, cleo = make.person("Amira", of=us), make.person(), make.person()
    event, post = make.event(amira, in_hours=-2), make.shareback(amira)
    for person in (bao, cleo):
        make.seat(event, person)
    sharebacks.hold_event(amira.id, event.id, [bao.id, cleo.id], unnamed=7)
    sharebacks.say_learned(bao.id, post.id)
    service.say_used(bao.id, post.id, Adopted.USED, "In a letter.")
    service.say_used(cleo.id, post.id, Adopted.TAUGHT, "At our desk.", 12)
    found = ours(us)
    assert (found.reached, found.reached_unnamed, found.used, found.taught, found.given) == (2, 7, 2, 12, 2)
    assert found.chain == (2, 1)
    text = browser.get(f"/fr/organisations/{us.id}/impact").text
    assert "Services côtiers" in text


def test_hours_stand_on_both_sides(us):
    amira, bao = make.person(of=us), make.person()
    make.offer(make.pitch(amira, state=PitchState.FUNDED, organisation_id=us.id), bao, 90, OfferState.CONFIRMED)
    make.offer(make.pitch(bao, state=PitchState.FUNDED), amira, 60, OfferState.CONFIRMED)
    found = ours(us)
    assert (found.help_received, found.help_given) == ((90, 1), (60, 1))


def people_who_want(us, many, skill="facilitation", side=SkillSide.WANTED):
    for _ in range(many):
        who = make.person(of=us)
        make.kept(Follow(person_id=who.id, kind=FollowKind.TOPIC, target="climate-action"))
        make.kept(PersonSkill(person_id=who.id, side=side, skill=skill))


def test_what_is_missing_is_counted_from_five_people_on(us):
    people_who_want(us, 6)
    people_who_want(us, 4, skill="writing")
    people_who_want(us, 2, side=SkillSide.OFFERED)
    gap = ours(us, sees_gap=True).gap
    assert [(row.key, row.wanted, row.had) for row in gap.skills] == [("facilitation", 6, None)]
    assert [(row.key, row.wanted, row.had) for row in gap.topics] == [("climate-action", 12, None)]
    assert gap.people == 12
    few = make.organisation()
    people_who_want(few, 4)
    assert ours(few, sees_gap=True).gap is None


def test_who_learned_on_a_topic_counts_once(us):
    people_who_want(us, 5)
    host = make.pitch(make.person(), state=PitchState.FUNDED, topics=["climate-action"])
    post, again = make.shareback(make.person(), pitch_id=host.id), make.shareback(make.person(), pitch_id=host.id)
    for _ in range(5):
        learner = make.person(of=us)
        for one in (post, again):
            sharebacks.say_learned(learner.id, one.id)
    (row,) = ours(us, sees_gap=True).gap.topics
    assert (row.key, row.wanted, row.had, row.missing) == ("climate-action", 5, 5, 0)


def test_who_sees_what_is_missing(us, browser):
    people_who_want(us, 6)
    words = "Where capability is missing"
    address = f"/en/organisations/{us.id}/impact"
    assert words not in browser.get(address).text
    browser.sign_in(make.person(of=make.organisation()).id)
    assert words not in browser.get(address).text
    browser.sign_in(make.person(of=us).id)
    assert words in browser.get(address).text
    steward = make.person()
    make.role(steward, Role.STEWARD)
    browser.sign_in(steward.id)
    assert words in browser.get(address).text


@pytest.mark.parametrize("many", [1, 8])
def test_the_figures_ask_the_same_however_much_there_is(us, many, assert_queries):
    learners(us, many)
    with assert_queries(18):
        ours(us)


def test_every_wish_is_counted_by_its_answer_on_pitch_organisation_and_the_whole(us, browser):
    """By hand: the pitch has 7 wishes (3 yes, 1 partly, 1 no, 2 open), a colleague's one (yes), elsewhere one (no)."""
    mine, ours_too = (make.pitch(make.person(of=us), state=PitchState.FUNDED, organisation_id=us.id) for _ in range(2))
    far = make.pitch(make.person(), state=PitchState.FUNDED)
    answers = [Met.YES] * 3 + [Met.PARTLY, Met.NO, None, None]
    for pitch, said in [(mine, one) for one in answers] + [(ours_too, Met.YES), (far, Met.NO)]:
        offer = make.offer(pitch, make.person(), 60, OfferState.CONFIRMED, wish="A checklist")
        if said is not None:
            make.kept(WishAnswer(pitch_id=pitch.id, promise_id=offer.id, backer_id=offer.helper_id, met=said))
    found = (queries.impact(mine.id), ours(us), queries.footprint(Scope(About.ALL), None))
    assert [one.wishes for one in found] == [Rate(3, 7, 7), Rate(4, 8, 8), Rate(4, 9, 9)]
    assert [one.wish_answers for one in found] == [Wishes(3, 1, 1, 2), Wishes(4, 1, 1, 2), Wishes(4, 1, 2, 2)]
    places = {f"/pitches/{mine.id}": "Yes 3, partly 1, no 1", f"/organisations/{us.id}": "Yes 4, partly 1, no 1"}
    for place, words in {**places, "": "Yes 4, partly 1, no 2, not answered yet 2"}.items():
        assert words in browser.get(f"/en{place}/impact").text
