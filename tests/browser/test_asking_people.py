"""A member asks people they know and stands up for a colleague's pitch; the one asked comes, and the counts say so."""

import pytest
from playwright.sync_api import expect

from crowdlearn.db.session import transaction
from crowdlearn.jobs import deliver_events
from crowdlearn.notices.queries import notices_of
from crowdlearn.pitches.service import follow
from crowdlearn.search.service import index
from tests import make
from tests.support.chromium import go
from tests.support.windows import Window

pytestmark = pytest.mark.browser
LINE = "My whole team needs these letters."


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_ask_and_champion(window: Window, live: None, script: bool) -> None:
    home = make.organisation()
    amira, ben, cara = (make.person(name, of=home) for name in ("Amira Haddad", "Ben Roy", "Cara Li"))
    pitch = make.pitch(amira, title="Letters people finish")
    with transaction() as session:
        index(session, "person", cara.id, language="en", title=cara.name, text="", visible=True)

    page = window(ben, 390, java_script_enabled=script)
    page.goto(f"/en/pitches/{pitch.id}")
    go(page.get_by_role("link", name="Pass it on"))
    go(page.get_by_role("link", name="Ask people I know"))
    page.get_by_label("Find members by name").fill("Cara")
    go(page.get_by_role("button", name="Find"))
    page.get_by_label("Cara Li").check()
    page.get_by_label("Colleagues by work e-mail").fill(f"dora@{make.domain_of(home)}")
    page.get_by_label("A word from you").fill("You wrote half of them.")
    go(page.get_by_role("button", name="See the letter first"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You ask 2 people")
    expect(page.get_by_text("“You wrote half of them.”").first).to_be_visible()
    go(page.get_by_role("button", name="Send 2 letters"))
    expect(page.get_by_text("Sent. You see here what comes of it.")).to_be_visible()
    deliver_events()

    (told,) = notices_of(cara.id).lines
    theirs = window(cara, 390, java_script_enabled=script)
    theirs.goto(f"/en{told.path}")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Letters people finish")
    follow(cara.id, pitch.id)
    page.goto(f"/en/pitches/{pitch.id}/ask")
    expect(page.locator("#outcome dd")).to_have_text(["2", "1", "1"])

    page.goto(f"/en/pitches/{pitch.id}/champion")
    page.get_by_label("Why this pitch deserves help").fill(LINE)
    go(page.get_by_role("button", name="Champion this pitch"))
    link = page.locator("#link code").inner_text()
    go_there = window(None, 390, java_script_enabled=script)
    go_there.goto("/en/via/" + link.rpartition("/")[2])
    expect(go_there.get_by_text(LINE)).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 person came by it.")).to_be_visible()
    deliver_events()
    assert [line.kind for line in notices_of(amira.id).lines] == ["champion_new"]
