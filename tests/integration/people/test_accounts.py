"""From the first visit to membership, and what an attacker learns on the way: nothing."""

import re
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from crowdlearn.app import create_app
from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people import service
from crowdlearn.people.models import Organisation, Person, RoleGrant, SignIn
from crowdlearn.people.rules import PersonState, Role
from crowdlearn.people.service.passwords import hash_password
from tests import make
from tests.support.clocks import Hands
from tests.support.letters import Mailbox
from tests.support.web import Browser, Page

PASSWORD = "seven lanterns over the quiet harbour"
OTHER = "eleven paper boats against the tide"
HASH = hash_password(PASSWORD)
ADDRESS = "amira@harbour.example"


def sign_up(browser: Browser, email: str = ADDRESS, password: str = PASSWORD) -> Page:
    return browser.get("/fr/register").submit(name="Amira Benali", email=email, password=password)


def person_at(email: str) -> Person:
    with reading() as session:
        return session.execute(sa.select(Person).where(Person.email == email)).scalar_one()


def without_secrets(page: Page) -> str:
    """Return an answer without what differs from form to form."""
    return re.sub(r'(value|href|src)="[^"]*"', "", page.response.text)


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/en/me", follow=False).status == 200


def test_who_came_from_a_pitch_is_led_back_to_it_once(browser: Browser, mailbox: Mailbox) -> None:
    make.kept(make.OrganisationDomain(organisation_id=make.organisation().id, domain="harbour.example"))
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


def test_a_form_that_was_shown_with_its_errors_does_not_wait_for_the_next_sign_in(browser: Browser) -> None:
    person = make.person(email=ADDRESS, password_hash=HASH, welcomed_at=now())
    browser.sign_in(person.id)
    assert browser.get("/en/pitches/quick").submit().title.startswith("Error:")
    elsewhere = Browser(browser.app)
    assert elsewhere.get("/en/sign-in").submit(email=ADDRESS, password=PASSWORD).url == "/en/"


def test_from_the_first_visit_to_the_three_acts(browser: Browser, mailbox: Mailbox) -> None:
    make.kept(make.OrganisationDomain(organisation_id=make.organisation().id, domain="harbour.example"))
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


def test_sign_up_answers_the_same_for_everyone(browser: Browser, app: Flask, mailbox: Mailbox) -> None:
    make.person("Known", email="known@harbour.example", password_hash=HASH, language="fr")
    answers = [sign_up(Browser(app), email) for email in ("known@harbour.example", "new@harbour.example")]
    assert without_secrets(answers[0]) == without_secrets(answers[1])
    assert [letter.kind for letter in mailbox.fetch()] == ["account_exists", "account_verify"]
    assert person_at("known@harbour.example").name == "Known"


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
    from crowdlearn.people.service import sessions as signing

    make.person(email="known@harbour.example", password_hash=HASH)
    hashed: list[str | None] = []
    real = signing.is_right
    monkeypatch.setattr(signing, "is_right", lambda kept, word: (hashed.append(kept), real(kept, word))[1])
    counts = []
    for email in ("known@harbour.example", "new@harbour.example"):
        with assert_queries(20) as statements, pytest.raises(service.sessions.SignInRefused):
            service.sign_in(email, OTHER)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert len(hashed) == 2


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


def test_links_expire(browser: Browser, mailbox: Mailbox, clock: Hands) -> None:
    make.person(email=ADDRESS, password_hash=HASH)
    browser.get("/en/forgot").submit(email=ADDRESS)
    mailbox.fetch()
    clock.forward(minutes=61)
    page = browser.get(mailbox.link("account_reset")).submit(password=OTHER)
    assert "has expired" in page.text


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
    own = {"name": "New Name", "language": "fr", "time_zone": "America/Moncton", "region": "nb", "interests": "data"}
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


def test_tokens_are_kept_hashed(browser: Browser) -> None:
    browser.sign_in(make.person().id)
    with reading() as session:
        kept = session.execute(sa.select(SignIn.token_hash)).scalar_one()
    assert browser.token not in kept
    assert len(kept) == 64


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


@pytest.mark.parametrize("guarded", [True, False], ids=["locked", "twin without"])
def test_a_link_used_twice_at_once_is_good_once(
    guarded: bool, app: Flask, committed_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin reads the link without holding it and shows that the race is real."""
    from crowdlearn.kernel.ids import new_id
    from crowdlearn.people.rules import LinkWorn, TokenPurpose
    from crowdlearn.people.service import resetting, tokens

    person = make.person(password_hash=HASH)
    with transaction() as session:
        token = tokens.make_token(session, new_id(), person.id, TokenPurpose.RESET_PASSWORD, person.email)
    if not guarded:
        monkeypatch.setattr(resetting, "use_token", lambda _session, _found: None)
    barrier, outcomes = threading.Barrier(2), []

    def use() -> None:
        barrier.wait()
        try:
            service.reset_password(token, OTHER, resetting.JoinPolicy.DOMAINS)
            outcomes.append("done")
        except LinkWorn:
            outcomes.append("worn")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == (["done", "worn"] if guarded else ["done", "done"])


def test_failures_leave_a_trace(browser: Browser) -> None:
    make.person(email=ADDRESS, password_hash=HASH)
    browser.get("/en/sign-in").submit(email=ADDRESS, password=OTHER)
    with reading() as session:
        assert "auth.login_failed" in session.execute(sa.select(AuditRow.action)).scalars().all()


def test_an_invited_manager_joins_and_confirms(app: Flask, browser: Browser, mailbox: Mailbox) -> None:
    organisation = make.organisation()
    make.kept(make.OrganisationDomain(organisation_id=organisation.id, domain="harbour.example"))
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


def test_a_session_idle_for_long_asks_to_sign_in_and_comes_back(browser: Browser, clock: Hands) -> None:
    person = make.person(email=ADDRESS, password_hash=HASH)
    browser.sign_in(person.id)
    clock.forward(timedelta(hours=9))
    page = browser.get("/en/me/sessions")
    assert page.url.endswith("/en/sign-in?next=/en/me/sessions")
    assert page.submit(email=ADDRESS, password=PASSWORD).url.endswith("/en/me/sessions")


def test_changing_department_changes_the_address_and_nothing_else(
    app: Flask, browser: Browser, mailbox: Mailbox
) -> None:
    here, there = make.organisation(), make.organisation()
    make.kept(make.OrganisationDomain(organisation_id=there.id, domain="river.example"))
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
