"""Accounts in a real browser: the walk of a newcomer, a failed form, signing in with the keyboard alone."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.post_office import post_office
from crowdlearn.people.models import OrganisationDomain, Person
from crowdlearn.people.queries import newcomer
from crowdlearn.people.rules import LinkState, Role, TokenPurpose
from crowdlearn.people.service import Profile, change_profile
from crowdlearn.people.service.passwords import hash_password
from crowdlearn.people.service.tokens import make_token
from crowdlearn.web import mail
from tests import make
from tests.support.chromium import go, served
from tests.support.databases import of_its_own
from tests.support.letters import Mailbox

pytestmark = pytest.mark.browser
PASSWORD = "seven lanterns over the quiet harbour"


@pytest.fixture(scope="module")
def live(sqlite):
    with of_its_own(sqlite):
        yield


@pytest.fixture(scope="module")
def town(live):
    """Return people and things enough for every page to have something to show."""
    organisation = make.organisation(name_en="Coastal Services", name_fr="Services côtiers", region="nb")
    ada, boss, noor = (make.person(name, of=organisation) for name in ("Ada Roy", "Max Roy", "Noor Haddad"))
    make.manages(boss, ada)
    make.manages(ada, noor, LinkState.REQUESTED)
    make.manages(ada, make.person("Sam Wu", of=organisation))
    make.role(ada, Role.ADMINISTRATOR)
    make.role(ada, Role.STEWARD)
    change_profile(
        ada.id, Profile(name="Ada Roy", title="Analyst", region="nb", bio="I write letters.", offered=("sql",))
    )
    with transaction() as session:
        verify = make_token(session, new_id(), ada.id, TokenPurpose.VERIFY_EMAIL, ada.email)
        join = make_token(session, new_id(), ada.id, TokenPurpose.INVITATION, "new@harbour.example")
    return {"ada": ada, "boss": boss, "organisation": organisation, "verify": verify, "join": join}


@pytest.fixture(scope="module")
def site(app, town):
    with served(app) as address:
        yield address


def test_a_failed_form_takes_the_focus(window):
    page = window(width=320)
    page.goto("/fr/register")
    go(page.get_by_role("button", name="Créer mon compte"))
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_newcomer_offers_an_hour_within_a_few_steps(window, app, town, script):
    """From the first visit to a skill others can find: seven steps, most of them one click."""
    domain = f"newcomers{new_id().hex[-6:]}.example"
    make.kept(OrganisationDomain(organisation_id=town["organisation"].id, domain=domain))
    box = Mailbox(app)
    post_office.connect(box.carry)
    page = window(java_script_enabled=script)
    page.goto("/en/sign-in")
    go(page.get_by_role("link", name="Make an account"))
    page.get_by_label("Your name").fill("Zoé Tremblay")
    page.get_by_label("Work e-mail").fill(f"zoe@{domain}")
    page.get_by_label("Password").fill(PASSWORD)
    go(page.get_by_role("button", name="Make my account"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    box.fetch()
    post_office.connect(mail.deliver)
    page.goto(box.link("account_verify"))
    page.get_by_label("Password").fill(PASSWORD)
    go(page.get_by_role("button", name="Confirm and sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Zoé")
    go(page.get_by_role("link", name="Offer an hour"))
    page.get_by_label("Data analysis").check()
    go(page.get_by_role("button", name="I can help with these"))
    expect(page.get_by_text("1 skill named")).to_be_visible()
    go(page.get_by_role("button", name="Show me the first page"))
    expect(page).to_have_url(re.compile(r"/en/$"))
    with reading() as session:
        zoe = session.execute(sa.select(Person.id).where(Person.email == f"zoe@{domain}")).scalar_one()
    assert newcomer(zoe).offered == ["data-analysis"]


def test_with_the_keyboard_alone_in_french(window, app, town):
    """Sign in without a mouse: tab, type, enter."""
    person = make.person("Kim Clavier", of=town["organisation"], password_hash=hash_password(PASSWORD))
    page = window()
    page.goto("/fr/sign-in")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Passer au contenu principal")).to_be_focused()
    page.get_by_role("textbox", name="Courriel professionnel").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/fr/$"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
