"""What an attacker tries on every route: odd values, foreign objects, columns of tables, other methods.

The scenes of authz.csv are the map: each row's request is sent by someone whom the row lets pass, with one thing wrong.
PostgreSQL is the strict one: it refuses null characters and texts that are too long, which SQLite lets pass.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import SQLModel

from crowdlearn.db.session import Database
from crowdlearn.web.access import PERSONAS, Policy
from crowdlearn.web.forms import AppForm
from tests import make
from tests.support.access import PREPARED, Cast, Scene
from tests.support.web import Browser, Page

from .stage import ROWS, business, request, undone

APART = {"static.file", "demo.advance"}  # no row of a table behind it; runs all that falls due
PLAYED = [row for row in ROWS if row.exists and "allow" in row.cells.values() and row.action not in APART]
AS_TYPED = {"pitch.autosave"}  # keeps whatever was typed, unread, to show it again
READ = [row for row in PLAYED if row.method == "GET"]
POSTED = [row for row in PLAYED if row.method == "POST" and row.csrf]
NAMES = (
    *("q", "after", "before", "next", "kept", "kind", "standing", "scope", "language", "topic", "region", "mode"),
    *("sort", "give", "need", "commitment", "form", "pitch", "account", "since", "until", "organisation", "step"),
)
ODD = {
    "an unknown id": str(uuid4()),
    "a cursor": "2026-99-99T25:61:61Z~not-an-id",
    "sql": "' OR 1=1; DROP TABLE person; --",
    "wild cards": '%_*"^~(NEAR AND OR NOT',
    "wide": "𝔘𝔫𝔦\u202e\u200b\ufeff\ud7ff🏴‍☠️" * 9,
    "long": "x" * 5000,
    "less than nothing": "-1e309",
}
TYPED = {
    "long": "x" * 20_000,
    "null": "a\x00b",
    "not text": "\udcff\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a formula": '=HYPERLINK("//evil.example")',
}
AN_ID = re.compile(r"(?<=/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=[/.?]|$)")
ON_POSTGRESQL = pytest.mark.parametrize("maker", ["postgresql"], indirect=True)
CANARY, CANARY_ID, CANARY_NUMBER = "zz-canary", UUID(int=0xCAFE), 987_654_321


def played(row: Policy, app: Flask) -> tuple[Scene, Browser]:
    """Set the row's scene up, with the browser of the first whom it lets pass."""
    cast = Cast()
    scene = PREPARED[row.action](cast)
    persona = next(persona for persona in PERSONAS if row.cells[persona] == "allow")
    browser = Browser(app)
    if persona != "anonymous":
        browser.sign_in(scene.people.get(persona) or getattr(cast, persona).id)
    return scene, browser


def sound(page: Page) -> bool:
    return page.status < 500 and "Traceback" not in page.response.text


@ON_POSTGRESQL
@pytest.mark.parametrize("row", [row for row in READ if "<" not in row.route], ids=lambda row: row.action)
def test_odd_questions_are_answered(row: Policy, app: Flask, database: Database) -> None:
    scene, browser = played(row, app)
    for what, value in ODD.items():
        more = {"query_string": dict.fromkeys(NAMES, value)} if "?" not in scene.address else {}
        page = browser.get(scene.address, follow=False, environ_base={"REMOTE_ADDR": "127.0.0.1"}, **more)
        assert sound(page), f"{row.action}: {what}"
    answer = browser.client.get(scene.address.partition("?")[0], query_string={"q": "a\x00b", "after": "\x00"})
    assert answer.status_code == 400


@ON_POSTGRESQL
@pytest.mark.parametrize("row", [row for row in POSTED if row.action != "auth.login"], ids=lambda row: row.action)
def test_odd_answers_are_taken_or_refused(row: Policy, app: Flask, database: Database) -> None:
    scene, browser = played(row, app)
    for what, value in TYPED.items():
        with undone(database):
            posted = {name: value if isinstance(typed, str) else typed for name, typed in scene.data.items()}
            page = browser.post(scene.address, {"csrf_token": browser.csrf_token(), **posted})
            assert sound(page), f"{row.action}: {what} everywhere"
    for name in [name for name, typed in scene.data.items() if isinstance(typed, str)]:
        for what in ("long", "null"):
            with undone(database):
                posted = {"csrf_token": browser.csrf_token(), **scene.data, name: TYPED[what]}
                assert sound(browser.post(scene.address, posted)), f"{row.action}: {what} as {name}"


def columns() -> Iterator[tuple[str, str]]:
    """Return every column of every table, each with a value that would be found again."""
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            kind = getattr(column.type, "impl", column.type)
            if isinstance(kind, sa.Uuid):
                yield column.name, str(CANARY_ID)
            elif isinstance(kind, sa.Integer):
                yield column.name, str(CANARY_NUMBER)
            elif isinstance(kind, sa.Boolean):
                yield column.name, "1"
            elif isinstance(kind, sa.DateTime | sa.Date):
                yield column.name, "2099-09-09"
            else:
                yield column.name, CANARY


@pytest.mark.parametrize("maker", ["sqlite"], indirect=True)
@pytest.mark.parametrize("row", [row for row in POSTED if row.action not in AS_TYPED], ids=lambda row: row.action)
def test_columns_that_the_form_does_not_ask_for_change_nothing(
    row: Policy, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, browser = played(row, app)
    asked = {"where"}  # the two buttons of signing out
    real = AppForm.submitted
    monkeypatch.setattr(AppForm, "submitted", lambda form: (asked.update(form._fields), real(form))[1])
    with undone(database):
        status = request(row, scene, browser).status
        wanted = {table: len(rows) for table, rows in business().items()}
    foreign = {name: value for name, value in columns() if name not in asked}
    page = request(row, replace(scene, data=foreign | scene.data), browser)
    after = business()
    assert page.status == status
    assert {table: len(rows) for table, rows in after.items()} == wanted
    marks = (CANARY, repr(CANARY_ID), str(CANARY_NUMBER), "2099, 9, 9")
    assert [line for lines in after.values() for line in lines if any(mark in line for mark in marks)] == []


@pytest.mark.parametrize("maker", ["sqlite"], indirect=True)
@pytest.mark.parametrize("row", [row for row in PLAYED if "<uuid:" in row.route], ids=lambda row: row.action)
def test_ids_of_other_things_lead_nowhere(row: Policy, app: Flask, database: Database) -> None:
    """An id that names nothing, or something of another kind, is answered as one that does not exist."""
    scene, browser = played(row, app)
    another = make.person() if "organisation_id" in row.route else make.organisation()
    before = business()
    for other in (str(uuid4()), str(another.id)):
        address = _with_other_ids(scene.address, other)
        data = {"csrf_token": browser.csrf_token(), **scene.data}
        page = browser.get(address) if row.method == "GET" else browser.post(address, data)
        assert page.status in (401, 403, 404), f"{row.action}: {page.status} {page.response.location}"
        assert business() == before


def _with_other_ids(address: str, other: str) -> str:
    return AN_ID.sub(other, address)


@pytest.mark.parametrize("maker", ["sqlite"], indirect=True)
@pytest.mark.parametrize("row", POSTED, ids=lambda row: row.action)
def test_no_method_stands_in_for_another(row: Policy, app: Flask, database: Database) -> None:
    scene, browser = played(row, app)
    before, token = business(), browser.csrf_token()
    values = {"csrf_token": token, "_method": "POST", **{n: v for n, v in scene.data.items() if isinstance(v, str)}}
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"):
        answer = browser.client.open(scene.address, method=method, data=values)
        assert answer.status_code == 405, method
    more = {} if "?" in scene.address else {"query_string": values}
    for method in ("GET", "HEAD"):
        browser.client.open(scene.address, method=method, headers={"X-HTTP-Method-Override": "POST"}, **more).close()
    assert business() == before
