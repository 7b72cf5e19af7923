"""What a backer sees of what was given: how to pay, what came back, what came of it, and who else may see a receipt."""

import pytest

from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from tests import make
from tests.support.money import Money, money
from tests.support.web import Browser


@pytest.fixture
def funded(database: object) -> Money:
    case = money()
    case.fund()
    return case


def backer(case: Money, browser: Browser) -> Browser:
    browser.sign_in(case.pledges[0].peer_id)
    return browser


def test_an_amount_chosen_on_the_pitch_is_chosen_on_the_form(browser: Browser) -> None:
    case = money([], cost=140000)
    browser.sign_in(make.person(of=make.organisation()).id)
    at_choice = browser.get(f"/en/pitches/{case.pitch_id}/pledge?amount=5000")
    assert at_choice.form().values["suggested"] == ["5000"]
    typed = browser.get(f"/en/pitches/{case.pitch_id}/pledge?amount=1250")
    assert typed.form().values["amount"] == ["12.50"]
    assert "is still open" in typed.text
    assert 'value="25000"' not in typed.response.text  # more than the room
    for nonsense in ("abc", "-5", "9" * 30, "٣"):
        assert browser.get(f"/en/pitches/{case.pitch_id}/pledge?amount={nonsense}").status == 200


def test_an_idea_asks_for_nothing_and_leads_back(browser: Browser) -> None:
    idea = make.pitch(make.person(of=make.organisation()), state=PitchState.IDEA)
    browser.sign_in(make.person(of=make.organisation()).id)
    for door in ("pledge", "offer"):
        page = browser.get(f"/en/pitches/{idea.id}/{door}")
        assert "nothing is asked for yet" in page.text
        assert "Back to the pitch" in page.text


def test_the_pitch_leads_to_the_form_with_the_amount(browser: Browser) -> None:
    case = money([20000])
    browser.sign_in(make.person(of=make.organisation()).id)
    assert (
        f"/en/pitches/{case.pitch_id}/pledge?amount=2500" in browser.get(f"/en/pitches/{case.pitch_id}").response.text
    )


def test_a_committed_pledge_leads_to_how_its_host_is_paid(browser: Browser) -> None:
    case = money()
    case.weigh()
    page = backer(case, browser).get(f"/en/pledges/{case.pledges[0].id}")
    assert f"/en/pledges/{case.pledges[0].id}/pay" in page.response.text


def test_what_came_back_stands_on_the_pledge_the_list_and_the_receipt(funded: Money, browser: Browser) -> None:
    page = backer(funded, browser).get(f"/en/pledges/{funded.pledges[0].id}")
    assert "Returned to you" not in page.text
    funded.prove(220000, 100000)  # row 21: 100.00 saved
    round_id = funded.send_savings()
    assert funded.refunded(round_id) == [3572, 3571, 2857]
    address = f"/en/pledges/{funded.pledges[0].id}"
    assert "Returned to you$35.72" in browser.get(address).text
    assert "$35.72 came back" in browser.get("/en/me/pledges").text
    receipt = browser.get(f"{address}/receipt").text
    assert "−$35.72" in receipt
    assert "Given in the end" in receipt
    assert "$214.28" in receipt
    assert "$214.28" in browser.get(f"{address}/receipt.txt").response.text
    assert "214,28 $" in browser.get(f"/fr/pledges/{funded.pledges[0].id}/receipt").text.replace("\xa0", " ")


def test_a_receipt_is_seen_by_its_backer_and_the_hosts_own_treasurers(funded: Money, browser: Browser) -> None:
    address = f"/en/pledges/{funded.pledges[0].id}/receipt"
    assert backer(funded, browser).get(address).status == 200
    browser.sign_in(funded.first.id)
    assert browser.get(address).status == 200
    elsewhere = make.person(of=make.organisation())
    make.role(elsewhere, Role.TREASURER, make.organisation())
    browser.sign_in(elsewhere.id)
    assert browser.get(address).status == 404
    assert browser.get(f"{address}.txt").status == 404


def test_my_pledges_lead_to_what_came_of_them(browser: Browser) -> None:
    peer = make.person(of=make.organisation())
    pitch = make.money_pitch(make.person(of=make.organisation()), state=PitchState.COMPLETED)
    row = make.pledge(pitch, peer, state=PledgeState.KEPT)
    browser.sign_in(peer.id)
    for address in ("/en/me/pledges", f"/en/pledges/{row.id}"):
        assert f"/en/pitches/{pitch.id}/impact" in browser.get(address).response.text


def test_members_words_keep_their_language_on_pages_of_pledges(browser: Browser) -> None:
    pitch = make.money_pitch(make.person(), language="fr", title="Écrire pour l’oreille")
    make.need(pitch, title="Une heure d’écoute")
    make.planned(pitch, title="Le balado du grille-pain")
    browser.sign_in(make.person(of=make.organisation()).id)
    pledge = browser.get(f"/en/pitches/{pitch.id}/pledge").response.text
    for words in ("Écrire pour l’oreille", "Le balado du grille-pain"):
        assert f'<span lang="fr">{words}</span>' in pledge
    assert '<span lang="fr">Une heure d’écoute</span>' in browser.get(f"/en/pitches/{pitch.id}/offer").response.text
    assert '<span lang="fr">' not in browser.get(f"/fr/pitches/{pitch.id}/pledge").response.text
