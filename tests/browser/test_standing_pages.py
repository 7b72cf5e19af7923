"""The standing pages as a browser shows them: both languages and themes, from a phone to a desk."""

import pytest
from flask import render_template
from playwright.sync_api import expect
from wtforms import Form, HiddenField, StringField, TextAreaField

from tests.support.axe import axe_findings, width_beyond
from tests.support.chromium import served
from tests.support.frame import frame_app

PAGES = ["how_it_works", "for_pitchers", "for_backers", "for_managers", "rules", "privacy", "accessibility"]
pytestmark = pytest.mark.browser


class Feedback(Form):
    """The shape of the feedback form, without its token and key."""

    key = HiddenField(default="k")
    text = TextAreaField("Where was it, and what happened?")
    email = StringField("Your e-mail, if you would like an answer")


@pytest.fixture(scope="module")
def standing():
    app = frame_app()
    for page in PAGES:
        app.add_url_rule(
            f"/<any(en, fr):lang>/{page}",
            f"pages.{page}",
            lambda page=page: render_template(f"pages/{page}.html", form=Feedback()),
        )
    with served(app) as address:
        yield address


@pytest.fixture
def window(chromium):
    """Return a function that opens a window of a width and theme."""
    contexts = []

    def opened(width=1280, **settings):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 800}, **settings))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("width", "language", "theme"),
    [(1280, "en", "light"), (390, "fr", "light"), (390, "en", "dark"), (1280, "fr", "dark")],
)
def test_axe_finds_nothing(window, standing, width, language, theme):
    page = window(width, color_scheme=theme)
    for name in PAGES:
        page.goto(f"{standing}/{language}/{name}")
        assert axe_findings(page) == [], name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_wider_than_a_narrow_phone(window, standing, language):
    page = window(320)
    for name in PAGES:
        page.goto(f"{standing}/{language}/{name}")
        assert width_beyond(page) == 0, name


def test_every_reader_finds_their_page_from_how_it_works(window, standing):
    page = window(390, java_script_enabled=False)
    page.goto(f"{standing}/en/how_it_works")
    for door, heading in (
        ("I want to learn something", "You want to learn something"),
        ("I want to help someone learn", "You want to help someone learn"),
        ("Someone I lead wants to learn", "Someone you lead wants to learn"),
    ):
        page.get_by_role("link", name=door).click()
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        page.get_by_role("link", name="I want to see the whole of it").click()


def test_a_page_is_wholly_french(window, standing):
    page = window()
    page.goto(f"{standing}/fr/for_managers")
    expect(page.get_by_role("heading", name="Ce que vous pouvez décider")).to_be_visible()
    assert "What" not in page.locator("main").inner_text()
