"""A conversation walked through its pages, and who is told of what."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from crowdlearn.app import create_app
from crowdlearn.conversations import service
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.notices.models import Notice
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.reactions import AFTER
from tests import make
from tests.support.web import Browser, with_signer

Queries = Callable[[int], AbstractContextManager[list[str]]]


class Scene:
    """A pitch that is talked about, its pitcher, two peers and a steward."""

    def __init__(self) -> None:
        self.pitcher, self.ben, self.chloe, self.steward = (make.person(n) for n in ("Amira", "Ben", "Chloé", "Stew"))
        make.role(self.steward, Role.STEWARD)
        self.pitch = make.pitch(self.pitcher)
        self.address = f"/en/pitches/{self.pitch.id}"
        with transaction() as session:
            service.keep_thread(
                session,
                "pitch",
                self.pitch.id,
                owner_id=self.pitcher.id,
                title=self.pitch.title,
                path=f"/pitches/{self.pitch.id}",
                language="en",
            )


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


def told(person: Person) -> list[str]:
    """Return the kinds of what a person was told, after everything was delivered, twice over."""
    drain_all(AFTER)
    drain_all(AFTER)
    with reading() as session:
        return sorted(session.exec(select(Notice.kind).where(Notice.person_id == person.id)))


def count_of(pitch_id: UUID) -> int:
    with reading() as session:
        return session.get_one(Pitch, pitch_id).encouragements


def test_a_question_its_answer_and_who_hears_of_them(scene: Scene, browser: Browser) -> None:
    browser.sign_in(scene.ben.id)
    page = browser.get(scene.address).form(action="/comments").submit(text="May I **join**?")
    assert "Your question is on the page." in page.text
    assert told(scene.pitcher) == ["question_asked"]
    browser.sign_in(scene.chloe.id)
    answer = browser.get(link(browser.get(scene.address), "/answer"))
    assert "May I join?" in answer.text
    assert "I think so." in answer.form().submit(text="I think so.").text
    assert told(scene.ben) == ["question_answered"]
    assert told(scene.pitcher) == ["question_answered", "question_asked"]
    assert told(scene.chloe) == []


def test_what_was_typed_is_not_lost(scene: Scene, browser: Browser) -> None:
    browser.sign_in(scene.ben.id)
    page = browser.get(scene.address).form(action="/comments").submit(text="x" * 2001)
    assert page.title.startswith("Error:")
    assert page.form(action="/comments").values["text"] == ["x" * 2001]


def test_a_form_sent_twice_asks_once(scene: Scene, browser: Browser) -> None:
    browser.sign_in(scene.ben.id)
    form = browser.get(scene.address).form(action="/comments")
    first, second = form.submit(text="Once?", follow=False), form.submit(text="Once?", follow=False)
    assert (first.status, second.status) == (303, 303)
    assert browser.get(scene.address).text.count("Once?") == 1


def test_a_good_word_and_a_question_ask_few_questions(scene: Scene, browser: Browser, assert_queries: Queries) -> None:
    browser.sign_in(scene.ben.id)
    page = browser.get(scene.address)
    with assert_queries(7):  # 4 of the use-case and its key; the session and the relation
        page.form(action="/encourage").submit(line="Go for it!", follow=False)
    with assert_queries(6):  # the same without a relation
        page.form(action="/comments").submit(text="May I join?", follow=False)
    again = browser.get(scene.address)
    assert "Go for it!" in again.text
    assert "May I join?" in again.text


def test_change_and_delete(scene: Scene, browser: Browser) -> None:
    service.ask(scene.ben.id, "pitch", scene.pitch.id, "My phone is 555-0199", "en")
    browser.sign_in(scene.ben.id)
    page = browser.get(link(browser.get(scene.address), "/edit")).form().submit(text="Call me maybe")
    assert "Call me maybe" in page.text
    page = browser.get(link(page, "/delete")).form().submit()
    assert "The comment is deleted." in page.text
    assert "Call me maybe" not in page.text


def test_encouragement_counts_once_and_can_be_taken_back(scene: Scene, browser: Browser) -> None:
    browser.sign_in(scene.ben.id)
    page = browser.get(scene.address).form(action="/encourage").submit(line="Go for it!")
    assert "“Go for it!”" in page.text or "Go for it!" in page.text
    assert told(scene.pitcher) == ["encouragement_given"]
    assert count_of(scene.pitch.id) == 1
    browser.get(scene.address).form(action="/take-back").submit()
    assert told(scene.pitcher) == ["encouragement_given"]
    assert count_of(scene.pitch.id) == 0


def test_thinking_it_through_shows_no_address(scene: Scene, browser: Browser) -> None:
    browser.sign_in(scene.ben.id)
    page = browser.get(f"{scene.address}/write").form().submit(text="I know the editor.")
    assert "I know the editor." in page.text
    talk = page.url
    assert told(scene.pitcher) == ["message_received"]
    browser.sign_in(scene.pitcher.id)
    page = browser.get(talk).form().submit(text="Do introduce us.")
    assert scene.ben.email not in page.response.text
    assert told(scene.ben) == ["message_received"]
    browser.sign_in(scene.chloe.id)
    assert browser.get(talk).status == 404


def test_report_hide_and_show_again(scene: Scene, browser: Browser) -> None:
    service.ask(scene.ben.id, "pitch", scene.pitch.id, "Buy my course!", "en")
    browser.sign_in(scene.chloe.id)
    page = browser.get(link(browser.get(scene.address), "/flags/comment/"))
    assert "Buy my course!" in page.text
    assert "A steward looks at it" in page.form().submit(reason="selling", note="An advert").text
    assert told(scene.steward) == ["report_made"]
    browser.sign_in(scene.steward.id)
    desk = browser.get("/en/stewardship")
    assert "An advert" in desk.text
    hidden = browser.get(link(desk, "/stewardship/hide/")).form().submit(reason="Adverts are not for here.")
    assert "Hidden now" in hidden.text
    assert told(scene.ben) == ["report_hidden"]
    browser.sign_in(scene.chloe.id)
    assert "Buy my course!" not in browser.get(scene.address).text
    browser.sign_in(scene.ben.id)
    assert "Only you see it" in browser.get(scene.address).text
    browser.sign_in(scene.steward.id)
    browser.get("/en/stewardship").form(action="/show").submit()
    assert told(scene.ben) == ["report_hidden", "report_shown"]


def test_a_report_that_is_dismissed_is_answered(scene: Scene, browser: Browser) -> None:
    service.ask(scene.ben.id, "pitch", scene.pitch.id, "Fine words", "en")
    browser.sign_in(scene.chloe.id)
    browser.get(link(browser.get(scene.address), "/flags/comment/")).form().submit(reason="unkind")
    browser.sign_in(scene.steward.id)
    assert "Nothing is reported" in browser.get("/en/stewardship").form(action="/dismiss").submit().text
    assert told(scene.chloe) == ["report_settled"]
    assert told(scene.ben) == []


def test_visitors_read_and_are_asked_to_sign_in(scene: Scene, browser: Browser) -> None:
    service.ask(scene.ben.id, "pitch", scene.pitch.id, "When is it?", "en")
    page = browser.get(scene.address)
    assert "When is it?" in page.text
    assert [form for form in page.tree.iter("form") if form.get("method") == "post"] == []
    assert "Sign in to ask" in page.text


def link(page, part: str) -> str:
    """Return the address of the page's first link whose path contains `part`."""
    return next(a.get("href") for a in page.tree.iter("a") if part in (a.get("href") or ""))


def test_what_was_typed_too_often_is_kept(scene: Scene, settings: dict[str, Any]) -> None:
    limits = {"RATE_LIMITS_ENABLED": True, "LIMIT_COMMENT": "1 per day"}
    try:
        browser, address = Browser(with_signer(create_app({**settings, **limits}))), scene.address
        browser.sign_in(scene.ben.id)
        browser.get(address).form(action="/comments").submit(text="May I join?")
        again = browser.get(address).form(action="/comments").submit(text="And may Bo?")
        assert again.status == 429
        assert "What you typed is kept for an hour." in again.text
        back = next(link.get("href") for link in again.tree.iter("a") if "kept=" in (link.get("href") or ""))
        assert browser.get(back).form(action="/comments").values["text"] == ["And may Bo?"]
    finally:
        create_app(settings)  # without limits again
