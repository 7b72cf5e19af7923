"""Learning is passed on over three generations, without script: said on pages, seen as a picture and as a table."""

import pytest
from playwright.sync_api import expect

from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.axe import width_beyond
from tests.support.chromium import go, served
from tests.support.company import company

pytestmark = pytest.mark.browser


def test_the_chain_grows_over_three_generations(chromium, app, live):
    amira, bao, cleo, dan = (make.person(name) for name in ("Amira Haddad", "Bao Chen", "Cleo Roy", "Dan Ito"))
    pitch = make.pitch(amira, state=PitchState.FUNDED, title="Letters that people finish")
    first = make.shareback(amira, pitch_id=pitch.id)
    with company(chromium, app, served, java_script_enabled=False) as group:
        page = group.window(bao)
        page.goto(f"/en/sharebacks/{first.id}")
        go(page.get_by_role("button", name="I learned from this"))
        second = make.shareback(bao, title="Two weeks on")

        page = group.window(cleo)
        page.goto(f"/en/sharebacks/{second.id}")
        go(page.get_by_role("link", name="I taught this on"))
        page.get_by_label("What did you do with it").fill("At our team meeting.")
        page.get_by_label("How many people did you teach?").fill("12")
        go(page.get_by_role("button", name="Say so"))
        expect(page.get_by_text("to 12 people")).to_be_visible()
        third = make.shareback(cleo, title="At our counter")

        page = group.window(dan)
        page.goto(f"/en/sharebacks/{third.id}")
        go(page.get_by_role("link", name="I used this"))
        page.get_by_label("What did you do with it").fill("In the renewal letter.")
        go(page.get_by_role("button", name="Say so"))

        page = group.visitor(320)
        page.goto(f"/en/pitches/{pitch.id}/impact")
        expect(page.get_by_text("3 people learned from this, over 3 generations.")).to_be_visible()
        go(page.get_by_role("link", name="See the chain"))
        expect(page.get_by_role("img", name="Who learned from whom")).to_be_visible()
        rows = [row.inner_text() for row in page.locator("tbody tr").all()]
        for text, words in zip(rows, (("Bao", "Amira", "1"), ("Cleo", "Bao", "2"), ("Dan", "Cleo", "3")), strict=True):
            assert all(word in text for word in words)
        assert width_beyond(page) == 0
