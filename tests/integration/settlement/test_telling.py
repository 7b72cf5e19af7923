"""Everyone concerned is told, once, in their language; every letter can be read in both."""

import pytest
import sqlalchemy as sa

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.notices.models import Notice
from crowdlearn.notices.rules import unpack
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.reactions import AFTER
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import DocumentKind
from crowdlearn.web import mail
from crowdlearn.web.templating import FOLDER
from tests import make
from tests.support.cards import ASKS_LATER, DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import Money, money
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def kinds(person_id) -> list[str]:
    drain_all(AFTER)
    with reading() as session:
        query = sa.select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.id)
        return list(session.scalars(query))


def facts(person_id, kind: str) -> dict:
    with reading() as session:
        query = sa.select(Notice.facts).where(Notice.person_id == person_id, Notice.kind == kind)
        return unpack(session.scalars(query).first())


def backer(case: Money, number: int = 0):
    return case.pledges[number].peer_id


def test_from_the_lock_to_the_last_cent():
    case = money()
    helper = make.person()
    make.offer(case.pitch, helper, state=OfferState.ACCEPTED)
    case.weigh()
    assert kinds(case.pitcher.id) == ["pitch_locked"]
    assert kinds(case.first.id) == ["money_expected"]
    assert kinds(backer(case)) == ["money_asked"]
    assert facts(backer(case), "money_asked")["code"] == case.pledges[0].reference
    case.pay(0, 20000)
    assert kinds(backer(case)) == ["money_asked", "money_waits"]
    case.pay(0, 5000)
    case.pay(1)
    case.pay(2)
    assert kinds(backer(case))[-2:] == ["money_arrived", "pitch_funded_backer"]
    assert kinds(helper.id) == ["pitch_funded_backer"]
    case.show(100000, DocumentKind.ORGANISATION)
    refused = case.show(5, verify=False)
    service.refuse_document(case.first.id, refused, "Not ours.")
    case.show(100000)
    service.say_complete(case.pitcher.id, case.pitch_id)
    assert kinds(case.second.id).count("money_document") == 3
    case.pay_out(50000)
    assert "money_payout_proposed" in kinds(case.second.id)
    assert "money_payout_proposed" not in kinds(case.first.id)
    case.send_savings()
    assert "money_refunds_proposed" in kinds(case.second.id)
    assert kinds(backer(case))[-1] == "money_refunded"
    told = kinds(case.pitcher.id)
    assert [kind for kind in told if kind.startswith(("money_", "pitch_"))] == [
        "pitch_locked", "pitch_funded", "money_verified", "money_refused", "money_verified", "money_paid_out",
    ]  # fmt: skip


def test_when_it_comes_otherwise(clock):
    case = money()
    waiting = make.pledge(case.pitch, make.person(), 5000, PledgeState.WAITLISTED)
    case.weigh()
    case.pay(0)
    clock.forward(days=7)
    service.remind()
    assert kinds(backer(case, 1))[-1] == "money_remind_pay"
    clock.forward(days=7)
    service.close_what_is_due()
    assert kinds(backer(case, 1))[-1] == "money_dropped"
    assert kinds(waiting.peer_id) == ["money_promoted", "money_asked"]
    assert kinds(case.pitcher.id)[-1] == "money_top_up"
    clock.forward(days=5)
    service.remind()
    assert kinds(case.pitcher.id)[-1] == "money_remind_top_up"
    clock.forward(days=2)
    service.close_what_is_due()
    assert kinds(case.pitcher.id)[-1] == "pitch_not_funded"
    assert kinds(backer(case))[-1] == "pitch_not_funded_backer"
    assert facts(backer(case), "pitch_not_funded_backer")["after_lock"] == "yes"
    assert "money_refunds_proposed" in kinds(case.first.id)


def test_money_of_the_organisation_and_what_is_owed():
    case = money()
    case.fund()
    case.prove(240000, 100000)
    case.pay_out(70000)
    service.note_organisation_money(case.pitcher.id, case.pitch_id, 30000, "Reimbursed.")
    assert kinds(case.first.id)[-2:] == ["money_organisation", "money_claimed"]
    assert kinds(case.pitcher.id)[-1] == "money_owed"
    service.note_organisation_money(case.first.id, case.pitch_id, -1, "Less.")
    assert kinds(case.pitcher.id)[-1] == "money_organisation"


def test_substitutes_cancellations_and_stops(clock):
    case = money()
    case.fund()
    manager = make.person(of=case.host)
    make.manages(manager, case.pitcher)
    service.propose_substitute(case.pitcher.id, case.pitch_id, case.second.email, "Sick leave.")
    assert (kinds(backer(case))[-1], kinds(manager.id)[-1]) == ("pitch_substitute_asked", "pitch_substitute_to_clear")
    clock.forward(hours=73)
    service.decide_substitutes()
    assert kinds(case.second.id)[-1] == kinds(case.pitcher.id)[-1] == "pitch_substitute_decided"
    service.report_cancelled(case.pitcher.id, case.pitch_id, "The venue was flooded.")
    assert kinds(backer(case))[-1] == "pitch_cancelled"
    other = money()
    other.fund()
    clock.forward(days=60)
    service.remind()
    assert kinds(other.pitcher.id)[-1] == "money_remind_receipts"
    service.freeze(other.first.id, other.pitch_id, "Long leave")
    assert kinds(other.pitcher.id)[-1] == kinds(backer(other))[-1] == "pitch_frozen"


def test_by_card_from_the_notice_to_the_charge(by_card):  # noqa: F811
    case = by_card(numbers=(OK, DECLINES_LATER, ASKS_LATER))
    case.lock_and_hold()
    case.wait(hours=41)
    case.give_card(1)
    case.confirm(2)
    of_card = [[kind for kind in kinds(backer(case, n)) if kind.startswith("money_")] for n in range(3)]
    assert of_card[0] == ["money_card_notice", "money_taken"]
    assert of_card[1] == ["money_card_notice", *["money_card_failed"] * 2, "money_remind_card", "money_taken"]
    assert of_card[2] == ["money_card_notice", "money_card_confirm", *["money_remind_confirm"] * 2, "money_taken"]
    assert facts(backer(case), "money_card_notice")["card"] == "Visa •••• 4242"
    assert kinds(case.first.id) == []  # a treasurer has nothing to record


OF_PLEDGES = {
    "money_card_shared",
    "money_no_card",
    "money_promised",
    "money_withdrawn",
    "money_promoted",
    "money_trimmed",
    "money_reconfirm",
    "money_released",
}


TOLD_ELSEWHERE = {  # of refunds by card and disputes
    "money_dispute_decided",
    "money_disputed",
    "money_refund_again",
    "money_refund_failed",
    "money_strangers",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_letter_can_be_read(app, language, clock, by_card):  # noqa: F811
    """The letters of every walk above, drawn for each notice that was made."""
    test_from_the_lock_to_the_last_cent()
    test_by_card_from_the_notice_to_the_charge(by_card)
    test_when_it_comes_otherwise(clock)
    test_money_of_the_organisation_and_what_is_owed()
    test_substitutes_cancellations_and_stops(clock)
    with reading() as session:
        rows = session.execute(sa.select(Notice.kind, Notice.facts, Notice.path)).all()
    drawn = set()
    with app.app_context():
        for kind, packed, path in rows:
            letter = mail.render(kind, language, unpack(packed), path)
            assert letter.subject
            assert not [word for word in ("True", "None", "%(", " .") if word in letter.text], letter.text
            drawn.add(kind)
    about_money = {folder.name for folder in (FOLDER / "email").iterdir() if folder.name.startswith("money_")}
    assert about_money - OF_PLEDGES - TOLD_ELSEWHERE <= drawn
