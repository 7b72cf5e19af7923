"""What a backer sees of money that was taken from a card: the receipt, and a bank that takes it back."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from crowdlearn.kernel.clock import HOME_ZONE
from crowdlearn.payments import service as payments
from crowdlearn.pitches.rules import PitchState
from crowdlearn.sandbox import playing
from tests.support.cards import DECLINES_LATER, OK, processor, stored  # noqa: F401 - a fixture
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def test_a_receipt_names_the_card_and_a_dispute_is_said(by_card, browser):  # noqa: F811
    case = by_card(numbers=(OK, "5555555555554444", OK))
    case.lock_and_hold()
    assert case.pitch.state is PitchState.FUNDED
    browser.sign_in(case.pledges[1].peer_id)
    address = f"/en/pledges/{case.pledges[1].id}"
    assert "Mastercard •••• 4444" in browser.get(f"{address}/receipt").text
    assert "Mastercard •••• 4444" in browser.get(f"{address}/receipt.txt").response.text
    assert "disputes it" not in browser.get(address).text
    case.processor.listen()
    playing.play(case.processor.store, playing.Act.DISPUTE, stored(case.payment(1)).charge_reference)
    case.processor.report()
    payments.work_on_reports()
    case.work()
    assert "disputes it" in browser.get(address).text
    browser.sign_in(case.first.id)
    assert "Nothing is paid out until it has decided." in browser.get(f"/en/finance/pitches/{case.pitch_id}").text


def test_who_has_to_mend_a_card_reads_until_when(by_card, browser):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    browser.sign_in(case.pledges[2].peer_id)
    until = (case.settlement.pay_until - timedelta(days=1)).astimezone(ZoneInfo(HOME_ZONE)).day
    page = browser.get(f"/en/pledges/{case.pledges[2].id}/repair").text
    assert f"There is time until {until} " in page
