"""A helper finds a need by how well it fits and offers; a giver offers before anybody asked, and is asked."""

import pytest
from playwright.sync_api import Page, expect

from crowdlearn.people.models import PersonSkill
from crowdlearn.people.rules import SkillSide
from tests import make
from tests.support.chromium import go, served
from tests.support.company import company

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    go(page.get_by_role("button", name=name, exact=True).first)


def test_a_helper_finds_a_need_that_fits_and_offers(chromium, app, live):
    noor, amira = make.person("Noor Holm", region="on"), make.person("Amira Haddad", region="on")
    make.kept(PersonSkill(person_id=noor.id, side=SkillSide.OFFERED, skill="facilitation"))
    pitch = make.pitch(amira, title="Workshops that decide", region="on")
    make.need(pitch, title="Lead the first workshop", skill="facilitation", wanted=120)
    make.need(pitch, title="Count the answers", skill="sql")
    with company(chromium, app, served, java_script_enabled=False) as group:
        helper = group.window(noor)
        helper.goto("/en/expertise")
        first = helper.get_by_role("region", name="Open needs").get_by_role("listitem").first
        expect(first).to_contain_text("Lead the first workshop")
        expect(first).to_contain_text("Fits: you offer Facilitation · your region · your language")
        go(first.get_by_role("link", name="Offer help"))
        expect(helper.get_by_role("radio", name="Lead the first workshop")).to_be_checked()
        helper.get_by_label("How much time can you give?").fill("2")
        press(helper, "Offer this")
        expect(helper.get_by_text("Thank you. Amira Haddad has been told")).to_be_visible()

        helper.goto("/en/expertise/offers/new")
        helper.get_by_role("radio", name="Mentoring", exact=True).check()
        helper.get_by_label("In one sentence").fill("An hour a month for a first-time facilitator")
        helper.get_by_label("How much time?").fill("1")
        helper.get_by_label("Until when?").fill(make.days(60).isoformat())
        press(helper, "Offer this")
        expect(helper.get_by_text("Pitchers see it when they write a need.")).to_be_visible()

        pitcher = group.window(amira)
        pitcher.goto("/en/expertise/offers")
        go(pitcher.get_by_role("link", name="An hour a month for a first-time facilitator"))
        pitcher.get_by_role("radio", name="Workshops that decide").check()
        pitcher.get_by_label("What would you like help with?").fill("It is my first workshop.")
        press(pitcher, "Ask Noor Holm")
        expect(pitcher.get_by_text("Noor Holm has been told, and answers")).to_be_visible()
        group.work()
        helper.goto("/en/me/notices")
        go(helper.get_by_role("link", name="Amira Haddad asks for your help").first)
        expect(helper.get_by_role("heading", name="Offer help", exact=True)).to_be_visible()
