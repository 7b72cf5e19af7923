"""A reader finds a pitch, asks, encourages and writes, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery.talking import Scene
from tests.support.chromium import go
from tests.support.windows import Window

pytestmark = pytest.mark.browser
TITLE = "Plain-language letters that people finish"


@pytest.fixture
def scene(live: None) -> Scene:
    return Scene()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_search_filter_ask_and_encourage(window: Window, scene: Scene, script: bool) -> None:
    page = window(scene.ben, 390, java_script_enabled=script)
    page.goto("/en/pitches")
    page.get_by_label("Search pitches").fill("letter")
    page.get_by_label("Topic").select_option("writing")
    go(page.locator("form.filter").get_by_role("button", name="Search"))
    expect(page.get_by_role("heading", name="1 pitch looking for its other half")).to_be_visible()
    go(page.get_by_role("link", name=TITLE))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.go_back()
    expect(page.get_by_label("Search pitches")).to_have_value("letter")
    expect(page.get_by_label("Topic")).to_have_value("writing")
    page.go_forward()
    page.get_by_label("Your question").fill("May I **join**?")
    go(page.get_by_role("button", name="Ask"))
    expect(page.get_by_text("Your question is on the page.")).to_be_visible()
    expect(page.locator(".comment strong", has_text="join")).to_be_visible()
    page.get_by_label("A line to go with it").fill("You can do it")
    go(page.get_by_role("button", name="Encourage"))
    expect(page.get_by_text("You can do it")).to_be_visible()
    go(page.get_by_role("link", name="Think this through with Amira Haddad"))
    page.get_by_label("Your message").fill("I could introduce you to the editor.")
    go(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("I could introduce you to the editor.")).to_be_visible()


@pytest.mark.usefixtures("scene")
def test_what_finds_nothing_says_what_to_do(window: Window) -> None:
    page = window()
    page.goto("/en/pitches?q=zebra")
    expect(page.get_by_role("heading", name="Nothing matches these filters")).to_be_visible()
    go(page.get_by_role("link", name="Show all pitches"))
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def test_the_keyboard_alone_is_enough(window: Window, scene: Scene) -> None:
    page = window(scene.ben)
    page.goto("/en/pitches")
    tab_to(page, "q")
    page.keyboard.type("letters")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 pitch looking for its other half")).to_be_visible()
    tab_to_link(page, TITLE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    tab_to(page, "text")
    page.keyboard.type("Is the room accessible?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".comment", has_text="Is the room accessible?")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no field {name} on the way")


def tab_to_link(page: Page, words: str) -> None:
    """Press Tab until the link with these words has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == words:
            return
    raise AssertionError(f"no link {words} on the way")
