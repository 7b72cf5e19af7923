"""What pitchers and backers see of the money, in a browser."""

import io

import pytest

from crowdlearn.people.rules import Role
from crowdlearn.settlement import service
from tests import make
from tests.support.cards import DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import money
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def test_the_pitcher_shows_documents(browser, case):
    other = money()
    other.fund()
    browser.sign_in(other.pitcher.id)
    page = browser.get(f"/en/pitches/{other.pitch_id}/receipts")
    assert "Show what the learning really cost." in page.text
    scan = (io.BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"), "seat.pdf")
    shown = page.form(action="/receipts").submit(
        kind="receipt", label="Seat", amount="1,400", day=other.today.isoformat(), scan=scan
    )
    assert "Your document is in." in shown.text
    back = shown.form(action="/take-back").submit()
    assert "The document is taken back." in back.text
    assert "You said so on" in back.form(action="/complete").submit().text


def test_the_pitcher_tops_up(browser):
    case = money([25000, 25000, 19990])
    browser.sign_in(case.pitcher.id)
    page = browser.get(f"/en/pitches/{case.pitch_id}/top-up")
    assert "$0.10 is missing" in page.text
    assert "Only $0.10 is missing." in page.submit(amount="0.11").text
    done = page.submit(amount="0.10")
    assert "Your top-up is recorded." in done.text
    assert "Nothing is missing" in done.text
    assert case.pitch.state.value == "locked"


def test_a_backer_reads_how_to_pay(browser, clock):
    case = money()
    backer = case.pledges[0].peer_id
    browser.sign_in(backer)
    assert browser.get(f"/en/pledges/{case.pledges[0].id}/pay").status == 404
    case.weigh()
    page = browser.get(f"/en/pledges/{case.pledges[0].id}/pay")
    assert "The treasurer of" in page.text
    service.write_instruction(case.first.id, case.host.id, "Interac to pd@example.gc.ca\nor a cheque.", "Interac …")
    page = browser.get(f"/en/pledges/{case.pledges[0].id}/pay")
    assert "Please pay $250.00 by" in page.text
    assert case.pledges[0].reference in page.text
    assert "Interac to pd@example.gc.ca" in page.text
    case.pay(0, 10000)
    assert "Please send the rest: $150.00." in browser.get(f"/en/pledges/{case.pledges[0].id}/pay").text
    case.pay(0, 15000)
    assert "has arrived. Thank you." in browser.get(f"/fr/pledges/{case.pledges[0].id}/pay".replace("/fr", "/en")).text
    assert browser.get(f"/en/pledges/{case.pledges[1].id}/pay").status == 404


def test_the_pitcher_who_is_a_treasurer_reads_only(browser, case):
    make.role(case.pitcher, Role.TREASURER, case.host)
    browser.sign_in(case.pitcher.id)
    assert "another treasurer handles its money" in browser.get(f"/en/finance/pitches/{case.pitch_id}").text
    assert "can be paid out" not in browser.get("/en/finance").text


def test_a_card_settlement_is_on_the_desk_and_asks_nothing_of_the_treasurer(by_card, browser):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    browser.sign_in(case.first.id)
    desk = browser.get("/en/finance").text
    assert "Cards are being held and charged" in desk
    assert "$500.00 held on cards" in desk
    assert "still to come from backers" not in desk
    page = browser.get(f"/en/finance/pitches/{case.pitch_id}").text
    assert "Held on backers’ cards, not charged yet: $500.00 of $700." in page
    assert "The bank says no, without a reason." in page
    assert "$500held of $700" in page
    assert "Record it" not in page
    case.wait(hours=72)
    browser.sign_in(case.first.id)
    assert "Decided: every hold is released" in browser.get(f"/en/finance/pitches/{case.pitch_id}").text


def test_a_backer_by_card_is_not_asked_to_transfer_anything(by_card, browser):  # noqa: F811
    case = by_card()
    case.weigh()
    browser.sign_in(case.pledges[0].peer_id)
    page = browser.get(f"/fr/pledges/{case.pledges[0].id}/pay")
    assert page.url == f"/fr/pledges/{case.pledges[0].id}"
    assert "sont retenus sur votre carte" in page.text
    assert case.pledges[0].reference not in page.text
