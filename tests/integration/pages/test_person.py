"""A person's page: what they show, and to whom."""

import pytest

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import lock, transaction
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from tests import make


@pytest.fixture
def amira(database):
    who = make.person("Amira Haddad", title="Policy analyst")
    pitch = make.pitch(who, title="Letters that people finish", state=PitchState.FUNDED)
    make.pitch(who, title="A draft of mine", state=PitchState.DRAFT)
    make.commitment(pitch, CommitmentState.CONFIRMED)
    make.commitment(pitch, CommitmentState.OPEN, due_in=-3)
    make.commitment(pitch, CommitmentState.OPEN)
    return who


def test_the_record_of_promises_is_its_owners_to_show(browser, amira):
    address = f"/en/people/{amira.id}"
    page = browser.get(address).text
    assert "Letters that people finish" in page
    assert "A draft of mine" not in page
    assert "Promises to share back" not in page
    browser.sign_in(amira.id)
    mine = browser.get(address).text
    assert "1 of 2 kept" in mine
    assert "Only you see this." in mine
    with transaction() as session:
        lock(session, Person, amira.id).promises_public = True
    browser.sign_in(make.person().id)
    shown = browser.get(address).text
    assert "1 of 2 kept" in shown
    assert "1 is to come" in shown
    assert "Only you see this." not in shown


def test_a_private_page_is_not_there_for_others(browser, amira):
    with transaction() as session:
        lock(session, Person, amira.id).profile_public = False
    assert browser.get(f"/en/people/{amira.id}").status == 404
    browser.sign_in(amira.id)
    assert browser.get(f"/fr/people/{amira.id}").status == 200


def test_a_name_leads_to_the_page_of_whoever_shows_theirs(browser, amira):
    shy = make.person("Noor Holm", profile_public=False)
    pages = []
    for who in (amira, shy):
        pitch = make.pitch(who, state=PitchState.FUNDED)
        make.offer(
            pitch,
            who_helps := make.person(f"Helper of {who.name}", profile_public=who is amira),
            state=OfferState.ACCEPTED,
        )
        pages += [(f"/en/pitches/{pitch.id}", who), (f"/en/pitches/{pitch.id}", who_helps)]
        pages.append((f"/en/sharebacks/{make.shareback(who).id}", who))
    for address, who in pages:
        page = browser.get(address)
        assert who.name in page.text
        links = [link.get("href") for link in page.tree.iter("a") if link.text == who.name]
        assert links == ([f"/en/people/{who.id}"] if who.profile_public else []), (address, who.name)
