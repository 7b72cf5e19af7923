"""Signing up, in a browser: whoever works in the public service comes in, and nobody else learns who is there."""

import pytest
import sqlalchemy as sa
from flask import Flask

from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.people import service
from crowdlearn.people.models import Organisation, OrganisationDomain, SignIn
from crowdlearn.people.rules import JoinPolicy, PersonState, Role, TokenPurpose
from crowdlearn.people.service import resetting, tokens
from tests import make
from tests.support.accounts import ADDRESS, HASH, OTHER, PASSWORD, is_signed_in, person_at, sign_up, without_secrets
from tests.support.clocks import Hands
from tests.support.letters import Mailbox
from tests.support.races import meet, unlocked, wait_for_each_other
from tests.support.web import Browser


def test_who_came_from_a_pitch_is_led_back_to_it_once(browser: Browser, mailbox: Mailbox) -> None:
    make.kept(OrganisationDomain(organisation_id=make.organisation().id, domain="harbour.example"))
    begun = f"/fr/pitches/{make.pitch(make.person()).id}/offer"
    page = browser.get(begun)
    for words in ("Connexion", "Créer un compte"):
        page = browser.get(next(link.get("href") for link in page.tree.iter("a") if words in "".join(link.itertext())))
    page.submit(name="Amira Benali", email=ADDRESS, password=PASSWORD)
    mailbox.fetch()
    elsewhere = Browser(browser.app)
    assert elsewhere.get(mailbox.link("account_verify")).submit(password=PASSWORD).url == begun
    again = browser.get("/fr/sign-in").submit(email=ADDRESS, password=PASSWORD)
    assert again.url.endswith("/fr/welcome")


def test_from_the_first_visit_to_the_three_acts(browser: Browser, mailbox: Mailbox) -> None:
    make.kept(OrganisationDomain(organisation_id=make.organisation().id, domain="harbour.example"))
    assert sign_up(browser).url.endswith("/mail-sent")
    assert [letter.kind for letter in mailbox.fetch()] == ["account_verify"]
    link = mailbox.link("account_verify")
    assert link.startswith("/fr/email/verify/")
    page = browser.get(link)
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert person_at(ADDRESS).state is PersonState.UNVERIFIED, "opening the link changes nothing"
    after = page.submit(password=PASSWORD)
    assert after.url.endswith("/fr/welcome")
    assert person_at(ADDRESS).state is PersonState.ACTIVE
    assert is_signed_in(browser)
    assert browser.get(link).submit(password=PASSWORD).title.startswith("Er"), "a link is good once"


def test_an_unknown_organisation_waits_for_a_steward_and_its_people_are_let_in(
    browser: Browser, mailbox: Mailbox
) -> None:
    steward = make.person()
    make.role(steward, Role.STEWARD)
    sign_up(browser, "zoe@unknown-port.example")
    mailbox.fetch()
    browser.get(mailbox.link("account_verify")).submit(password=PASSWORD)
    zoe = person_at("zoe@unknown-port.example")
    assert zoe.state is PersonState.WAITING
    told = [letter for letter in mailbox.fetch() if letter.kind == "report_organisation"]
    assert [(letter.email, letter.facts["domain"]) for letter in told] == [(steward.email, "unknown-port.example")]
    assert zoe.organisation_id is not None
    browser.sign_in(steward.id)
    page = browser.get("/en/admin/organisations")
    assert not {"/en/admin/users", "/en/admin/manager-links"} & {link.get("href") for link in page.tree.iter("a")}
    page = browser.get(f"/en/admin/organisations/{zoe.organisation_id}")
    assert "Record a decision" not in page.text
    page = page.submit(name_en="Unknown Port", name_fr="Port inconnu", level="municipal", region="qc")
    assert "The organisation is confirmed." in page.text
    assert person_at(zoe.email).state is PersonState.ACTIVE
    with reading() as session:
        assert session.get_one(Organisation, zoe.organisation_id).confirmed_at is not None
    assert [letter.email for letter in mailbox.fetch() if letter.kind == "account_organisation"] == [zoe.email]


def test_private_mail_is_refused_before_anyone_looks_who_has_an_account(browser: Browser) -> None:
    make.person(email="someone@gmail.com")
    for email in ("someone@gmail.com", "nobody@gmail.com"):
        page = sign_up(browser, email)
        assert page.title.startswith("Er")
        assert "kept=SignUpForm" in page.url


@pytest.mark.parametrize(
    ("email", "said"),
    [("amira at harbour", "Write an e-mail address such as"), ("amira@gmail.com", "not one of a public organisation")],
)
def test_whatever_is_wrong_with_the_form_is_said_at_once(email: str, said: str, browser: Browser) -> None:
    page = browser.get("/en/register").submit(name="", email=email, password="too short")
    assert "Fill this in." in page.text
    assert said in page.text
    assert "too short" not in page.text
    assert "at least 15 characters" in page.text
    assert page.form().values["email"] == [email]


def test_sign_up_answers_the_same_for_everyone(browser: Browser, app: Flask, mailbox: Mailbox) -> None:
    make.person("Known", email="known@harbour.example", password_hash=HASH, language="fr")
    answers = [sign_up(Browser(app), email) for email in ("known@harbour.example", "new@harbour.example")]
    assert without_secrets(answers[0]) == without_secrets(answers[1])
    assert [letter.kind for letter in mailbox.fetch()] == ["account_exists", "account_verify"]
    assert person_at("known@harbour.example").name == "Known"


def test_an_account_begun_with_my_address_by_someone_else_never_becomes_theirs(
    app: Flask, database: Database, mailbox: Mailbox
) -> None:
    attacker, owner = Browser(app), Browser(app)
    sign_up(attacker, password=OTHER)
    mailbox.fetch()
    link = mailbox.link("account_verify")
    page = owner.get(link).submit(password=PASSWORD)
    assert page.title.startswith("Er")
    assert person_at(ADDRESS).state is PersonState.UNVERIFIED
    sign_up(owner)
    mailbox.fetch()
    owner.get(mailbox.link("account_verify")).submit(password=PASSWORD)
    with pytest.raises(service.sessions.SignInRefused):
        service.sign_in(ADDRESS, OTHER)


def test_a_form_begun_before_signing_up_waits_through_verification(
    laboratory: Flask, database: Database, mailbox: Mailbox
) -> None:
    browser = Browser(laboratory)
    began = browser.get("/fr/lab").form().submit(amount="20", note="commencé avant", follow=False)
    assert "/sign-in" in began.response.location
    sign_up(browser)
    mailbox.fetch()
    other_device = Browser(laboratory)
    page = other_device.get(mailbox.link("account_verify")).submit(password=PASSWORD)
    assert page.form().values["note"] == ["commencé avant"]


def test_links_expire(browser: Browser, mailbox: Mailbox, clock: Hands) -> None:
    make.person(email=ADDRESS, password_hash=HASH)
    browser.get("/en/forgot").submit(email=ADDRESS)
    mailbox.fetch()
    clock.forward(minutes=61)
    page = browser.get(mailbox.link("account_reset")).submit(password=OTHER)
    assert "has expired" in page.text


def test_tokens_are_kept_hashed(browser: Browser) -> None:
    browser.sign_in(make.person().id)
    with reading() as session:
        kept = session.execute(sa.select(SignIn.token_hash)).scalar_one()
    assert browser.token not in kept
    assert len(kept) == 64


def reset_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let two use one link; each has looked at it before either has used it up, unless a lock keeps them apart."""
    person = make.person(password_hash=HASH)
    with transaction() as session:
        token = tokens.make_token(session, new_id(), person.id, TokenPurpose.RESET_PASSWORD, person.email)
    wait_for_each_other(monkeypatch, tokens, "now")
    return sorted(
        type(outcome).__name__
        for outcome in meet(*[lambda: service.reset_password(token, OTHER, JoinPolicy.DOMAINS)] * 2)
    )


def test_a_link_used_twice_at_once_is_good_once(
    app: Flask, committed_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reset_twice_at_once(monkeypatch) == ["LinkWorn", "tuple"]


def test_twin_a_link_that_nobody_holds_is_good_twice(
    app: Flask, committed_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unlocked(monkeypatch, tokens, resetting):
        assert reset_twice_at_once(monkeypatch) == ["tuple", "tuple"]


def test_an_invited_manager_joins_and_confirms(app: Flask, browser: Browser, mailbox: Mailbox) -> None:
    organisation = make.organisation()
    make.kept(OrganisationDomain(organisation_id=organisation.id, domain="harbour.example"))
    report = make.person("Noor Haddad", of=organisation)
    service.name_manager(report.id, "boss@harbour.example")
    assert [letter.kind for letter in mailbox.fetch()] == ["account_invitation"]
    page = browser.get(mailbox.link("account_invitation")).submit(name="Bea Boss", password=PASSWORD)
    assert page.url.endswith("/me/team")
    assert "Noor Haddad" in page.text
    assert [letter.kind for letter in mailbox.fetch()] == ["manager_named"]
    page.form(action="/confirm").submit()
    assert [(letter.kind, letter.email) for letter in mailbox.fetch()] == [("manager_confirmed", report.email)]
    with reading() as session:
        from crowdlearn.people.queries import manager_of

        assert manager_of(session, report.id) == person_at("boss@harbour.example").id


def test_changing_department_changes_the_address_and_nothing_else(
    app: Flask, browser: Browser, mailbox: Mailbox
) -> None:
    here, there = make.organisation(), make.organisation()
    make.kept(OrganisationDomain(organisation_id=there.id, domain="river.example"))
    person = make.person("Amira Benali", of=here, email=ADDRESS, password_hash=HASH)
    link = make.manages(make.person(of=here), person)
    pitch, elsewhere = make.pitch(person), Browser(app)
    browser.sign_in(person.id)
    elsewhere.sign_in(person.id)
    browser.get("/en/me/email").submit(email="Amira@River.example")
    assert [(letter.kind, letter.email) for letter in mailbox.fetch()] == [
        ("account_email_asked", ADDRESS),
        ("account_email_confirm", "amira@river.example"),
    ]
    confirm = mailbox.link("account_email_confirm")
    assert person_at(ADDRESS).id == person.id, "nothing changes before the link is followed and confirmed"
    stranger = Browser(app)
    stranger.sign_in(make.person().id)
    assert "has expired" in stranger.get(confirm).submit().text
    browser.get(confirm).submit()
    moved = person_at("amira@river.example")
    assert (moved.id, moved.organisation_id) == (person.id, there.id)
    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)
    with reading() as session:
        assert session.get_one(type(link), link.id).ended_at is not None
        assert session.get_one(type(pitch), pitch.id).owner_id == person.id


def test_an_address_that_someone_has_gets_no_mail_and_is_not_given_away(browser: Browser, mailbox: Mailbox) -> None:
    person = make.person(email=ADDRESS)
    make.person(email="taken@harbour.example")
    browser.sign_in(person.id)
    page = browser.get("/en/me/email").submit(email="taken@harbour.example")
    assert "A link is on its way" in page.text
    assert [letter.email for letter in mailbox.fetch()] == [ADDRESS]
