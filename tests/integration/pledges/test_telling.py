"""Each step tells whom it concerns, once, in words that both languages can render."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import select

from crowdlearn.approvals import service as approvals
from crowdlearn.approvals.service import Word
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import unpack
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries import plan_of
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges import service
from crowdlearn.pledges.rules import Help, MoneyOffer, OfferState, PledgeState
from crowdlearn.pledges.service import Given
from crowdlearn.web import mail
from tests import make
from tests.support.letters import told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pitcher():
    return make.person("Amira", of=make.organisation())


@pytest.fixture
def manager(pitcher):
    row = make.person("Mika")
    make.manages(row, pitcher)
    return row


@pytest.fixture
def peer():
    return make.person("Noor", of=make.organisation())


@pytest.fixture
def pitch(pitcher, manager):
    return make.money_pitch(pitcher, cost=140_000, organisation=0)


def letters(app, kind, language="en"):
    with reading() as session:
        notices = session.exec(select(Notice).where(Notice.kind == kind)).all()
    with app.test_request_context(f"/{language}/"):
        return [mail.render(kind, language, unpack(notice.facts), notice.path).text for notice in notices]


def promise(peer, pitch, cents=10_000):
    return service.promise_money(peer.id, pitch.id, MoneyOffer(Money(cents), terms_version=1))


def test_a_promise_is_confirmed_and_the_pitcher_hears_no_name_and_no_amount(app, pitch, peer):
    promise(peer, pitch, 12_300)
    assert told(app) == [("money_promised", "Noor"), ("pledge_received", "Amira")]
    [letter] = letters(app, "pledge_received")
    assert "Noor" not in letter
    [own] = letters(app, "money_promised", "fr")
    assert "123" in own


def test_withdrawing_promotes_whoever_waits_and_tells_both(app, pitch, peer):
    row = make.pledge(pitch, peer, 70_000)
    make.pledge(pitch, make.person("Wai"), 10_000, PledgeState.WAITLISTED)
    service.withdraw(peer.id, row.id)
    assert sorted(told(app)) == [("money_promoted", "Wai"), ("money_withdrawn", "Noor")]


def test_a_cheaper_pitch_and_a_changed_one_tell_each_backer(app, pitch, pitcher, peer):
    make.pledge(pitch, peer, 70_000)
    make.planned(pitch)
    with reading() as session:
        [cost] = plan_of(session, session.get_one(Pitch, pitch.id)).costs
    cheaper = type(cost)(id=cost.id, kind=cost.kind, label=cost.label, amount_cents=70_000)
    service.change_open_pitch(pitcher.id, pitch.id, {"costs": (cheaper,), "provider": "Another school"})
    kinds = [line for line in told(app) if line[0].startswith("money_")]
    assert kinds == [("money_trimmed", "Noor"), ("money_reconfirm", "Noor")]
    assert "$350" in letters(app, "money_trimmed")[0]


@pytest.mark.parametrize(
    "why", ["pitch_withdrawn", "not_approved", "goal_lowered", "no_answer", "conflict_of_interest", "not_funded"]
)
def test_a_released_backer_reads_why_once(app, pitch, peer, why):
    first = make.pledge(pitch, peer, 10_000)
    make.pledge(pitch, peer, 5_000, PledgeState.WAITLISTED, grows_from=first.id)
    with transaction() as session:
        service.release_all(session, lock(session, Pitch, pitch.id), why)
    assert [line for line in told(app) if line[0] == "money_released"] == [("money_released", "Noor")]


def test_help_is_told_from_the_offer_to_the_hours(app, pitch, pitcher, peer):
    need = make.need(pitch)
    offer = service.offer_help(peer.id, pitch.id, need.id, Help(minutes=90, note="I do this weekly"))
    service.accept_offer(pitcher.id, offer, "Wonderful")
    service.schedule_offer(peer.id, offer, now() + timedelta(days=2), "Room 2")
    service.confirm(peer.id, offer, Given(90))
    service.confirm(pitcher.id, offer, Given(90))
    assert told(app) == [
        ("offer_made", "Amira"),
        ("offer_accepted", "Noor"),
        ("offer_scheduled", "Noor"),
        ("offer_scheduled", "Amira"),
        ("offer_hours", "Amira"),
        ("offer_confirmed", "Noor"),
        ("offer_confirmed", "Amira"),
    ]
    assert "1.5\N{NO-BREAK SPACE}hours" in letters(app, "offer_confirmed")[0]


def test_help_that_ends_otherwise_is_told_kindly(app, pitch, pitcher, peer):
    thing = make.need(pitch, kind=NeedKind.INTRODUCTION, wanted=3)
    declined = service.offer_help(peer.id, pitch.id, None, Help(minutes=60))
    service.decline_offer(pitcher.id, declined, "Thank you, next time!")
    given = service.offer_help(peer.id, pitch.id, thing.id, Help())
    service.accept_offer(pitcher.id, given)
    service.confirm(peer.id, given, Given(received=True))
    service.not_given(pitcher.id, given, "Nobody answered")
    back = service.offer_help(peer.id, pitch.id, thing.id, Help())
    service.withdraw_offer(peer.id, back)
    make.offer(pitch, make.person("Hal"), 60, OfferState.ACCEPTED)
    service.ask_whether_help_stands(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
    service.release_help_of_withdrawn(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
    kinds = [kind for kind, _ in told(app)]
    for kind in (
        "offer_declined",
        "offer_thing",
        "offer_not_given",
        "offer_withdrawn",
        "help_stands",
        "offer_released",
    ):
        assert kind in kinds


def ask(pitch):
    approvals.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))


def test_clearance_is_asked_reminded_and_decided_in_words(app, pitch, manager, clock):
    ask(pitch)
    assert told(app) == [("clearance_asked", "Mika")]
    clock.forward(days=14)
    approvals.remind_approvers()
    assert told(app)[1:] == [("clearance_reminder", "Mika")]
    approvals.ask_changes(manager.id, pitch.id, Word(1, "A cheaper school, please."))
    approvals.clear(manager.id, pitch.id, Word(1, conditions="Report back in March"))
    approvals.revoke(manager.id, pitch.id, Word(1, "The budget is frozen."))
    approvals.decline(manager.id, pitch.id, Word(1, "Not this year."))
    found = told(app)
    assert [kind for kind, name in found if name == "Amira"] == [
        "clearance_changes",
        "clearance_given",
        "clearance_withdrawn",
        "clearance_declined",
    ]
    assert "Report back in March" in letters(app, "clearance_given")[0]
    assert "A cheaper school" in letters(app, "clearance_changes")[0]


def test_a_manager_is_told_of_help_only_pitches_and_a_pitcher_without_manager_hears_what_to_do(app, pitcher, manager):
    ask(make.pitch(pitcher))
    ask(make.money_pitch(make.person("Lou", of=make.organisation())))
    assert told(app) == [("clearance_told", "Mika"), ("clearance_nobody", "Lou")]


def test_whoever_is_asked_instead_is_told(app, pitch, manager):
    director = make.person("Dora")
    make.manages(director, manager)
    ask(pitch)
    service.offer_help(manager.id, pitch.id, None, Help(minutes=60))
    assert ("clearance_passed_on", "Dora") in told(app)
