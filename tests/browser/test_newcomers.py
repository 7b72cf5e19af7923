"""A newcomer in a real browser: the first offer within two minutes, a live quick pitch without another person's act."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.kernel.post_office import post_office
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.web import mail
from tests import make
from tests.browser.gallery.talking import talked_about
from tests.support.chromium import served
from tests.support.company import Company, company
from tests.support.hands import Hands
from tests.support.letters import Mailbox

pytestmark = pytest.mark.browser
PASSWORD = "seven lanterns at dusk"
TO_THE_MAIL_AND_BACK = 25  # seconds to open the mail program, find the letter and follow its link
TWO_MINUTES = 120
QUICK = {
    "What would you like to learn or do?": "Semaine des données à Halifax",
    "What is in it for me": "J’apprends à mener un essai.",
    "What is in it for my peers": "Mes notes et mes modèles.",
    "What is in it for my organisation": "De meilleures décisions.",
    "How I will use it at work": "Je mène un essai en juin.",
    "What help would you like?": "Une heure avec une personne du métier",
    "What I will share back": "Une causerie",
}


@dataclass
class Street:
    """A newcomer's browser and mailbox, and the organisation whose address they have."""

    group: Company
    box: Mailbox
    newcomer: Hands
    email: str

    def sign_up(self) -> None:
        """Make an account, and come back by the letter's link."""
        self.newcomer.follow("Make an account")
        self.newcomer.fill("Your name", "Zoé Tremblay")
        self.newcomer.fill("Work e-mail", self.email)
        self.newcomer.fill("Password", PASSWORD)
        self.newcomer.press("Make my account")
        self.newcomer.sees("Look into your mail")
        self.box.fetch()
        self.newcomer.open(self.box.link("account_verify").removeprefix(f"/{self.newcomer.language}"))
        self.newcomer.fill("Password", PASSWORD)
        self.newcomer.press("Confirm and sign in")


@pytest.fixture(params=[("en", True), ("fr", False)], ids=["en-with-script", "fr-without-script"])
def street(request, chromium, app, live) -> Iterator[Street]:
    language, script = request.param
    home: Organisation = make.organisation(name_en="Coastal Services", name_fr="Services côtiers")
    box = Mailbox(app)
    post_office.connect(box.carry)
    with company(chromium, app, served, java_script_enabled=script) as group:
        domain = make.domain_of(home)
        yield Street(group, box, Hands(group.visitor(), language), f"zoe@{domain}")
    post_office.connect(mail.deliver)


def test_the_first_offer_is_made_within_two_minutes(street: Street) -> None:
    amira = make.person("Amira Haddad")
    pitch = make.pitch(amira, title="Lettres", summary="Deux jours", story="", story_html="")
    need = make.need(pitch, title="Lisibilité")
    talked_about(pitch)
    zoe = street.newcomer
    zoe.open("/pitches")
    zoe.follow_title(pitch.title)
    zoe.follow("Offer your expertise")
    zoe.choose_at(f"[value='{need.id}']")
    zoe.fill("How much time can you give?", "1")
    zoe.fill("A few words to the pitcher", "Je fais cela chaque semaine.")
    zoe.press("Offer this")
    street.sign_up()
    assert zoe.page.locator("[name=note]").input_value() == "Je fais cela chaque semaine.", "what was typed waited"
    zoe.press("Offer this")
    with reading() as session:
        offer = session.exec(select(ExpertiseOffer)).one()
    assert (offer.minutes, offer.need_id, offer.note) == (60, need.id, "Je fais cela chaque semaine.")
    assert zoe.cost.pages <= 9
    assert zoe.cost.seconds + TO_THE_MAIL_AND_BACK < TWO_MINUTES, zoe.cost


def test_a_quick_pitch_that_was_begun_before_signing_up_is_live_at_once(street: Street) -> None:
    zoe = street.newcomer
    zoe.open("/pitches/new")
    zoe.follow("Answer ten questions")
    for label, words in QUICK.items():
        zoe.fill(label, words)
    zoe.fill("When does it take place?", make.days(60))
    zoe.fill("Help is welcome until", make.days(20))
    zoe.press("Publish my pitch")
    street.sign_up()
    zoe.press("Publish my pitch")
    zoe.sees("Your pitch is live. Tell someone about it.")
    with reading() as session:
        pitch = session.exec(select(Pitch)).one()
        people = session.exec(select(Person.name)).all()
    assert (pitch.state, pitch.title) == (PitchState.OPEN, QUICK["What would you like to learn or do?"])
    assert people == ["Zoé Tremblay"], "nobody else had to do anything"


def test_the_first_sign_in_shows_three_acts(street: Street) -> None:
    street.newcomer.open("/sign-in")
    street.sign_up()
    street.newcomer.sees("Welcome, %(name)s")
    acts = [act.get_attribute("href") for act in street.newcomer.page.locator("main .card a").all()]
    kinds = [(act or "").removeprefix(f"/{street.newcomer.language}") for act in acts]
    assert kinds == ["/welcome/offer", "/welcome/topics", "/pitches/quick"]
