"""What every form promises: nothing typed is lost, nothing sent twice happens twice."""

import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask, g

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.people.models import Person, SignIn
from crowdlearn.people.service.passwords import hash_password
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.kept import KeptForm
from tests import make
from tests.support.clocks import Hands
from tests.support.web import Browser, Page

GOOD = {"amount": "12.50", "secret": "x"}


@pytest.fixture
def member(database: Database) -> Person:
    return make.person("Ada Roy")


@pytest.fixture
def ada(laboratory: Flask, member: Person) -> Browser:
    browser = Browser(laboratory)
    browser.sign_in(member.id)
    return browser


def gifts() -> int:
    with reading() as session:
        return session.execute(sa.select(sa.func.count()).where(AuditRow.action == "lab.give")).scalar_one()


def next_of(answer: Page) -> str:
    """Return where sign-in would lead."""
    return parse_qs(urlsplit(answer.response.location).query)["next"][0]


def test_a_good_form_is_carried_out_and_answered_303(ada: Browser) -> None:
    answer = ada.get("/en/lab").form().submit(**GOOD, follow=False)
    assert (answer.status, answer.response.location) == (303, "/en/?thanks=1")
    assert gifts() == 1
    assert "Thank you." in ada.get("/en/").text


def test_a_form_signs_its_token_when_it_is_drawn_and_is_looked_at_once(ada: Browser, laboratory: Flask) -> None:
    with laboratory.test_request_context("/en/lab"):
        form = ActionForm()
        assert "csrf_token" not in g
        assert g.setdefault("csrf_token", "made now") in form.csrf_token()
        assert form.csrf_token.data is None
    signed = ada.get("/en/lab").form().values["csrf_token"]
    for token, status in ((signed[0], 303), (signed[0][:-2] + "zz", 400), ("", 400)):
        assert ada.post("/en/lab", {**GOOD, "csrf_token": token}).status == status


def test_a_wrong_shape_is_shown_at_the_get_address_with_everything_typed(ada: Browser) -> None:
    page = ada.get("/en/lab").submit(amount="1e9", note="line one\r\nline two", tick=None, tags="a, b", secret="hush")
    assert page.status == 200
    assert page.title.startswith("Error:")
    values = page.form().values
    assert values["amount"] == ["1e9"]
    assert values["note"] == ["line one\nline two"]
    assert values["tags"] == ["a, b"]
    assert values["secret"] == [""]
    assert "tick" not in values
    assert "Write an amount such as 12.50." in page.text
    assert "kept=LabForm." in page.url


def test_a_refusal_of_a_rule_stands_beside_its_field_and_the_form_can_be_mended(ada: Browser) -> None:
    page = ada.get("/fr/lab").submit(**{**GOOD, "amount": "100,01"})
    assert "100\xa0$" in page.response.text
    assert page.form().values["amount"] == ["100,01"]
    assert gifts() == 0
    after = page.submit(**GOOD)
    assert after.url.endswith("thanks=1")
    assert gifts() == 1
    with reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(KeptForm)).scalar_one() == 0


def test_what_is_wrong_with_a_password_is_said_although_it_is_not_kept(ada: Browser) -> None:
    page = ada.get("/en/lab").submit(amount="12.50", secret="")
    assert "Fill this in." in page.text
    assert page.title.startswith("Error:")


def test_without_a_key_the_answer_is_422_for_shape_and_409_for_a_rule(ada: Browser) -> None:
    assert ada.send("/en/lab", amount="x").status == 422
    assert ada.send("/en/lab", **{**GOOD, "amount": "200"}).status == 409
    assert ada.send("/en/lab", **GOOD).status == 303


def test_what_was_typed_is_its_persons_alone_and_passwords_are_not_kept(ada: Browser, laboratory: Flask) -> None:
    failed = ada.get("/en/lab").submit(amount="x", note="between us", secret="hush")
    with reading() as session:
        kept = session.execute(sa.select(KeptForm)).scalar_one()
    assert "hush" not in str(kept.pairs)
    other = Browser(laboratory)
    assert "between us" not in other.get(failed.url).response.text
    other.sign_in(make.person("Bo Diaz").id)
    assert "between us" not in other.get(failed.url).response.text


def test_after_an_hour_it_is_forgotten(ada: Browser, clock: Hands) -> None:
    failed = ada.get("/en/lab").submit(amount="x", note="old")
    clock.forward(minutes=61)
    assert "old" not in str(ada.get(failed.url).form().values)


def test_an_expired_session_picks_the_form_up_after_sign_in(ada: Browser, member: Person) -> None:
    form = ada.get("/en/lab").form()
    with transaction() as session:
        session.execute(sa.update(SignIn).values(ended_at=member.created_at))
    to_sign_in = form.submit(amount="20", note="still here", follow=False)
    assert to_sign_in.status == 303
    assert next_of(to_sign_in).startswith("/en/lab?kept=LabForm.")
    ada.sign_in(member.id)
    page = ada.get(next_of(to_sign_in))
    assert page.form().values["note"] == ["still here"]
    assert not page.title.startswith("Error:")
    assert page.submit(secret="x").url.endswith("thanks=1")


def test_what_a_visitor_began_is_there_after_sign_in(laboratory: Flask, database: Database) -> None:
    visitor = Browser(laboratory)
    answer = visitor.get("/en/lab").form().submit(amount="20", note="begun before", follow=False)
    visitor.sign_in(make.person().id)
    assert visitor.get(next_of(answer)).form().values["note"] == ["begun before"]


def test_a_token_of_an_earlier_session_changes_nothing_and_keeps_the_form(ada: Browser) -> None:
    answer = ada.get("/en/lab").form().submit(**GOOD, note="keep me", csrf_token="forged")
    assert answer.status == 400
    assert gifts() == 0
    back = next(link for link in answer.tree.iter("a") if "kept=" in (link.get("href") or ""))
    assert ada.get(back.get("href") or "").form().values["note"] == ["keep me"]


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
    ids=str,
)
def test_what_another_site_sends_is_refused(ada: Browser, headers: dict[str, str]) -> None:
    data = {"csrf_token": ada.csrf_token(), **GOOD}
    assert ada.post("/en/lab", data, headers=headers).status == 400
    assert gifts() == 0


def test_what_our_own_pages_send_is_taken_whatever_their_referrer_policy(ada: Browser) -> None:
    data = {"csrf_token": ada.csrf_token(), **GOOD}
    assert ada.post("/en/lab", data, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"}).status == 303
    assert ada.post("/en/lab", data, headers={"Origin": "http://localhost"}).status == 303


def test_rows_are_added_and_removed_without_script(ada: Browser) -> None:
    page = ada.get("/en/lab").submit(amount="7", add="lines")
    page = page.submit(add="lines", lines__0__what="fee")
    assert page.form().values["lines-0-what"] == ["fee"]
    assert page.form().values["lines-1-what"] == [""]
    assert not page.title.startswith("Error:")
    page = page.submit(remove="lines-0", lines__1__what="travel")
    assert page.form().values["amount"] == ["7"]
    assert [values for name, values in page.form().values.items() if name.endswith("-what")] == [["travel"]]


def test_the_second_sending_of_a_form_leads_where_the_first_did(ada: Browser) -> None:
    form = ada.get("/en/lab").form()
    first = form.submit(**GOOD, follow=False)
    second = form.submit(**GOOD, follow=False)
    assert first.response.location == second.response.location
    assert gifts() == 1


def test_control_and_direction_marks_are_dropped_and_accents_composed(ada: Browser) -> None:
    page = ada.get("/en/lab").submit(amount="x", note="e\u0301te\u0301\u202e\x00\x1b ok")
    assert page.form().values["note"] == ["été ok"]


def test_a_button_on_a_page_comes_back_to_it(ada: Browser) -> None:
    data = {"csrf_token": ada.csrf_token(), "key": "ActionForm." + "a" * 22}
    answer = ada.post("/en/lab/act", data)
    assert answer.status == 303
    assert answer.response.location.startswith("/en/lab?kept=ActionForm.")
    assert answer.response.location.endswith("#there")


@pytest.mark.parametrize("page", ["//evil.example/x", "/\\evil.example", "https://evil.example/", "/ok page"])
def test_a_button_comes_back_to_our_own_pages_only(ada: Browser, page: str) -> None:
    data = {"csrf_token": ada.csrf_token(), "key": "ActionForm." + "a" * 22}
    address = page if page.startswith("https") else f"http://localhost{page}"
    answer = ada.post("/en/lab/act", data, headers={"Referer": address})
    assert "evil" not in answer.response.location
    assert answer.response.location.startswith("/")


def test_step_up_carries_the_form_along(ada: Browser, clock: Hands) -> None:
    with transaction() as session:
        session.execute(sa.update(Person).values(password_hash=hash_password("the right one")))
    form = ada.get("/en/lab").form()
    clock.forward(minutes=11)
    form.element.set("action", "/en/lab/weighty")
    asked = form.submit(**GOOD, note="weighty")
    assert asked.status == 403
    wrong = asked.submit(proof="not this")
    assert wrong.status == 403
    assert "This is not your password." in wrong.text
    before = ada.token
    done = wrong.submit(proof="the right one")
    assert done.url.endswith("thanks=1")
    assert gifts() == 1
    assert ada.token != before


@pytest.mark.parametrize("claimed", [True, False], ids=["with keys", "twin without"])
def test_a_double_click_acts_once(
    claimed: bool, laboratory: Flask, committed_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin takes the claim away and shows that the race is real."""
    if not claimed:
        monkeypatch.setattr("crowdlearn.db.session._first_steps", [])
    browser = Browser(laboratory)
    browser.sign_in(make.person().id)
    form = browser.get("/en/lab").form()
    data = {name: values[0] for name, values in form.values.items()} | GOOD
    barrier, locations = threading.Barrier(4), []

    def click() -> None:
        own = Browser(laboratory)
        own.client._cookies.update(browser.client._cookies)
        barrier.wait()
        locations.append(own.post("/en/lab", data).response.location)

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gifts() == (1 if claimed else 4)
    assert set(locations) == {"/en/?thanks=1"}


def test_more_than_a_thousand_fields_are_too_many(ada: Browser) -> None:
    data = {"csrf_token": ada.csrf_token()} | {f"f{n}": "1" for n in range(1001)}
    assert ada.post("/en/lab", data).status == 413


def test_an_idle_session_ends(ada: Browser, clock: Hands) -> None:
    clock.forward(hours=8, minutes=1)
    assert ada.get("/en/sign-out", follow=False).status == 303


def test_a_used_session_ends_after_a_week(ada: Browser, clock: Hands) -> None:
    for _ in range(23):
        clock.forward(timedelta(hours=7))
        assert ada.get("/en/sign-out", follow=False).status == 200
    clock.forward(hours=7)
    clock.forward(minutes=1)
    assert ada.get("/en/sign-out", follow=False).status == 303
