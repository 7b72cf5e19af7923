"""One public line, for one's own pitch or a colleague's: thanked, counted, reported, hidden, taken back."""

import pytest

from crowdlearn.conversations import service as conversations
from crowdlearn.conversations.rules import ConversationOver, FlagReason
from crowdlearn.jobs import deliver_events
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.notices.queries import notices_of
from crowdlearn.outreach import queries, service
from crowdlearn.outreach.rules import LineTooLong, NoLine
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.web import Browser

LINE = "My whole team needs these letters."
AS_A_BROWSER = {"Sec-Fetch-Dest": "document", "User-Agent": "Firefox"}


@pytest.fixture
def pitch(database):
    return make.pitch(make.person("Amira Haddad"))


@pytest.fixture
def ben(database):
    return make.person("Ben Roy")


def kinds(person_id) -> list[str]:
    return [line.kind for line in notices_of(person_id).lines]


def test_a_line_stands_on_the_pitch_and_the_pitcher_is_told_and_thanks(browser: Browser, pitch, ben):
    key = service.champion(ben.id, pitch.id, f"  {LINE}\n", "en")
    service.champion(ben.id, pitch.id, "Other words.", "fr")  # the same champion, told once
    deliver_events()
    assert kinds(pitch.owner_id) == ["champion_new"]
    assert "Other words." in browser.get(f"/en/pitches/{pitch.id}").text
    browser.sign_in(pitch.owner_id)
    page = browser.get(f"/en/pitches/{pitch.id}").form(action="/thank").submit()
    assert "Thanked" in page.text
    service.thank_champion(pitch.owner_id, pitch.id, key)
    deliver_events()
    assert kinds(ben.id) == ["champion_thanked"]


def test_taken_back_it_is_gone_and_may_come_again(browser: Browser, pitch, ben):
    service.champion(ben.id, pitch.id, LINE, "en")
    browser.sign_in(ben.id)
    browser.get(f"/en/pitches/{pitch.id}/champion").form(action="/champion/stop").submit()
    assert LINE not in browser.get(f"/en/pitches/{pitch.id}").text
    page = browser.get(f"/en/pitches/{pitch.id}/champion").form().submit(line=LINE)
    assert "Your line stands on the pitch" in page.text
    assert LINE in browser.get(f"/en/pitches/{pitch.id}").text


def test_a_steward_hides_what_is_reported_and_nobody_comments_on_it(browser: Browser, pitch, ben):
    key, steward = service.champion(ben.id, pitch.id, LINE, "en"), make.person("Stew")
    make.role(steward, Role.STEWARD)
    conversations.report(make.person().id, "champion", key, FlagReason.SELLING, "")
    with pytest.raises(ConversationOver):
        conversations.ask(steward.id, "champion", key, "Really?", "en")
    conversations.hide(steward.id, "champion", key, "It sells something.")
    assert LINE not in browser.get(f"/en/pitches/{pitch.id}").text
    own = queries.own_champion(ben.id, pitch.id)
    assert own is not None
    assert own.hidden


def test_the_link_counts_people_once_a_day_and_leads_to_the_pitch(app, pitch, ben, browser: Browser):
    key = service.champion(ben.id, pitch.id, LINE, "en")
    answer = browser.get(f"/fr/via/{key}", follow=False, headers=AS_A_BROWSER).response
    assert answer.location == f"/fr/pitches/{pitch.id}"
    assert "Set-Cookie" not in answer.headers
    for headers in (AS_A_BROWSER, {}, {"User-Agent": "LinkPreview"}):  # again, a scanner, a preview
        browser.get(f"/en/via/{key}", follow=False, headers=headers)
    owner = Browser(app)
    owner.sign_in(ben.id)
    owner.get(f"/en/via/{key}", follow=False, headers=AS_A_BROWSER | {"User-Agent": "mine"})
    assert queries.own_champion(ben.id, pitch.id).came == 1
    browser.get(f"/en/via/{key}", follow=False, headers=AS_A_BROWSER | {"User-Agent": "Chromium"})
    assert queries.own_champion(ben.id, pitch.id).came == 2


def test_an_ask_s_link_notes_that_somebody_came(browser: Browser, pitch, ben):
    asked = make.ask(pitch, ben, "dora@work.example")
    for _ in range(2):
        browser.get(f"/en/via/{asked.id}", follow=False, headers=AS_A_BROWSER)
    assert queries.outcome(ben.id, pitch.id) == queries.Outcome(1, 1, 0)


def test_lines_and_champions_are_checked(pitch, ben):
    with pytest.raises(NoLine):
        service.champion(ben.id, pitch.id, "  ", "en")
    with pytest.raises(LineTooLong):
        service.champion(ben.id, pitch.id, "x" * 141, "en")
    with pytest.raises(NotFound):
        service.champion(ben.id, make.pitch(ben, state=PitchState.DRAFT).id, LINE, "en")
    key = service.champion(ben.id, pitch.id, LINE, "en")
    with pytest.raises(NotAllowed):
        service.thank_champion(ben.id, pitch.id, key)
    service.champion(pitch.owner_id, pitch.id, LINE, "en")  # one's own is welcome, and told to nobody
    deliver_events()
    assert kinds(pitch.owner_id) == ["champion_new"]
