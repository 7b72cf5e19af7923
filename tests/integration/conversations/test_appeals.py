"""Appeals against what a steward decided: by those it concerns, to another steward."""

from datetime import timedelta

import pytest
from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.conversations import queries, service
from crowdlearn.conversations.models import Hidden
from crowdlearn.conversations.rules import (
    APPEAL_WITHIN,
    AppealDecided,
    AppealedBefore,
    AppealMade,
    AppealTooLate,
    ContentHidden,
    Decided,
    DecisionIsFinal,
    DecisionIsOver,
    FlagReason,
    ReasonMissing,
)
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.people.rules import Role
from crowdlearn.sharebacks import queries as sharebacks_queries
from crowdlearn.sharebacks import service as sharebacks
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def author():
    return make.person("Amira")


@pytest.fixture
def reviewer():
    return make.person("Bao")


@pytest.fixture
def post(author):
    return make.shareback(author)


@pytest.fixture
def review(post, reviewer):
    return sharebacks.review(reviewer.id, post.id, sharebacks.Judgement(1, 1, 1, "She copied it."))


@pytest.fixture
def steward():
    return _steward("Sara")


@pytest.fixture
def other():
    return _steward("Omar")


def _steward(name):
    who = make.person(name)
    make.role(who, Role.STEWARD)
    return who


def shown(post):
    return [row.text for row in sharebacks_queries.shareback_page(post.id, post.author_id).reviews.rows]


def test_a_reviewer_appeals_and_another_steward_shows_the_review_again(post, review, reviewer, author, steward, other):
    hidden = service.hide(steward.id, "review", review, "Say it without the person.")
    mine = sharebacks_queries.shareback_page(post.id, reviewer.id).reviews.mine
    assert (mine.hidden_id, mine.hidden_why) == (hidden, "Say it without the person.")
    appeal = service.appeal(reviewer.id, Decided.HIDDEN, hidden, "I can show it.")
    with pytest.raises(AppealedBefore):
        service.appeal(author.id, Decided.HIDDEN, hidden, "I mind it not.")
    with pytest.raises(ReasonMissing):
        service.decide_appeal(other.id, appeal, " ", grants=True)
    service.decide_appeal(other.id, appeal, "It is hard, but fair.", grants=True)
    assert shown(post) == ["She copied it."]
    with pytest.raises(MoveRefused):
        service.decide_appeal(other.id, appeal, "No.", grants=False)
    with pytest.raises(DecisionIsFinal):
        service.appeal(author.id, Decided.SHOWN, hidden, "It hurts.")
    with reading() as session:
        trail = session.exec(select(AuditRow.action).order_by(AuditRow.id)).all()
    assert trail[-4:] == ["mod.hide", "appeal.make", "mod.show", "appeal.decide"]


def test_an_author_appeals_against_a_dismissed_report(post, review, author, reviewer, steward, other):
    flag = service.report(author.id, "review", review, FlagReason.UNKIND, "")
    service.dismiss(steward.id, flag)
    with pytest.raises(NotFound):
        service.appeal(reviewer.id, Decided.KEPT, flag, "It is mine.")
    appeal = service.appeal(author.id, Decided.KEPT, flag, "I did not copy it.")
    service.decide_appeal(other.id, appeal, "It accuses without a word of proof.", grants=True)
    assert shown(post) == []
    (thing,) = queries.steward_page().hidden
    assert thing.reason == "It accuses without a word of proof."
    with pytest.raises(DecisionIsFinal):
        service.appeal(reviewer.id, Decided.HIDDEN, thing.id, "Unfair.")


def test_no_steward_with_a_stake_decides(post, review, reviewer, author, steward):
    hidden = service.hide(steward.id, "review", review, "Unkind.")
    appeal = service.appeal(reviewer.id, Decided.HIDDEN, hidden, "I can show it.")
    leads = _steward("Lead")
    make.manages(leads, author)
    for staked in (steward, reviewer, author, leads):
        with pytest.raises(NotAllowed):
            service.decide_appeal(staked.id, appeal, "So be it.", grants=True)
    service.tell_of_appeal(AppealMade(by=reviewer.id, appeal_id=appeal))
    free = _steward("Free")
    service.tell_of_appeal(AppealMade(by=reviewer.id, appeal_id=appeal))
    assert [len(notices_of(one.id).lines) for one in (steward, leads, free)] == [0, 0, 1]


def test_what_is_over_or_too_old_is_not_appealed(review, reviewer, steward):
    hidden = service.hide(steward.id, "review", review, "Unkind.")
    with pytest.raises(NotFound):
        service.appeal(make.person().id, Decided.HIDDEN, hidden, "Me too.")
    service.show_again(steward.id, hidden)
    with pytest.raises(DecisionIsOver):
        service.appeal(reviewer.id, Decided.HIDDEN, hidden, "Why?")
    again = service.hide(steward.id, "review", review, "Unkind after all.")
    with transaction() as session:
        lock(session, Hidden, again).hidden_at = now() - APPEAL_WITHIN - timedelta(minutes=1)
    with pytest.raises(AppealTooLate):
        service.appeal(reviewer.id, Decided.HIDDEN, again, "Why?")


def test_everyone_it_concerns_hears_of_it_and_sees_the_decision(review, reviewer, author, steward, other, browser):
    hidden = service.hide(steward.id, "review", review, "Unkind.")
    service.tell_concerned(ContentHidden(by=steward.id, hidden_id=hidden))
    browser.sign_in(author.id)
    assert "Unkind." in browser.get(f"/en/decisions/hidden/{hidden}").text
    assert browser.get(f"/en/decisions/gone/{hidden}").status == 404
    appeal = service.appeal(author.id, Decided.HIDDEN, hidden, "Let it be read.")
    service.decide_appeal(other.id, appeal, "No: it is unkind.", grants=False)
    service.tell_of_decided_appeal(AppealDecided(by=other.id, appeal_id=appeal))
    assert [line.kind for line in notices_of(author.id).lines] == ["report_appeal_decided", "report_decided"]
    assert [line.kind for line in notices_of(reviewer.id).lines] == ["report_appeal_decided"]
    page = browser.get(f"/en/decisions/hidden/{hidden}").text
    assert "The decision stands" in page
    assert "No: it is unkind." in page
    assert "Sara" not in page
    assert "Omar" not in page
