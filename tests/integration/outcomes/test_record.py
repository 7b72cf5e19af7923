"""A person's own record: deeds with their evidence, what was received elsewhere, the balance for nobody else."""

import csv
import io
import json
from datetime import timedelta

import pytest

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.rules import Adopted, Applied, AwardAhead, AwardsEnough, CheckInState, Deed
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.sharebacks import service as sharebacks
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def amira():
    """Amira led a pitch with a promise kept and learning applied, shared what Bao uses, helped Bao and gave money."""
    who, manager, bao = make.person("Amira Haddad"), make.person("Max Roy"), make.person("Bao Chen")
    pitch = make.money_pitch(who, state=PitchState.FUNDED, title="Letters that people finish")
    make.commitment(pitch, CommitmentState.CONFIRMED, title="What readers told us")
    make.commitment(pitch, CommitmentState.LAPSED, title="Nobody said a word")
    confirmed = {"applied": Applied.YES, "confirmed_by": manager.id, "confirmed_at": now(), "answered_at": now()}
    make.checkin(pitch, CheckInState.CONFIRMED, **confirmed)
    post = make.shareback(who, pitch_id=pitch.id, title="Six readers")
    service.say_used(bao.id, post.id, Adopted.USED, "In a letter.")
    of_bao = make.money_pitch(bao, state=PitchState.FUNDED, title="Hold music")
    make.offer(of_bao, who, 90, OfferState.CONFIRMED)
    make.pledge(of_bao, who, 5_000, PledgeState.KEPT)
    told = make.shareback(bao, title="Two weeks on")
    sharebacks.say_learned(who.id, told.id)
    service.say_used(who.id, told.id, Adopted.TAUGHT, "At our desk.", 4)
    make.review(told, who)
    return who


def test_every_deed_has_its_line_and_who_bore_it_out(amira):
    record = queries.record_of(amira.id)
    found = {(entry.deed, entry.title, entry.borne_out_by) for entry in record.entries}
    assert found == {
        (Deed.LED, "Letters that people finish", ""),
        (Deed.PROMISE, "What readers told us", ""),
        (Deed.APPLIED, "Letters that people finish", "Max Roy"),
        (Deed.SHARED, "Six readers", ""),
        (Deed.USED, "Six readers", ""),
        (Deed.HELPED, "Hold music", "Bao Chen"),
        (Deed.BACKED, "Hold music", ""),
        (Deed.TAUGHT, "Two weeks on", ""),
        (Deed.REVIEWED, "Two weeks on", ""),
    }


def test_the_balance_counts_both_sides(amira):
    balance = queries.balance_of(amira.id)
    assert (balance.gave.minutes, balance.gave.share_backs, balance.gave.people) == (90, 1, 4)
    assert (balance.gave.reviews, balance.gave.money) == (1, Money(5_000))
    assert (balance.received.share_backs, balance.received.people, balance.received.minutes) == (1, 1, 0)


def test_others_see_only_what_was_borne_out_and_never_money(amira, browser):
    service.record_award(amira.id, "Plain words of the year", "Letter Days", make.days(-3), "https://letters.example/")
    shown = queries.recognition_of(amira.id, promises=False)
    assert {entry.deed for entry in shown.entries} == {Deed.APPLIED, Deed.USED, Deed.HELPED}
    page = browser.get(f"/en/people/{amira.id}")
    assert "Plain words of the year" in page.text
    assert "What readers told us" not in page.text
    assert "Backed a pitch" not in page.text
    assert "https://letters.example/" in page.response.text
    with transaction() as session:
        lock(session, Person, amira.id).promises_public = True
    page = browser.get(f"/en/people/{amira.id}")
    assert "What readers told us" in page.text
    assert "Nobody said a word" not in page.text  # it lapsed: nobody confirmed it


def test_help_under_no_name_stays_so(amira):
    helper = make.person()
    make.offer(make.pitch(amira, state=PitchState.FUNDED), helper, 60, OfferState.CONFIRMED, name_shown=False)
    assert queries.recognition_of(helper.id, promises=True).entries == []
    assert queries.record_of(helper.id).many(Deed.HELPED) == 1


def test_what_was_received_elsewhere_is_recorded_and_taken_away_by_its_owner(amira):
    fields = ("Plain words", "Letter Days", make.days(-3), "https://letters.example/")
    first = service.record_award(amira.id, *fields)
    with pytest.raises(AwardAhead):
        service.record_award(amira.id, "Plain words", "Letter Days", make.days(2), "https://letters.example/")
    for _ in range(29):
        service.record_award(amira.id, *fields)
    with pytest.raises(AwardsEnough):
        service.record_award(amira.id, *fields)
    with pytest.raises(NotFound):
        service.remove_award(make.person().id, first)
    service.remove_award(amira.id, first)
    assert len(queries.record_of(amira.id).awards) == 29


def test_it_is_taken_along_as_a_file(amira, browser):
    browser.sign_in(amira.id)
    page = browser.get("/en/me/record")
    assert "Hold music" in page.text
    figures = ["".join(one.itertext()).strip() for one in page.tree.iter("dd") if "num" in (one.get("class") or "")]
    assert figures == ["1"] * 5
    assert "For you alone" in browser.get("/en/me/balance").text
    rows = list(csv.reader(io.StringIO(browser.get("/en/me/record.csv").response.text.lstrip("\ufeff"))))
    assert len(rows) == 10
    assert ["Hold music", "Bao Chen", "", "1:30"] in [row[2:6] for row in rows]
    found = json.loads(browser.get("/en/me/record.json").response.text)
    assert (found["name"], len(found["entries"])) == ("Amira Haddad", 9)
    assert all(entry["evidence"].startswith("http") for entry in found["entries"])
    assert "amount" not in json.dumps(found)


def test_an_award_is_recorded_on_its_page(amira, browser):
    browser.sign_in(amira.id)
    page = browser.get("/en/me/record/awards/new").submit(
        title="Plain words", giver="Letter Days", on="", link="ftp://x"
    )
    assert page.title.startswith("Error:")
    day = (now() - timedelta(days=3)).date().isoformat()
    page = page.submit(on=day, link="https://letters.example/2026")
    assert "Recorded. It stands on your page and in your record." in page.text
    assert "given by Letter Days" in page.text


@pytest.mark.parametrize("many", [1, 12])
def test_the_record_asks_the_same_however_long_it_is(amira, many, assert_queries):
    for _ in range(many):
        make.shareback(amira)
    with assert_queries(11):
        queries.record_of(amira.id)
