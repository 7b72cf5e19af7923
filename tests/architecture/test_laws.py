"""Every law holds for every file; and each law is seen to fail on a file that breaks it."""

from collections.abc import Callable, Iterator

import pytest

from . import laws
from .source import Source, program, templates

Law = Callable[[Source], Iterator[str]]
OF_PROGRAMS: list[Law] = [
    laws.only_sessions_commit,
    laws.a_step_takes_a_session_a_use_case_opens_one,
    laws.files_are_short,
    laws.no_relationships,
    laws.money_is_whole,
    laws.one_clock,
    laws.views_know_no_sql,
    laws.every_view_names_its_policy,
    laws.a_sent_form_acts_once,
    laws.only_the_adapter_knows_stripe,
    laws.six_kinds_of_file,
]
OF_TEMPLATES: list[Law] = [laws.pages_compose_components, laws.nothing_inline]

BROKEN: list[tuple[Law, str, str]] = [
    (laws.only_sessions_commit, "crowdlearn/pledges/service.py", "session.commit()"),
    (laws.only_sessions_commit, "crowdlearn/web/access.py", "def undo(s): s.rollback()"),
    (
        laws.a_step_takes_a_session_a_use_case_opens_one,
        "crowdlearn/pledges/service.py",
        "def take(session, pledge_id):\n    with transaction() as another: pass",
    ),
    (
        laws.a_step_takes_a_session_a_use_case_opens_one,
        "crowdlearn/pledges/service/money.py",
        "def take(pledge_id):\n    with reading() as s: pass\n    with transaction() as s: pass",
    ),
    (
        laws.a_step_takes_a_session_a_use_case_opens_one,
        "crowdlearn/pledges/service.py",
        "def take(pledge_id, session): pass",
    ),
    (laws.files_are_short, "crowdlearn/pledges/service.py", "x = 1\n" * 301),
    (laws.no_relationships, "crowdlearn/pledges/models.py", "backers: list['Person'] = Relationship()"),
    (laws.no_relationships, "crowdlearn/pledges/models.py", "backers = orm.relationship('Person')"),
    (laws.money_is_whole, "crowdlearn/pledges/rules.py", "half = whole / 2"),
    (laws.money_is_whole, "crowdlearn/ledger/service.py", "x = float(y)"),
    (laws.money_is_whole, "crowdlearn/settlement/rules.py", "x = 0.5 * y"),
    (laws.money_is_whole, "crowdlearn/pages/queries.py", "shown = row.peer_cents / 100"),
    (laws.one_clock, "crowdlearn/pledges/service.py", "moment = datetime.now(UTC)"),
    (laws.one_clock, "crowdlearn/pledges/service.py", "day = date.today()"),
    (laws.one_clock, "crowdlearn/pledges/service.py", "seconds = time.time()"),
    (laws.views_know_no_sql, "crowdlearn/pledges/views.py", "from sqlmodel import select"),
    (laws.views_know_no_sql, "crowdlearn/pledges/views/money.py", "import sqlalchemy as sa"),
    (
        laws.every_view_names_its_policy,
        "crowdlearn/pledges/views.py",
        "@blueprint.get('/open')\ndef show(): pass",
    ),
    (
        laws.a_sent_form_acts_once,
        "crowdlearn/pledges/views.py",
        "def give():\n    if form.submitted():\n        service.promise_money()",
    ),
    (laws.only_the_adapter_knows_stripe, "crowdlearn/settlement/service.py", "import stripe"),
    (laws.only_the_adapter_knows_stripe, "crowdlearn/pledges/rules.py", "from stripe import Refund"),
    (laws.six_kinds_of_file, "crowdlearn/pledges/utils.py", ""),
    (laws.pages_compose_components, "templates/pledges/new.html", "<p>Go on</p>\n<button>Go</button>"),
    (laws.pages_compose_components, "templates/pledges/new.html", "<form method='post'>"),
    (laws.nothing_inline, "templates/components/card.html", '<p class="a" style="color: red">'),
    (laws.nothing_inline, "templates/base.html", "<script>alert(1)</script>"),
    (laws.nothing_inline, "templates/base.html", '<a href="/" onclick="go()">'),
]
KEPT: list[tuple[Law, str, str]] = [
    (laws.only_sessions_commit, "crowdlearn/db/session.py", "session.commit()"),
    (
        laws.a_step_takes_a_session_a_use_case_opens_one,
        "crowdlearn/payments/service.py",
        "def hold(id):\n    with transaction() as s: pass\n    gateway.hold(id)\n    with transaction() as s: pass",
    ),
    (laws.money_is_whole, "crowdlearn/files/service.py", "path = folder / name"),
    (laws.money_is_whole, "crowdlearn/pledges/rules.py", "half = whole // 2"),
    (laws.one_clock, "crowdlearn/pledges/service.py", "moment = now()"),
    (laws.one_clock, "crowdlearn/demo/timeline.py", "morning = time(9, 30)"),
    (
        laws.every_view_names_its_policy,
        "crowdlearn/pledges/views.py",
        "@blueprint.get('/open')\n@access('pledge.show')\ndef show(): pass",
    ),
    (laws.pages_compose_components, "templates/components/form.html", "<button>Go</button>"),
    (laws.nothing_inline, "templates/base.html", '<script type="module" src="/static/a.js"></script>'),
    (laws.nothing_inline, "templates/base.html", "{# never <script> here #}"),
]


def _name(value: object) -> str | None:
    return value.__name__ if callable(value) else None


@pytest.mark.parametrize("law", OF_PROGRAMS, ids=_name)
def test_the_program_keeps(law):
    assert [f"{source.path}: {fault}" for source in program() for fault in law(source)] == []


@pytest.mark.parametrize("law", OF_TEMPLATES, ids=_name)
def test_the_templates_keep(law):
    assert [f"{source.path}: {fault}" for source in templates() for fault in law(source)] == []


@pytest.mark.parametrize(("law", "path", "text"), BROKEN, ids=_name)
def test_the_law_can_be_broken(law, path, text):
    assert list(law(Source(path, text))) != []


@pytest.mark.parametrize(("law", "path", "text"), KEPT, ids=_name)
def test_the_law_allows(law, path, text):
    assert list(law(Source(path, text))) == []


def test_every_law_has_its_counter_example():
    assert {law for law, _, _ in BROKEN} == {*OF_PROGRAMS, *OF_TEMPLATES}
