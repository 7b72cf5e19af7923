"""The standing pages, and the feedback that reaches a steward."""

import pytest
from sqlmodel import select

from crowdlearn.conversations.models import Feedback
from crowdlearn.db.session import reading
from tests import make

PAGES = ["how-it-works", "for-pitchers", "for-backers", "for-managers", "rules", "privacy", "accessibility"]


@pytest.mark.parametrize("page", PAGES)
def test_everyone_can_read_it_in_both_languages(browser, page):
    english, french = browser.get(f"/en/{page}"), browser.get(f"/fr/{page}")
    assert english.status == french.status == 200
    assert english.title != french.title


def test_a_page_that_is_known_already_is_not_sent_again(browser):
    first = browser.get("/en/how-it-works").response
    again = browser.client.get("/en/how-it-works", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_visitor_tells_what_is_in_the_way(browser):
    page = browser.get("/fr/accessibility").submit(text="La carte n’a pas de mots.", email="luc@riviere.example")
    assert "Merci" in page.text
    with reading() as session:
        (given,) = session.exec(select(Feedback)).all()
    assert (given.text, given.email, given.person_id) == ("La carte n’a pas de mots.", "luc@riviere.example", None)


def test_nothing_written_is_asked_for_and_nothing_kept(browser):
    page = browser.get("/en/accessibility").submit(text="", email="luc@riviere.example")
    assert page.title.startswith("Error:")
    with reading() as session:
        assert session.exec(select(Feedback)).all() == []


def test_a_member_is_not_asked_for_the_address_that_is_known(browser):
    member = make.person(email="luc@riviere.example")
    browser.sign_in(member.id)
    browser.get("/en/accessibility").submit(text="The map has no words.")
    with reading() as session:
        (given,) = session.exec(select(Feedback)).all()
    assert (given.email, given.person_id) == ("luc@riviere.example", member.id)
