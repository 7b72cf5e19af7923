"""A double click on every POST: the form that was sent twice acted once."""

import pytest
from flask import Flask

from crowdlearn.db.session import Database
from crowdlearn.web.access import PERSONAS, Policy
from crowdlearn.web.forms import AppForm
from tests.support.access import PREPARED, Cast, Scene
from tests.support.web import Browser

from .stage import ROWS, audited, business, emitted, request, undone

KEY = "k" * 22
# these carry nothing out: they draw figures, keep a draft under its key, or lead to a review; signing out twice is once
NOTHING_TO_REPEAT = {"pitch.figures", "pitch.autosave", "pledge.begin", "ask.check", "auth.logout"}
# the first click leads to the processor's own page; its echo shows where the pledge, or the cards, stand
LED_AWAY = {"pledge.card", "pledge.repair", "card.setup"}
POSTS = [
    row
    for row in ROWS
    if row.method == "POST" and row.csrf and "allow" in row.cells.values() and row.action not in NOTHING_TO_REPEAT
]


class Stage:
    """One row, set up for the first kind of person who may play it."""

    def __init__(self, row: Policy, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.row, self.app = row, app
        cast = Cast()
        self.scene: Scene = PREPARED[row.action](cast)
        players = {persona: self.scene.people.get(persona) or getattr(cast, persona).id for persona in PERSONAS[1:]}
        self.persona = next(persona for persona in PERSONAS if row.cells[persona] == "allow")
        self.player = players.get(self.persona)
        self.forms: list[str] = []
        real = AppForm.submitted
        monkeypatch.setattr(AppForm, "submitted", lambda form: (self.forms.append(type(form).__name__), real(form))[1])

    def browser(self) -> Browser:
        browser = Browser(self.app)
        if self.persona != "anonymous":
            assert self.player is not None
            browser.sign_in(self.player)
        return browser


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.action)
def test_the_second_click_changes_nothing(
    row: Policy, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(row, app, monkeypatch)
    with undone(database):
        request(row, stage.scene, stage.browser())
    key = f"{stage.forms[0]}.{KEY}"
    browser, again = stage.browser(), Browser(app)
    token = browser.csrf_token()
    again.client._cookies.update(browser.client._cookies)  # the second click leaves before the first is answered
    first = request(row, stage.scene, browser, key=key, csrf_token=token)
    after_first = business(), audited(), emitted()
    second = request(row, stage.scene, again, key=key, csrf_token=token)
    assert first.status == 303
    assert (business(), audited(), emitted()) == after_first
    # a session that the first click ended, such as a changed password's, has nothing more to be told
    if "/sign-in" not in second.response.location and row.action not in LED_AWAY:
        assert second.response.location == first.response.location


# what no state of the object refuses the second time: only the claim of the form's key does
ACTS_AGAIN = (
    *("pledge.create_money", "receipt.add", "refund.propose", "reconcile.statement", "settle.instruction"),
    *("pitch.quick", "pitch.clone", "pitch.update", "shareback.create", "comment.create", "message.write"),
    *("account.password_change", "account.profile_edit", "topic.follow", "manager.request", "admin.adoption"),
)


@pytest.mark.parametrize("action", ACTS_AGAIN)
def test_without_its_claim_the_second_click_acts_again(
    action: str, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a form acts as often as it is sent, so the test above can fail."""
    monkeypatch.setattr("crowdlearn.db.session._first_steps", [])
    stage = Stage(next(row for row in POSTS if row.action == action), app, monkeypatch)
    browser = stage.browser()
    request(stage.row, stage.scene, browser)
    after_first = business(), audited()
    request(stage.row, stage.scene, browser)
    assert (business(), audited()) != after_first


def test_every_post_that_carries_something_out_is_clicked_twice(app: Flask) -> None:
    clicked = {(row.method, row.route) for row in POSTS}
    known = {(row.method, row.route) for row in ROWS if row.action in NOTHING_TO_REPEAT}
    every = {(row.method, row.route) for row in ROWS if row.method == "POST" and row.exists and row.csrf}
    assert every - clicked == known
