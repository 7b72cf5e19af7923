"""While cards are held, the public total is what is held, not what was promised (money.md, row 41)."""

import pytest

from crowdlearn.db.session import reading
from crowdlearn.pages.queries.cards import card_facts
from crowdlearn.pages.queries.pitch.head import Looker, head_of
from crowdlearn.pitches.rules import PitchState
from tests.support.cards import DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import money
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def shown(case) -> tuple[int, int, bool]:
    """Return what the page and the card of a pitch show of peers, in cents, and whether they call it held."""
    with reading() as session:
        head = head_of(session, case.pitch_id, Looker())
        [card] = card_facts(session, [case.pitch_id]).values()
    assert head.holding is card.holding
    return head.promised_cents, card.promised.cents, head.holding


def test_what_is_held_is_shown_while_cards_are_held(by_card, browser):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.weigh()
    case.work()
    assert shown(case) == (70000, 70000, False)
    case.wait(hours=71)
    before = case.pitch.version
    case.wait(hours=1)
    assert case.pitch.state is PitchState.SETTLING
    assert shown(case) == (50000, 50000, True)
    assert case.pitch.version > before  # a card that was rendered before is not shown again
    backers, pitchers = f"/en/pledges/{case.pledges[0].id}", "/en/me/pitches"
    for who, address in ((None, f"/en/pitches/{case.pitch_id}"), (case.pledges[0].peer_id, backers)):
        browser.sign_in(who) if who else None
        page = browser.get(address).text
        assert "$500held of $700" in page
        assert "promised in full" not in page
    browser.sign_in(case.pitcher.id)
    assert "$500 of $700 held on peers’ cards" in browser.get(pitchers).text
    case.give_card(2)
    assert case.pitch.state is PitchState.FUNDED
    assert shown(case)[2] is False


def test_a_card_says_that_the_own_share_is_proven_as_soon_as_it_is(browser):
    case = money()
    case.fund()
    before = browser.get("/en/pitches?stage=under_way").text
    assert "declared" in before
    assert "proven by receipts" not in before
    case.prove(240000, 100000)
    after = browser.get("/en/pitches?stage=under_way").text
    assert "proven by receipts" in after
    assert "declared" not in after
