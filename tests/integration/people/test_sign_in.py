"""Signing in, sessions and passwords, in a browser."""

from datetime import timedelta

import argon2
import pytest
import sqlalchemy as sa
from flask import Flask

from crowdlearn.app import create_app
from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import Database, reading
from crowdlearn.kernel.clock import now
from crowdlearn.people import service
from crowdlearn.people.models import Person, RoleGrant
from crowdlearn.people.rules import PersonState, Role
from crowdlearn.people.service.passwords import is_right
from tests import make
from tests.support.accounts import ADDRESS, HASH, OTHER, PASSWORD, is_signed_in, person_at, without_secrets
from tests.support.clocks import Hands
from tests.support.letters import Mailbox
from tests.support.web import Browser


def test_a_form_that_was_shown_with_its_errors_does_not_wait_for_the_next_sign_in(browser: Browser) -> None:
    person = make.person(email=ADDRESS, password_hash=HASH, welcomed_at=now())
    browser.sign_in(person.id)
    assert browser.get("/en/pitches/quick").submit().title.startswith("Error:")
    elsewhere = Browser(browser.app)
    assert elsewhere.get("/en/sign-in").submit(email=ADDRESS, password=PASSWORD).url == "/en/"


def test_forgotten_passwords_answer_the_same_for_everyone(app: Flask, database: Database, mailbox: Mailbox) -> None:
    make.person(email="known@harbour.example", password_hash=HASH)
    asked = [
        Browser(app).get("/en/forgot").submit(email=email) for email in ("known@harbour.example", "new@harbour.example")
    ]
    assert without_secrets(asked[0]) == without_secrets(asked[1])
    assert [letter.kind for letter in mailbox.fetch()] == ["account_reset"]


def test_sign_in_answers_the_same_for_a_wrong_password_and_an_unknown_address(app: Flask, database: Database) -> None:
    make.person(email="known@harbour.example", password_hash=HASH)
    make.person(email="unverified@harbour.example", password_hash=HASH, state=PersonState.UNVERIFIED, verified_at=None)
    tries = {"known@harbour.example": OTHER, "new@harbour.example": PASSWORD, "unverified@harbour.example": PASSWORD}
    pages = [Browser(app).get("/en/sign-in").submit(email=email, password=word) for email, word in tries.items()]
    assert len({without_secrets(page) for page in pages}) == 1
    assert "is not right" in pages[0].text


def test_as_much_work_for_unknown_people(database: Database, assert_queries, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is hashing and statements: the same number of both."""
    make.person(email="known@harbour.example", password_hash=HASH)
    is_right(None, PASSWORD)  # what stands for nobody is made once
    hashed: list[str] = []
    real = argon2.PasswordHasher.verify
    monkeypatch.setattr(argon2.PasswordHasher, "verify", lambda *words: (hashed.append(words[1]), real(*words))[1])
    counts = []
    for email in ("known@harbour.example", "new@harbour.example"):
        with assert_queries(20) as statements, pytest.raises(service.sessions.SignInRefused):
            service.sign_in(email, OTHER)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert len(hashed) == 2
    assert argon2.extract_parameters(hashed[0]) == argon2.extract_parameters(hashed[1])


def test_a_new_password_ends_every_session_and_the_owner_is_told(
    app: Flask, browser: Browser, mailbox: Mailbox
) -> None:
    person = make.person(email=ADDRESS, password_hash=HASH)
    browser.sign_in(person.id)
    elsewhere = Browser(app)
    elsewhere.get("/en/forgot").submit(email=ADDRESS)
    mailbox.fetch()
    link = mailbox.link("account_reset")
    short = elsewhere.get(link).submit(password="too short")
    assert "at least 15 characters" in short.text
    elsewhere.get(link).submit(password=OTHER)
    assert is_signed_in(elsewhere)
    assert not is_signed_in(browser)
    assert [letter.kind for letter in mailbox.fetch()] == ["account_password_changed"]
    assert service.sign_in(ADDRESS, OTHER)[0] == person.id


def test_a_used_link_and_a_new_password_make_all_earlier_links_worthless(
    app: Flask, browser: Browser, mailbox: Mailbox
) -> None:
    person = make.person(email=ADDRESS, password_hash=HASH)
    links = []
    for _ in range(2):
        Browser(app).get("/en/forgot").submit(email=ADDRESS)
        mailbox.fetch()
        links.append(mailbox.link("account_reset"))
    Browser(app).get(links[1]).submit(password=OTHER)
    assert "was used before" in browser.get(links[0]).submit(password=PASSWORD).text
    Browser(app).get("/en/forgot").submit(email=ADDRESS)
    mailbox.fetch()
    browser.sign_in(person.id)
    browser.get("/en/me/password").submit(password=PASSWORD)
    assert "was used before" in Browser(app).get(mailbox.link("account_reset")).submit(password=OTHER).text


@pytest.mark.parametrize("where", ["here", "everywhere"])
def test_a_copied_cookie_is_worthless_after_sign_out(app: Flask, browser: Browser, where: str) -> None:
    person = make.person()
    browser.sign_in(person.id)
    thief = Browser(app)
    thief.use_token(browser.token or "")
    assert is_signed_in(thief)
    answer = browser.get("/en/sign-out").form(0 if where == "here" else 1).submit(follow=False)
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(thief)


def test_suspension_ends_sessions_and_acting_but_not_reading(app: Flask, browser: Browser) -> None:
    person, steward = make.person(password_hash=HASH), make.person()
    make.role(steward, Role.STEWARD)
    browser.sign_in(person.id)
    service.suspend(steward.id, person.id, "Sold seats.")
    assert not is_signed_in(browser)
    browser.sign_in(person.id)
    assert is_signed_in(browser)
    assert browser.send("/en/me/profile", name="X").status == 403


def test_signing_in_gives_a_new_session_and_a_new_form_secret(browser: Browser) -> None:
    """Session fixation: neither a planted token nor a planted form secret survives."""
    make.person(email=ADDRESS, password_hash=HASH)
    browser.use_token("planted-by-someone-else")
    with browser.client.session_transaction() as session:
        session["csrf_token"] = "planted"
    browser.get("/en/sign-in").submit(email=ADDRESS, password=PASSWORD)
    assert browser.token not in (None, "planted-by-someone-else")
    with browser.client.session_transaction() as session:
        assert session.get("csrf_token") != "planted"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil.example", "/\t/evil.example"]
)
def test_sign_in_leads_to_our_own_pages_only(browser: Browser, target: str) -> None:
    make.person(email=ADDRESS, password_hash=HASH)
    form = browser.get("/en/sign-in", query_string={"next": target}).form()
    answer = browser.post("/en/sign-in", {**form.values, "email": ADDRESS, "password": PASSWORD, "next": target})
    assert answer.response.location.startswith("/en/") or answer.response.location.startswith("/%09/evil")


def test_every_column_of_a_person_posted_to_the_profile_changes_only_what_is_theirs(browser: Browser) -> None:
    person = make.person("Amira Benali", of=make.organisation(), language="en")
    browser.sign_in(person.id)
    columns = dict.fromkeys(Person.model_fields, "1") | {"email": "x@evil.example", "state": "suspended"}
    own = {"name": "New Name", "language": "fr", "time_zone": "America/Moncton", "region": "nb", "topics": "data"}
    answer = browser.send("/en/me/profile", **{**columns, **own}, role="administrator", manager_id=str(person.id))
    assert answer.status == 303
    after = person_at(person.email)
    changed = {name for name in Person.model_fields if getattr(after, name) != getattr(person, name)}
    assert changed <= {*own, "bio", "title", "profile_public", "promises_public"}
    with reading() as session:
        assert session.execute(sa.select(RoleGrant)).first() is None


def test_new_staff_have_shorter_sessions_at_once(browser: Browser, clock: Hands) -> None:
    person = make.person()
    browser.sign_in(person.id)
    make.role(person, Role.TREASURER)
    clock.forward(minutes=29)
    assert is_signed_in(browser)
    clock.forward(minutes=31)
    assert not is_signed_in(browser)


def test_one_of_the_sessions_can_be_ended_and_nobody_elses(app: Flask, browser: Browser) -> None:
    person, other = make.person(), Browser(app)
    browser.sign_in(person.id)
    other.sign_in(person.id)
    browser.get("/en/me/sessions").form(action="/revoke").submit()
    assert is_signed_in(browser)
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    "password",
    [
        *("passwordpassword", "P@ssw0rd12345678", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaa"),
        *("motdepasse2026!!", "CrowdLearn2026CrowdLearn", "amirabenali12345", "abcabcabcabcabcabc", "letmeinletmein1"),
    ],
)
def test_guessable_passwords_are_refused(database: Database, password: str) -> None:
    from crowdlearn.people.rules import Applicant, JoinPolicy, PasswordCommon

    with pytest.raises(PasswordCommon):
        service.sign_up(Applicant("Amira Benali", ADDRESS, password), JoinPolicy.DOMAINS)


@pytest.mark.parametrize("password", [PASSWORD, OTHER, "correct horse battery maple", "J’aime les castors de Sudbury"])
def test_a_few_unrelated_words_are_taken(database: Database, password: str) -> None:
    from crowdlearn.people.rules import Applicant, JoinPolicy

    assert service.sign_up(Applicant("Amira Benali", ADDRESS, password), JoinPolicy.DOMAINS)


def test_signing_in_is_limited_per_address_and_says_when_to_come_back(settings: dict[str, object], database: Database):
    app = create_app({**settings, "RATE_LIMITS_ENABLED": True})
    browser = Browser(app)
    wrong = {"email": "x@harbour.example", "password": "y"}
    statuses = [browser.get("/en/sign-in").form().submit(**wrong, follow=False).status for _ in range(11)]
    assert statuses == [303] * 10 + [429]
    create_app(settings)


def test_failures_leave_a_trace(browser: Browser) -> None:
    make.person(email=ADDRESS, password_hash=HASH)
    browser.get("/en/sign-in").submit(email=ADDRESS, password=OTHER)
    with reading() as session:
        assert "auth.login_failed" in session.execute(sa.select(AuditRow.action)).scalars().all()


def test_a_session_idle_for_long_asks_to_sign_in_and_comes_back(browser: Browser, clock: Hands) -> None:
    person = make.person(email=ADDRESS, password_hash=HASH)
    browser.sign_in(person.id)
    clock.forward(timedelta(hours=9))
    page = browser.get("/en/me/sessions")
    assert page.url.endswith("/en/sign-in?next=/en/me/sessions")
    assert page.submit(email=ADDRESS, password=PASSWORD).url.endswith("/en/me/sessions")
