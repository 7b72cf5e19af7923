"""Invented content for the style guide: every component in every state. Nothing here touches the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from crowdlearn.kernel.money import Money

REQUIRED = [InputRequired("Fill this in.")]
ICONS = (
    "heart",
    "flag",
    "eye",
    "bell",
    "upload",
    "trash-2",
    "pencil",
    "globe",
    "handshake",
    "lightbulb",
    "mic",
    "video",
    "scale",
    "sprout",
)


class _Ticks(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _Line(Form):
    what = StringField("What", REQUIRED)
    amount = DecimalField("Amount", [InputRequired("Enter an amount."), NumberRange(min=1)], widget=TextInput())


class SampleForm(Form):
    """One field of every kind."""

    key = HiddenField(default="k")
    kind = RadioField(
        "What would you like to give?", REQUIRED, choices={"money": "Money", "skill": "Expertise"}, default="money"
    )
    amount = DecimalField(
        "Other amount",
        [InputRequired("Enter an amount between $5 and $500.")],
        description="From $5 to $500",
        widget=TextInput(),
    )
    title = StringField("Title", [*REQUIRED, Length(max=80)], description="What you want to learn, in one line")
    why = TextAreaField("Your wish", description="What you hope to get out of it")
    topic = SelectField("Topic", choices={"data": "Data", "writing": "Writing"})
    shown = RadioField("Who sees your name", REQUIRED, choices={"all": "Everyone", "pitcher": "Only the pitcher"})
    skills = _Ticks("Skills you offer", choices={"sql": "SQL", "maps": "Cartography", "edit": "Plain-language editing"})
    starts = DateField("First day", REQUIRED, description="For example 30 11 2026")
    begins = DateTimeLocalField("Begins", description="Eastern Time", format="%Y-%m-%dT%H:%M")
    proof = FileField("Receipt", description="PDF or photo, at most 5 MB")
    lines = FieldList(FormField(_Line), label="Costs", min_entries=2)
    terms = BooleanField(
        "I understand when the money is collected.",
        [InputRequired("Confirm that you understand when the money is collected.")],
    )


class SampleSearch(Form):
    """A filter."""

    q = StringField("Search pitches")
    topic = SelectField("Topic", choices={"": "All topics", "data": "Data"})
    sort = SelectField("Sort by", choices={"near": "Closest to meeting", "new": "Newest"})


@dataclass(frozen=True)
class SampleMoney:
    """Amounts of a meter."""

    own: Money
    proven: Money
    goal: Money
    promised: Money
    held: Money | None = None
    holding: bool = False
    over: bool = False


def _money(
    own: int, proven: int, goal: int, promised: int, held: int | None = None, *, over: bool = False
) -> SampleMoney:
    return SampleMoney(
        Money(own * 100),
        Money(proven * 100),
        Money(goal * 100),
        Money(promised * 100),
        None if held is None else Money(held * 100),
        over=over,
    )


def _card(number: int, **facts: Any) -> SimpleNamespace:
    given = {
        "id": f"sample-{number}",
        "href": "#",
        "language": "en",
        "picture": "",
        "action": "Back this pitch",
        "when": "8 days left",
        "needs": "",
        "instead": "",
    }
    return SimpleNamespace(**(given | facts))


CARDS = (
    _card(
        1,
        title="Plain-language letters that people actually finish",
        topic="writing",
        topic_label="Writing",
        person="Aïcha Benali",
        summary="Two days with a health-literacy editor, then rewrite our ten most-sent letters together.",
        organisation="Benefits Delivery Agency",
        money=_money(1800, 1800, 1800, 1116, 400),
        needs="Readability testing, 3 h",
    ),
    _card(
        2,
        title="Apprivoiser les données ouvertes sans tableur géant",
        topic="data",
        topic_label="Data",
        person="Étienne Roy",
        language="fr",
        summary="Une formation SQL pour agents de programme, puis trois midis-causeries pour la rediffuser.",
        organisation="Institut des données publiques",
        money=_money(1200, 300, 1200, 840),
        needs="SQL mentor, 4 h",
        when="15 days left",
    ),
    _card(
        3,
        title="Facilitating meetings where everyone speaks their language",
        topic="languages",
        topic_label="Official languages",
        summary="A whispered-interpreting workshop, and a kit to share with six teams.",
        person="Marie-Ève Thériault",
        organisation="Shoreline Parks Service",
        money=None,
        instead="Asks for help, not money",
        needs="Facilitation, 6 h · An introduction",
        when="11 days left",
        action="Offer your help",
    ),
)

TASKS = (
    SimpleNamespace(
        title="Clear Étienne’s money ask",
        about="Apprivoiser les données ouvertes",
        href="#",
        action="Decide",
        urgency="Today",
        urgent=True,
    ),
    SimpleNamespace(title="Thank three backers", about="", href="#", action="Write", urgency="In 4 days", urgent=False),
    SimpleNamespace(
        title="Confirm 2.5 hours with Priya Raman",
        about="Accessible maps",
        href="#",
        action="Confirm",
        urgency="",
        urgent=False,
    ),
)

CONSENT = (
    SimpleNamespace(
        role="Employee",
        name="Aïcha Benali",
        said="asks peers for $1,800 and pays $1,800 herself",
        authority="Terms, version 2",
        when="1 November 2026",
        at="2026-11-01",
        acting=False,
        state="done",
    ),
    SimpleNamespace(
        role="Manager",
        name="Jordan Whitefeather",
        said="cleared, on condition that travel is by train",
        authority="Delegation 4.2",
        when="3 November 2026",
        at="2026-11-03",
        acting=True,
        state="done",
    ),
    SimpleNamespace(
        role="Organisation",
        name="",
        said="confirms $400 for travel",
        authority="Budget holder",
        when="",
        at="",
        acting=False,
        state="next",
    ),
)

ARITHMETIC = (
    ("Whole cost", Money(400000), ""),
    ("Confirmed by the organisation", Money(40000), "less"),
    ("Own share", Money(180000), "less"),
    ("Asked of peers", Money(180000), "total"),
)

STORY = Markup(
    "<p>I want to spend two days with an editor who rewrote discharge notes for three hospitals.</p>"
    "<blockquote><p>If the reader has to be brave to open it, the letter has already failed.</p></blockquote>"
    "<h2>What your half buys</h2><ul><li>the workshop seat</li><li>honoraria for six readers</li></ul>"
)


def samples() -> Mapping[str, Any]:
    """Return what templates/pages/style_guide.html shows: two forms (fresh, failed) and content for each component."""
    failed = SampleForm(prefix="bad-")
    failed.process(
        MultiDict(
            {
                "bad-kind": "money",
                "bad-amount": "2O",
                "bad-topic": "data",
                "bad-lines-0-what": "Seat",
                "bad-lines-1-what": "",
            }
        )
    )
    failed.validate()
    return {
        "fresh": SampleForm(data={"starts": date(2026, 11, 30)}),
        "broken": failed,
        "search": SampleSearch(prefix="s-"),
        "meters": (
            _money(1800, 0, 1800, 0),
            _money(1800, 600, 1800, 1116, 400),
            _money(1800, 1800, 1800, 1800, 1800),
            _money(1800, 0, 1800, 640, over=True),
        ),
        "cards": CARDS,
        "tasks": TASKS,
        "consent": CONSENT,
        "arithmetic": ARITHMETIC,
        "story": STORY,
        "icons": ICONS,
        "backers": (
            "Priya Raman",
            "Sam Okafor",
            "Luc Arsenault",
            "Bea Tsuji",
            "Nadia Holm",
            "Marie-Ève Thériault",
            "Jo Li",
        ),
    }
