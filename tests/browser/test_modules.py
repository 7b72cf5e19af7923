"""What the modules add to pages that work without them, in a real browser under the real policy."""

import re
import threading

import pytest
from flask import redirect, render_template_string, request
from playwright.sync_api import Page, expect
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tests.support.chromium import go, served
from tests.support.frame import frame_app

pytestmark = pytest.mark.browser

PAGE = """{% extends "base.html" %}{% block title %}Modules{% endblock %}{% block main %}<div class="wrap">
<h1>Modules</h1>
{% call ui.form(form, "Send", first=true, autosave="/draft", live="/figures") %}
{{ ui.field(form.title) }}{{ ui.field(form.why, count=10) }}
{% call(line, n) ui.repeat_rows(form.lines, "Cost", "Add another cost", most=3) %}
{{ ui.field(line.form.what) }}{% endcall %}
{{ ui.sum("Sum", [], live="total") }}
{% endcall %}
{{ ui.copy_link("/en/p/1") }}{{ ui.bar(1, 9, "1 of 9 seats taken", refresh="/seats") }}
</div>{% endblock %}"""


class Line(Form):
    what = StringField("What", [InputRequired("Say what.")])


class Draft(Form):
    key = HiddenField(default="k")
    title = StringField("Title", [InputRequired("Write a title.")])
    why = TextAreaField("Why")
    lines = FieldList(FormField(Line), min_entries=1)


class Site:
    """A page with a form, and a note of what reached the server."""

    def __init__(self):
        self.posts, self.drafts, self.hold = [], [], threading.Event()
        self.hold.set()
        self.app = frame_app()
        self.app.add_url_rule("/en/", view_func=self.page, methods=["GET", "POST"])
        self.app.add_url_rule("/draft", view_func=self.draft, methods=["POST"])
        self.app.add_url_rule("/figures", view_func=self.figures, methods=["POST"])

    def page(self):
        if request.method == "POST":
            self.posts.append(request.form.to_dict())
            self.hold.wait(5)
            return redirect("/en/?failed", 303)
        form = Draft(MultiDict({"lines-0-what": ""}) if "failed" in request.args else None)
        if "failed" in request.args:
            form.validate()
        return render_template_string(PAGE, form=form)

    def draft(self):
        self.drafts.append(request.form.to_dict())
        return "", 204

    def figures(self):
        return f'<table data-live-into="total"><tbody><tr><td>{request.form["title"]} in sum</td></tr></tbody></table>'


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    with served(site.app) as address:
        page.goto(f"{address}/en/")
        yield page
        context.close()
    assert said == [], "nothing went wrong, and the policy refused nothing"


def send(page: Page):
    return page.locator(".actions").get_by_role("button", name="Send")


def test_a_refused_form_puts_the_focus_on_the_summary_and_its_links_into_the_fields(page):
    send(page).click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="What: Say what.").click()
    expect(page.locator("#lines-0-what")).to_be_focused()
    assert page.title().startswith("Error:")


def test_a_double_click_submits_once(page, site):
    site.hold.clear()
    threading.Timer(1, site.hold.set).start()
    send(page).evaluate("button => { button.click(); setTimeout(() => button.click(), 300) }")
    expect(page.locator("#errors")).to_be_visible()
    assert len(site.posts) == 1


def test_the_back_button_brings_back_a_form_that_can_be_sent(page, site):
    send(page).click()
    expect(page.locator("#errors")).to_be_visible()
    page.go_back()
    expect(page.locator("#errors")).to_have_count(0)
    send(page).click()
    expect(page.locator("#errors")).to_be_visible()
    assert len(site.posts) == 2


def test_rows_are_added_and_removed_without_the_server(page, site):
    page.locator("#lines-0-what").fill("Seat")
    page.get_by_role("button", name="Add another cost").click()
    expect(page.locator("#lines-1-what")).to_be_focused()
    expect(page.locator("#lines-1-what")).to_have_value("")
    page.locator("#lines-1-what").fill("Travel")
    page.get_by_role("button", name="Add another cost").click()
    expect(page.get_by_role("button", name="Add another cost")).to_be_hidden()
    page.get_by_role("button", name="Remove Cost 1").click()
    expect(page.locator("[data-number]")).to_have_text(["1", "2"])
    page.locator("#lines-2-what").fill("Books")
    page.locator("#title").fill("T")
    go(send(page))
    assert {name: value for name, value in site.posts[0].items() if name.startswith("lines")} == {
        "lines-1-what": "Travel",
        "lines-2-what": "Books",
    }


def test_enter_sends_the_form_and_adds_no_row(page, site):
    page.locator("#title").fill("T")
    page.locator("#title").press("Enter")
    expect(page.locator("#errors")).to_be_visible()
    assert "add" not in site.posts[0]


def test_characters_are_counted(page):
    words = page.locator("[data-count-for=why]")
    expect(words).to_have_text("10 characters at most")
    page.locator("#why").press_sequentially("été")
    expect(words).to_have_text("7 characters left")
    page.locator("#why").fill("more than ten")
    expect(words).to_have_text("3 characters too many")


def test_a_draft_saves_itself_and_says_when(page, site):
    page.locator("#title").fill("A draft")
    expect(page.locator("[data-saved-at]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"), timeout=8000)
    assert site.drafts[-1]["title"] == "A draft"
    assert site.drafts[-1]["key"] == "k"


def test_figures_are_computed_by_the_server_while_typing(page):
    page.locator("#title").fill("12")
    expect(page.locator("table[data-live-into=total] td")).to_have_text("12 in sum")


def test_a_link_is_copied(page):
    page.get_by_role("link", name="Copy link").click()
    expect(page.locator("[data-copy-status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/en/p/1")


def test_menus_close_with_escape_and_with_a_click_elsewhere(page):
    menu = page.locator("details.account")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")
