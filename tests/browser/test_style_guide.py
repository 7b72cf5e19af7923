"""Every component in every state, as a browser shows it: accessible, within its window, in both themes."""

import pytest
from flask import render_template
from playwright.sync_api import expect

from crowdlearn.web.navigation import ACCOUNT, FOOT, MAIN, Way
from crowdlearn.web.style_guide import samples
from tests.support.axe import axe_findings, width_beyond
from tests.support.chromium import served
from tests.support.frame import frame_app

OTHERS = [Way(endpoint, "") for endpoint in ("search.results", "pitches.begin", "people.sign_in", "people.sign_out")]
pytestmark = pytest.mark.browser
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


@pytest.fixture(scope="module")
def guide():
    app = frame_app()
    app.add_url_rule("/<any(en, fr):lang>/", "guide", lambda: render_template("pages/style_guide.html", **samples()))
    for number, way in enumerate((*MAIN, *ACCOUNT, *FOOT, *OTHERS)):  # as full a header as there can be
        if way.endpoint not in app.view_functions:
            app.add_url_rule(f"/<any(en, fr):lang>/{number}", way.endpoint, lambda: "")
    with served(app) as address:
        yield address


@pytest.fixture
def open_guide(chromium, guide):
    """Return a function that opens the guide in a window of a width, theme and kind of colours."""
    contexts = []

    def opened(width=1280, language="en", **settings):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}, **settings))
        page = contexts[-1].new_page()
        page.goto(f"{guide}/{language}/")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "en"), (390, "fr")])
def test_axe_finds_nothing(open_guide, width, language, theme):
    page = open_guide(width, language, color_scheme=theme)
    assert axe_findings(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1100, 1217, 1280])
def test_nothing_is_wider_than_the_window(open_guide, width, language):
    assert width_beyond(open_guide(width, language)) == 0


def test_nothing_is_lost_when_readers_space_the_text(open_guide):
    page = open_guide(390, bypass_csp=True)
    page.add_style_tag(content=TEXT_SPACING)
    assert width_beyond(page) == 0


def test_controls_are_large_enough_to_hit(open_guide):
    page = open_guide(390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main .btn, main select, main textarea, main input:not([type=hidden])')]
        .filter(e => e.getBoundingClientRect().width && e.getBoundingClientRect().height < 24)
        .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert small == []
    heights = page.evaluate(
        "() => [...document.querySelectorAll('main .btn')].map(e => e.getBoundingClientRect().height).filter(h => h)"
    )
    assert min(heights) >= 44


def test_it_stays_usable_in_forced_colours_and_in_print(open_guide):
    page = open_guide(forced_colors="active")
    edge = page.locator(".meter progress").first.evaluate("bar => getComputedStyle(bar).borderTopWidth")
    assert edge == "1px"
    page.emulate_media(media="print", forced_colors="none")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("heading", name="The two halves")).to_be_visible()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_script_the_menu_still_opens(open_guide):
    page = open_guide(390, java_script_enabled=False)
    page.get_by_text("Menu", exact=True).click()
    expect(page.locator("details.wide")).to_have_attribute("open", "")


def test_the_keyboard_reaches_the_main_content_first(open_guide):
    page = open_guide()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
