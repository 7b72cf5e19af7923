"""A person writes a pitch in a real browser: quick and guided, with script and without, in both languages."""

from functools import partial

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from tests import make

pytestmark = pytest.mark.browser
ANSWERS = {
    "What would you like to learn or do?": "Evidence week in Halifax",
    "What is in it for me": "I learn to run a trial.",
    "What is in it for my peers": "My notes and templates.",
    "What is in it for my organisation": "We decide better.",
    "How I will use it at work": "I run a trial in June.",
    "What help would you like?": "An hour with someone who ran a trial",
    "What I will share back": "A lunch talk",
}


@pytest.fixture
def amira(live):
    return make.person("Amira Haddad", of=make.organisation(name_en="Coastal Services"), time_zone="UTC")


@pytest.fixture
def window(window, amira):
    """Return a function that opens a window in which Amira is signed in."""
    return partial(window, amira)


def pitches() -> list[Pitch]:
    with reading() as session:
        return list(session.exec(select(Pitch)))


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_newcomer_has_a_live_pitch_after_ten_answers(window, script):
    page = window(390, java_script_enabled=script)
    page.goto("/en/pitches/new")
    page.get_by_role("link", name="Answer ten questions").click()
    for label, words in ANSWERS.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("When does it take place?").fill(make.days(60).isoformat())
    page.get_by_label("Help is welcome until").fill(make.days(20).isoformat())
    page.get_by_label("Total cost").fill("800.01")
    if script:
        expect(page.get_by_text("$400.01")).to_be_visible()
        expect(page.get_by_text("Nobody here seems to have learned this yet.")).to_be_visible()
    page.get_by_role("button", name="Publish my pitch").last.click()
    expect(page.get_by_text("Your pitch is live.")).to_be_visible()
    (pitch,) = pitches()
    assert (pitch.state, pitch.peer_goal_cents) == (PitchState.OPEN, 40_000)


def test_a_mistake_keeps_every_word_and_takes_the_focus(window):
    page = window()
    page.goto("/en/pitches/quick")
    for label, words in ANSWERS.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Publish my pitch").last.click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page.get_by_label("What I will share back")).to_have_value("A lunch talk")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("When does it take place?")).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_guided_form_from_door_to_publication(window, script):
    page = window(java_script_enabled=script)
    page.goto("/en/pitches/new")
    page.get_by_role("button", name="Start a draft").click()
    go_on = page.get_by_role("button", name="Save and continue").last
    page.get_by_label("Title").fill("Letters that people finish")
    go_on.click()
    page.get_by_label("First day").fill(make.days(60).isoformat())
    page.get_by_label("City or address").press("Enter")  # means the form's own button, not the first of the steps
    page.get_by_label("Your story").first.fill("Every week we mail **41,000** letters.")
    if script:
        expect(page.locator("strong", has_text="41,000")).to_be_visible()
    go_on.click()
    for label in ("For me", "For my peers", "For my organisation"):
        page.get_by_label(label).fill("Something good.")
    go_on.click()
    page.get_by_label("How will you use it at work?").fill("In May I rewrite three letters.")
    page.get_by_role("button", name="Money").click()
    page.get_by_label("Money as well").check()
    page.get_by_label("What exactly").fill("Seat")
    page.get_by_label("Amount, tax included").first.fill("1000")
    page.get_by_role("button", name="Add a cost").click()
    page.get_by_label("What exactly").nth(1).fill("Train")
    page.get_by_label("Amount, tax included").nth(1).fill("200.01")
    if script:
        expect(page.get_by_text("$600.01")).to_be_visible()
    go_on.click()
    page.get_by_label("In a few words").fill("Readability testing")
    page.get_by_label("Hours, if it is time").fill("3")
    go_on.click()
    page.get_by_label("What you will share").fill("A webinar")
    page.get_by_label("Due on").fill(make.days(90).isoformat())
    page.get_by_label("Closing date").fill(make.days(30).isoformat())
    go_on.click()
    expect(page.get_by_text("Everything that a pitch needs is there.")).to_be_visible()
    page.get_by_role("button", name="Publish my pitch").click()
    expect(page.get_by_text("Your pitch is live.")).to_be_visible()
    (pitch,) = pitches()
    assert (pitch.state, pitch.own_share_cents, pitch.peer_goal_cents) == (PitchState.OPEN, 60_001, 60_000)


def test_a_draft_saves_itself(window):
    page = window()
    page.goto("/en/pitches/new")
    page.get_by_role("button", name="Start a draft").click()
    page.get_by_label("Title").fill("Half a thought")
    expect(page.get_by_text("Saved ")).to_be_visible(timeout=8000)
    assert [pitch.title for pitch in pitches()] == ["Half a thought"]
