"""The money pages: every one opens in every stage, in both languages, with a bounded number of queries."""

import io
from urllib.parse import urlsplit

import pytest

from crowdlearn.people.rules import Role
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import DocumentKind
from tests import make
from tests.support.cards import DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import Money, money
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case() -> Money:
    """A pitch that saved money: documents in, nothing paid out yet."""
    funded = money()
    funded.fund()
    funded.prove(200000, 100000)
    return funded


def path(page) -> str:
    return urlsplit(page.url).path


def test_the_desk_says_what_waits_and_leads_there(browser, case):
    waiting = money()
    waiting.host = case.host
    browser.sign_in(case.first.id)
    desk = browser.get("/en/finance")
    assert "Treasury" in desk.title
    assert "$500.00 can be paid out" in desk.text
    assert "$200.00 were saved" in desk.text
    french = browser.get("/fr/finance")
    assert french.status == 200


def test_a_line_of_the_bank_statement_is_recorded(browser):
    case = money()
    case.weigh()
    browser.sign_in(case.first.id)
    form = browser.get(f"/en/finance/money?code={case.pledges[0].reference}")
    page = form.submit(amount="250", day=case.today.isoformat(), bank_reference="EFT 1")
    assert path(page) == f"/en/finance/pitches/{case.pitch_id}"
    assert "Recorded and booked." in page.text
    assert case.held == 25000
    wrong = browser.get("/en/finance/money").submit(
        code="CL-NONE-NONE", amount="1", day=case.today.isoformat(), bank_reference="x"
    )
    assert wrong.title.startswith("Error:")
    assert "No pledge of your organisation has this code." in wrong.text


def test_money_that_counts_for_nothing_has_ways_out(browser):
    case = money()
    case.weigh()
    case.pay(0, 15000)
    browser.sign_in(case.second.id)
    desk = browser.get("/en/finance")
    link = next(a.get("href") for a in desk.tree.iter("a") if "/finance/arrivals/" in (a.get("href") or ""))
    page = browser.get(link)
    assert "This counts for no pledge yet." in page.text
    sent = page.form(action="/send-back").submit(reference="OUT 1")
    assert "Booked as sent back." in sent.text
    assert case.payable == 0
    case.pay(1, 100)
    desk = browser.get("/en/finance")
    link = next(a.get("href") for a in desk.tree.iter("a") if "/finance/arrivals/" in (a.get("href") or ""))
    undone = browser.get(link).form(action="/undo").submit()
    assert "reversing postings" in undone.text


def test_two_treasurers_pay_out(browser, case, app):
    browser.sign_in(case.first.id)
    form = browser.get(f"/en/finance/pitches/{case.pitch_id}/payouts")
    assert "To the pitcher now: at most $500.00" in form.text
    proposed = form.submit(method="Bank transfer")
    assert "another treasurer must confirm it" in proposed.text
    assert not [f for f in proposed.tree.iter("form") if (f.get("action") or "").endswith("/confirm")]
    browser.sign_in(case.second.id)
    confirmed = browser.get(path(proposed)).form(action="/confirm").submit(reference="OUT-9")
    assert "The payout is booked." in confirmed.text
    assert case.figures.paid_out == 50000


def test_a_payout_too_high_is_refused_beside_its_field(browser, case):
    browser.sign_in(case.first.id)
    refused = browser.get(f"/en/finance/pitches/{case.pitch_id}/payouts").submit(amount="500.01", method="x")
    assert "Peers carry $500 of what the receipts prove" in refused.text


def test_savings_go_back_in_three_steps(browser, case):
    browser.sign_in(case.first.id)
    page = browser.get(f"/en/finance/pitches/{case.pitch_id}/savings")
    assert "$71.43" in page.text
    proposed = page.submit()
    assert "You proposed this." in proposed.text
    browser.sign_in(case.second.id)
    confirmed = browser.get(path(proposed)).form(action="/confirm").submit()
    assert "Make 3 transfers at the bank" in confirmed.text
    sent = confirmed.form(action="/send").submit(reference="BATCH 1")
    assert "3 refunds are booked as sent." in sent.text
    link = next(a.get("href") for a in sent.tree.iter("a") if "/refunds/parts/" in (a.get("href") or ""))
    failed = browser.get(link).form(action="/failed").submit()
    again = failed.submit(reference="CHEQUE 2")
    assert "The refund is booked as sent." in again.text
    assert case.payable == 0


def test_one_backer_gets_something_back(browser, case):
    browser.sign_in(case.first.id)
    page = browser.get(f"/en/finance/payments/{case.payment(0).id}/refunds").submit(amount="10")
    assert "The refund is proposed." in page.text


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


def test_a_treasurer_looks_at_documents(browser, case):
    other = money()
    other.fund()
    good, bad = other.show(100000, verify=False), other.show(7, DocumentKind.CREDIT, verify=False)
    browser.sign_in(other.first.id)
    page = browser.get(f"/en/finance/documents/{good}")
    assert "You certify that it is in the pitcher’s name" in page.text
    assert "The document is verified." in page.form(action="/verify").submit().text
    empty = browser.get(f"/en/finance/documents/{bad}").form(action="/refuse").submit()
    assert empty.title.startswith("Error:")
    refused = empty.form(action="/refuse").submit(reason="Not ours.")
    assert "The document is refused." in refused.text


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


def test_the_books_are_filtered_and_taken_along(browser, case):
    browser.sign_in(case.first.id)
    page = browser.get("/en/finance/ledger?account=bank")
    assert "Money came in" in page.text
    assert "A pledge is paid in full" not in page.text
    assert browser.get("/en/finance/ledger?account=nonsense&since=then").status == 200
    csv = browser.client.get("/en/finance/ledger.csv").text
    assert csv.startswith("\ufeffPosting,Booked at,Cause,Pitch,Account,Debit,Credit")
    assert "250.00" in csv


def test_books_of_others_are_not_shown(browser, case):
    stranger = make.person(of=make.organisation())
    make.role(stranger, Role.TREASURER, make.organisation())
    browser.sign_in(stranger.id)
    assert browser.get(f"/en/finance/pitches/{case.pitch_id}").status == 404
    assert "Nothing waits for you" in browser.get("/en/finance").text
    assert "No posting fits this" in browser.get("/en/finance/ledger").text
    assert browser.client.get("/en/finance/ledger.csv").text.count("\n") == 1


def test_an_auditor_reads_and_cannot_act(browser, case):
    auditor = make.person(of=case.host)
    make.role(auditor, Role.AUDITOR, case.host)
    browser.sign_in(auditor.id)
    assert "You read the books; treasurers act on them." in browser.get("/en/finance").text
    page = browser.get(f"/en/finance/pitches/{case.pitch_id}")
    assert "What you can do" not in page.text
    assert [form for form in page.tree.iter("form") if form.get("method") == "post"] == []


def test_the_pitcher_who_is_a_treasurer_reads_only(browser, case):
    make.role(case.pitcher, Role.TREASURER, case.host)
    browser.sign_in(case.pitcher.id)
    assert "another treasurer handles its money" in browser.get(f"/en/finance/pitches/{case.pitch_id}").text
    assert "can be paid out" not in browser.get("/en/finance").text


def test_checks_and_bank(browser, case):
    browser.sign_in(case.first.id)
    page = browser.get("/en/finance/reconcile")
    assert "The books have not been checked yet." in page.text
    assert "Everything agrees." in page.form(action="/reconcile").submit().text
    noted = browser.get(f"/en/finance/reconcile/{case.host.id}").submit(amount="1", day=make.days(-1).isoformat())
    assert "Noted." in noted.text
    found = noted.form(action="/reconcile").submit()
    assert "The balances of bank and card processor are those of the books." in found.text
    words = browser.get(f"/en/finance/instructions/{case.host.id}").submit(words_en="Pay so.", words_fr="Payez ainsi.")
    assert "Backers read these words from now on." in words.text


def test_claims_are_followed(browser, case):
    case.pay_out(50000)
    browser.sign_in(case.pitcher.id)
    page = browser.get(f"/en/pitches/{case.pitch_id}/organisation-money")
    noted = page.submit(direction="more", amount="40", reason="My branch paid for the train.")
    assert "You owe" in noted.text
    browser.sign_in(case.first.id)
    desk = browser.get("/en/finance")
    link = next(a.get("href") for a in desk.tree.iter("a") if "/finance/claims/" in (a.get("href") or ""))
    paid = (
        browser.get(link)
        .form(action="/repayments")
        .submit(amount="5", day=case.today.isoformat(), bank_reference="EFT 8")
    )
    assert "Recorded. Its return to the backers is opened." in paid.text
    proposed = browser.get(link).form(action="/write-off").submit(reason="Left.")
    assert "Another treasurer must confirm it." in proposed.text
    browser.sign_in(case.second.id)
    assert "The host bears it." in browser.get(link).form(action="/confirm").submit().text


def test_cancelled_and_frozen(browser, case):
    browser.sign_in(case.pitcher.id)
    page = browser.get(f"/en/pitches/{case.pitch_id}/report-cancelled")
    assert "This cannot be undone." in page.text
    assert "Your backers are told." in page.submit(reason="The venue was flooded.").text
    other = money()
    other.fund()
    browser.sign_in(other.first.id)
    frozen = browser.get(f"/en/finance/pitches/{other.pitch_id}/freeze").submit(reason="Long leave.")
    assert "The pitch is frozen." in frozen.text


def test_pages_ask_a_bounded_number_of_questions(browser, case, assert_queries):
    case.send_savings()
    case.pay_out(50000)
    browser.sign_in(case.first.id)
    for address, limit in {
        "/en/finance": 22,
        f"/en/finance/pitches/{case.pitch_id}": 24,
        "/en/finance/ledger": 9,
        "/en/finance/reconcile": 10,
        f"/en/pitches/{case.pitch_id}/receipts": 16,
    }.items():
        with assert_queries(limit):
            assert browser.get(address).status == 200
    counted = {}
    for round_of in range(2):
        with assert_queries(60) as seen:
            browser.get("/en/finance")
        counted[round_of] = len(seen)
        for _ in range(3):
            more = money([70000])
            make.role(case.first, Role.TREASURER, more.host)
            more.weigh()
            more.pay(0, 100)
    assert counted[0] == counted[1]


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
