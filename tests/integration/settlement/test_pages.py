"""The treasurer's pages, in a browser."""

from urllib.parse import urlsplit

import pytest

from crowdlearn.people.rules import Role
from crowdlearn.settlement.models import Claim
from crowdlearn.settlement.rules import LAWS, DocumentKind
from tests import make
from tests.support.cards import DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import first_row, money
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


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


def test_checks_and_bank(browser, case):
    browser.sign_in(case.first.id)
    page = browser.get("/en/finance/reconcile")
    assert "The books have not been checked yet." in page.text
    assert page.text.count("Not checked yet") == len(LAWS)
    agreed = page.form(action="/reconcile").submit()
    assert "Everything agrees." in agreed.text
    assert agreed.text.count(" Agrees") == len(LAWS)
    noted = browser.get(f"/en/finance/reconcile/{case.host.id}").submit(amount="1", day=make.days(-1).isoformat())
    assert "Noted." in noted.text
    found = noted.form(action="/reconcile").submit()
    assert "The balances of bank and card processor are those of the books." in found.text
    assert (found.text.count(" Agrees"), found.text.count("Does not agree")) == (len(LAWS) - 1, 1)
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
    left = f"${(first_row(Claim).amount_cents - 500) / 100:.2f}"
    assert f"A pitcher owes {left}" in browser.get("/en/finance").text
    proposed = browser.get(link).form(action="/write-off").submit(reason="Left.")
    assert "Another treasurer must confirm it." in proposed.text
    browser.sign_in(case.second.id)
    assert "The host bears it." in browser.get(link).form(action="/confirm").submit().text
    ended = browser.get(link)
    assert f"The host bears {left}" in ended.title
    assert "the pitcher cannot ask for money" not in ended.text
    assert "that they paid. The rest went back to them" in ended.text


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
