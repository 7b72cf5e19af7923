"""The components, drawn and read back: valid HTML whose parts find each other."""

import brotli
import html5lib
import pytest
from flask import render_template, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from crowdlearn.kernel.money import Money
from crowdlearn.web.locale import speaking
from crowdlearn.web.style_guide import samples
from tests.support.frame import frame_app

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def app():
    return frame_app()


@pytest.fixture
def draw(app):
    """Return a function that draws a line of template, with `ui` at hand, into an element tree."""

    def drawn(line, **facts):
        with app.test_request_context("/en/"):
            html = render_template_string('{% import "ui.html" as ui %}' + line, **facts)
        return html5lib.parse(html, namespaceHTMLElements=False)

    return drawn


@pytest.fixture(scope="module", params=["en", "fr"])
def guide(app, request):
    with app.test_request_context(f"/{request.param}/style-guide"), speaking(request.param):
        return render_template("pages/style_guide.html", **samples())


def text(element):
    return " ".join("".join(element.itertext()).split())


def by_id(page, name):
    return next(element for element in page.iter() if element.get("id") == name)


class Part(Form):
    what = StringField("What", [InputRequired("Say what.")])


class Sample(Form):
    key = HiddenField(default="k")
    title = StringField("Title", [InputRequired("Write a title.")], description="In one line")
    note = StringField("Note")
    kind = RadioField("Kind", [InputRequired("Choose one.")], choices={"a": "A", "b": "B"})
    parts = FieldList(FormField(Part), min_entries=1)
    agree = BooleanField("I agree", [InputRequired("Tick the box.")])


def failed():
    form = Sample(MultiDict({"title": "", "parts-0-what": ""}))
    form.validate()
    return form


# -- the whole guide -------------------------------------------------------------------------------------------------


def test_the_style_guide_is_valid_html(guide):
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(guide)


def test_every_reference_inside_the_style_guide_finds_its_target(guide):
    page = html5lib.parse(guide, namespaceHTMLElements=False)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), "ids are unique"
    for element in page.iter():
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{name} {target}"
        if (element.get("href") or "").startswith("#") and len(element.get("href")) > 1:
            assert element.get("href")[1:] in ids, element.get("href")


def test_every_control_and_every_progress_in_the_style_guide_has_a_name(guide):
    page = html5lib.parse(guide, namespaceHTMLElements=False)
    labelled = {label.get("for") for label in page.iter("label")}
    for kind in ("input", "select", "textarea"):
        for control in page.iter(kind):
            assert control.get("type") == "hidden" or control.get("id") in labelled
    assert all(bar.get("aria-label") for bar in page.iter("progress"))


def test_the_first_view_stays_small(app, guide):
    address = app.jinja_env.globals["asset_url"]
    client = app.test_client()
    files = (
        "css/site.css",
        "js/site.js",
        "img/icons.svg",
        "img/logo.svg",
        "fonts/figtree.woff2",
        "fonts/bricolage-700.woff2",
    )
    sizes = {file: len(client.get(address(file), headers={"Accept-Encoding": "br"}).data) for file in files}
    assert sum(sizes.values()) + len(brotli.compress(guide.encode(), quality=5)) <= 60_000, sizes
    assert sizes["css/site.css"] <= 8_000
    assert sizes["js/site.js"] <= 3_500


# -- fields and forms ------------------------------------------------------------------------------------------------


def test_a_fields_hint_and_error_are_tied_to_its_input(draw):
    page = draw("{{ ui.field(form.title) }}", form=failed())
    control = next(page.iter("input"))
    assert control.get("aria-invalid") == "true"
    assert [text(by_id(page, name)) for name in control.get("aria-describedby").split()] == [
        "In one line",
        "Error: Write a title.",
    ]


def test_only_what_may_stay_empty_is_marked(draw):
    page = draw("{{ ui.field(form.title) }}{{ ui.field(form.note) }}", form=Sample())
    assert [text(label) for label in page.iter("label")] == ["Title", "Note (optional)"]


@pytest.mark.parametrize(("language", "shown"), [("en", "$<input"), ("fr", "<input$")])
def test_the_dollar_sign_stands_where_the_language_puts_it(app, language, shown):
    with app.test_request_context("/"), speaking(language):
        html = render_template_string(
            '{% import "ui.html" as ui %}{{ ui.field(form.note, prefix="$") }}', form=Sample()
        )
    box = next(
        part for part in html5lib.parse(html, namespaceHTMLElements=False).iter("span") if part.get("class") == "prefix"
    )
    assert "".join("<input" if part.tag == "input" else text(part) for part in box) == shown


def test_the_error_summary_leads_to_every_field_in_error(draw):
    fields = "{{ ui.field(form.title) }}{{ ui.field(form.kind) }}{{ ui.field(form.agree) }}"
    parts = "{% call(part, n) ui.repeat_rows(form.parts, 'Part', 'Add') %}{{ ui.field(part.form.what) }}{% endcall %}"
    page = draw("{% call ui.form(form, 'Go') %}" + fields + parts + "{% endcall %}", form=failed())
    summary = by_id(page, "errors")
    links = {link.get("href")[1:]: text(link) for link in summary.iter("a")}
    assert links == {
        "title": "Title: Write a title.",
        "kind-0": "Kind: Choose one.",
        "parts-0-what": "What: Say what.",
        "agree": "Tick the box.",
    }
    assert all(by_id(page, target).tag == "input" for target in links)


def test_a_form_without_errors_has_no_summary_and_keeps_its_hidden_fields(draw):
    page = draw("{% call ui.form(form, 'Go') %}{% endcall %}", form=Sample())
    assert [(field.get("name"), field.get("value"), field.get("id")) for field in page.iter("input")] == [
        ("key", "k", None)
    ]
    assert not any(element.get("id") == "errors" for element in page.iter())


def test_enter_means_the_main_button_even_before_add_another(draw):
    parts = "{% call(part, n) ui.repeat_rows(form.parts, 'Part', 'Add') %}{% endcall %}"
    page = draw("{% call ui.form(form, 'Go on', first=true) %}" + parts + "{% endcall %}", form=Sample())
    buttons = list(page.iter("button"))
    assert text(buttons[0]) == "Go on"
    assert (buttons[0].get("tabindex"), buttons[0].get("name")) == ("-1", None)
    assert {button.get("name"): button.get("value") for button in buttons[1:]} == {
        "remove": "parts-0",
        "add": "parts",
        None: None,
    }


def test_what_people_write_is_escaped(draw):
    page = draw(
        "{{ ui.tag(word) }}{{ ui.notice(word) }}{{ ui.button_link(word, '#') }}{{ ui.person(word, word) }}",
        word="<b>x</b>",
    )
    assert "<b>x</b>" in text(page)
    assert len(list(page.iter("b"))) == 1, "the person's name only"


# -- the meter -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proven", "promised", "held", "left", "right"),
    [
        (0, 0, None, "Own share $1,800 declared", "Peers’ half $0 promised of $1,800"),
        (
            600,
            1116,
            400,
            "Own share $1,800 $600 proven by receipts",
            "Peers’ half $1,116 promised of $1,800, $400 received",
        ),
        (
            1800,
            1800,
            1800,
            "Own share $1,800 proven by receipts",
            "Peers’ half $1,800 promised in full, $1,800 received",
        ),
    ],
)
def test_the_meter_says_in_words_what_its_bars_show(draw, proven, promised, held, left, right):
    amounts = {
        "own": Money(180000),
        "proven": Money(proven * 100),
        "goal": Money(180000),
        "promised": Money(promised * 100),
    }
    page = draw(
        "{{ ui.meter(own, proven, goal, promised, held) }}", **amounts, held=None if held is None else Money(held * 100)
    )
    words = [" ".join(part for part in element.itertext() if part.strip()) for element in page.iter("p")]
    assert words == [left, right]
    assert [int(bar.get("value")) for bar in page.iter("progress")][:2] == [proven * 100, promised * 100]
    assert len(list(page.iter("progress"))) == (3 if held else 2)
