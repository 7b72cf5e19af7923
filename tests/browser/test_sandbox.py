"""The pretended processor's pages in a real browser: a card is saved, a bank asks, with and without script."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import PageReading, PageWanted, cards
from tests.support.chromium import go

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("processor")]
ASKS_AT_ONCE = "4000 0025 0000 3155"


@pytest.fixture
def window(window):
    """Return a function that opens a visitor's window."""
    return partial(window, None)


def opened(language: str) -> PageReading:
    """Have the program ask for a page that saves a card; it leads back to the standing pages."""
    customer = cards().new_customer(uuid4(), language, str(uuid4()))
    back, cancel = (f"http://localhost/{language}/{page}" for page in ("how-it-works", "privacy"))
    wanted = PageWanted(customer, uuid4(), back, cancel, now() + timedelta(hours=1), language, "CAD")
    return cards().open_page(wanted, str(uuid4()))


def enter(page: Page, number: str, labels: tuple[str, str, str]) -> None:
    for label, value in zip(labels, (number, "12", "2034"), strict=True):
        page.get_by_label(label).fill(value)
    go(page.locator("main form button[type=submit]"))


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
@pytest.mark.parametrize(("language", "labels", "yes", "no"), [
    ("en", ("Card number", "Month of expiry", "Year of expiry"), "Yes, it is me", "No, it is not me"),
    ("fr", ("Numéro de la carte", "Mois d’expiration", "Année d’expiration"), "Oui, c’est moi", "Non, ce n’est pas"),
])  # fmt: skip
def test_a_card_is_saved_after_a_refusal_and_two_questions(window, language, labels, yes, no, script):
    asked = opened(language)
    page = window(390, java_script_enabled=script)
    page.goto(asked.url)
    enter(page, "4000 0000 0000 9995", labels)
    expect(page.locator("#errors")).to_be_visible()
    expect(page.get_by_label(labels[1])).to_have_value("12")
    enter(page, ASKS_AT_ONCE, labels)
    go(page.get_by_role("button", name=no))
    expect(page.locator(".notice.danger")).to_be_visible()
    enter(page, ASKS_AT_ONCE, labels)
    go(page.get_by_role("button", name=yes))
    page.wait_for_url(f"**/{language}/how-it-works")
    assert cards().read_page(asked.reference).card.last_four == "3155"


def test_whoever_changes_their_mind_goes_back_without_saving(window):
    page = window(java_script_enabled=False)
    page.goto(opened("en").url)
    go(page.get_by_role("link", name="Back without saving"))
    page.wait_for_url("**/en/privacy")
