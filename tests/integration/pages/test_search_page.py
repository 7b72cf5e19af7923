"""The search page, and feedback that reaches the stewards."""

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import transaction
from crowdlearn.people.rules import Role
from crowdlearn.reactions import AFTER
from crowdlearn.search.service import index
from tests import make
from tests.support.web import Browser


def test_search_finds_what_is_public(browser: Browser) -> None:
    pitch = make.pitch(make.person("Amira"))
    with transaction() as session:
        index(session, "pitch", pitch.id, language="en", title=pitch.title, text="Œuvre", visible=True)
    text = browser.get("/en/search?q=oeuvres").text
    assert pitch.title in text
    assert "Amira" in text
    assert "Nothing was found" in browser.get("/en/search?q=zebra").text
    assert "Rien n’a été trouvé" in browser.get("/fr/search?q=zebra").text
    assert "Nothing was found" not in browser.get("/en/search").text


def test_feedback_reaches_the_stewards(browser: Browser) -> None:
    steward = make.person("Stew")
    make.role(steward, Role.STEWARD)
    page = browser.get("/en/accessibility").form(action="").submit(text="The menu cannot be read aloud.")
    assert "Thank you" in page.text
    drain_all(AFTER)
    browser.sign_in(steward.id)
    assert "The menu cannot be read aloud." in browser.get("/en/stewardship").text
    assert "Someone reports a barrier" in browser.get("/en/me/notices").text
    browser.get("/en/stewardship").form(action="/settle").submit()
    assert "The menu cannot be read aloud." not in browser.get("/en/stewardship").text


def test_empty_feedback_is_asked_again(browser: Browser) -> None:
    page = browser.get("/en/accessibility").form(action="").submit(text="", email="me@example.org")
    assert page.title.startswith("Error:")
    assert page.form().values["email"] == ["me@example.org"]
