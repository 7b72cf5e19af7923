"""A form of no feature, to try what the web layer promises of all forms."""

import time
from typing import Any

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from crowdlearn.app import create_app
from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.web.access import PERSONAS, Policy, access
from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    BooleanField,
    ListField,
    MoneyField,
    OneLine,
    PartForm,
    PasswordField,
    PlainTextField,
    TagsField,
    required,
)
from crowdlearn.web.viewer import viewer

from .web import with_signer

ALLOWED = dict.fromkeys(PERSONAS, "allow")


TEMPLATE = """{% extends "base.html" %}{% block title %}Lab{% endblock %}{% block main %}<h1>Lab</h1>
{% call ui.form(form, "Send", first=true) %}
{% for f in [form.amount, form.note, form.tick, form.tags, form.secret] %}{{ ui.field(f) }}{% endfor %}
{% call(line, n) ui.repeat_rows(form.lines, "Line", "Add", least=0) %}{{ ui.field(line.form.what) }}{% endcall %}
{% endcall %}{% endblock %}"""


class TooMuch(RuleBroken):
    msgid = N_("Only %(room)s is left.")
    field = "amount"


class LineForm(PartForm):
    what = OneLine("What")


class LabForm(AppForm):
    amount = MoneyField("Amount", most=500_00)
    note = PlainTextField("Note", needed=False)
    tick = BooleanField("Tick", default=True)
    tags = TagsField("Tags", most=2)
    secret = PasswordField("Secret", required())
    lines = ListField(LineForm, least=0)


def give(amount: Money) -> None:
    """Record one gift; refuses more than 100 dollars."""
    with transaction() as session:
        time.sleep(0.05)  # long enough for a second click
        if amount > Money(100_00):
            raise TooMuch(room=Money(100_00))
        record(session, "lab.give", by=viewer().id, cents=amount.cents)


@access("lab.form", "lab.give")
def show() -> ResponseReturnValue:
    form = LabForm()
    if form.submitted():
        with form.showing_refusals():
            give(form.amount.data)
            return form.done("/en/?thanks=1", "Thank you.")
    return form.page("lab.html")


@access("lab.act")
def act() -> ResponseReturnValue:
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            give(Money(200_00))
            return form.done("/en/")
    return form.back("/en/lab", anchor="there")


@access("lab.weighty")
def weighty() -> ResponseReturnValue:
    return show()


def policy(action: str, method: str, route: str, *, step_up: bool = False, **cells: str) -> Policy:
    """Return a row that lets everyone pass but `cells`."""
    given = {**ALLOWED, **cells}
    return Policy(action, method, route, "-", given, method != "GET", step_up, True, False, "-", "")


@pytest.fixture(scope="session")
def laboratory(settings: dict[str, Any]) -> Flask:
    """Return the application with the form at /lab: open to see, for members to send."""
    app = with_signer(create_app(settings))
    loader: Any = app.jinja_loader
    for language in ("en", "fr"):
        environment = app.environment(language)  # type: ignore[attr-defined]
        environment.loader = _With({"lab.html": TEMPLATE}, loader)
    gate = app.extensions["gate"]
    for endpoint, path, methods, view in (
        ("lab", "/lab", ["GET", "POST"], show),
        ("lab_act", "/lab/act", ["POST"], act),
        ("lab_weighty", "/lab/weighty", ["POST"], weighty),
    ):
        app.add_url_rule(f"/<any(en, fr):lang>{path}", endpoint, view, methods=methods)
    gate.rows |= {
        ("lab", "GET"): (policy("lab.form", "GET", "/lab"),),
        ("lab", "POST"): (policy("lab.give", "POST", "/lab", anonymous="login", suspended="deny"),),
        ("lab_act", "POST"): (policy("lab.act", "POST", "/lab/act", anonymous="login"),),
        ("lab_weighty", "POST"): (policy("lab.weighty", "POST", "/lab/weighty", anonymous="login", step_up=True),),
    }
    return app


class _With:
    """A loader that knows a few templates more."""

    has_source_access = True

    def __init__(self, more: dict[str, str], rest: Any) -> None:
        self.more, self.rest = more, rest

    def load(self, environment: Any, name: str, globals: Any = None) -> Any:
        if name not in self.more:
            return self.rest.load(environment, name, globals)
        code = environment.compile(self.more[name], name, name)
        return environment.template_class.from_code(environment, code, environment.make_globals(globals), lambda: True)
