"""The whole journey in real browsers: pitcher, manager, two peers, two treasurers, from promise to evidence.

It is told once; its people act with a mouse or with the keyboard alone, with script or without, in English or French.
Peers pay by a code, or by card: then one bank asks whether it is them, and one refuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlmodel import select

from crowdlearn.commitments.models import Commitment
from crowdlearn.db.session import reading
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.queries import impact
from crowdlearn.people.models import Person
from crowdlearn.people.rules import MoneyMode, Role
from crowdlearn.people.service.passwords import hash_password
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement.service import run_checks
from tests import make
from tests.support.cards import ASKS_LATER, DECLINES_LATER, Processor
from tests.support.chromium import served
from tests.support.company import Company, company
from tests.support.databases import of_its_own
from tests.support.hands import Hands, Keyboard

pytestmark = pytest.mark.browser
PASSWORD = "seven lanterns over the quiet harbour"
ANSWERS = {
    "What would you like to learn or do?": "Des lettres lues jusqu’au bout",
    "What is in it for me": "J’apprends à tester mes lettres.",
    "What is in it for my peers": "Les modèles sont à tout le monde.",
    "What is in it for my organisation": "Moins d’appels.",
    "How I will use it at work": "Je récris nos dix lettres courantes.",
    "What help would you like?": "Une heure avec une personne qui a testé",
    "What I will share back": "Ce que le public nous a dit",
}
POST = "On s’arrête à la première phrase qui fait soupirer, alors nous l’avons coupée. " * 6
LEARNED = "Nous avons récrit dix lettres."


@dataclass
class Cast:
    """Everyone the journey needs."""

    amira: Person
    manager: Person
    noor: Person
    bo: Person
    theo: Person
    mireille: Person


@dataclass
class Walk:
    """Who walks, how they act and what became of them; a person's window stays theirs until they come again."""

    cast: Cast
    group: Company
    hands: type[Hands]
    language: str
    by_card: bool
    seats: dict[str, Page] = field(default_factory=dict)

    def as_(self, who: Person, width: int = 1280) -> Hands:
        """Sign a person in, in a window of their own."""
        self.group.work()
        if old := self.seats.pop(who.email, None):
            old.context.close()
        page = self.seats[who.email] = self.group.visitor(width)
        acting = self.hands(page, self.language)
        acting.sign_in(who.email, PASSWORD)
        return acting


CODE, CARD = False, True
WAYS = [
    pytest.param("sqlite", Hands, "en", True, CODE, id="mouse-en-sqlite"),
    pytest.param("postgresql", Hands, "en", False, CARD, id="card-no-script-en-postgresql"),
    pytest.param("sqlite", Keyboard, "en", True, CODE, id="keyboard-en-sqlite"),
    pytest.param("postgresql", Hands, "fr", True, CARD, id="card-mouse-fr-postgresql"),
    pytest.param("postgresql", Hands, "en", True, CARD, id="card-mouse-en-postgresql", marks=pytest.mark.long),
    pytest.param("sqlite", Hands, "en", False, CODE, id="no-script-en-sqlite", marks=pytest.mark.long),
    pytest.param("sqlite", Hands, "fr", True, CODE, id="mouse-fr-sqlite", marks=pytest.mark.long),
    pytest.param("sqlite", Hands, "fr", False, CARD, id="card-no-script-fr-sqlite", marks=pytest.mark.long),
    pytest.param("sqlite", Keyboard, "en", True, CARD, id="card-keyboard-en-sqlite", marks=pytest.mark.long),
    pytest.param(
        "postgresql", Keyboard, "fr", False, CODE, id="keyboard-no-script-fr-postgresql", marks=pytest.mark.long
    ),
]


@pytest.fixture
def live(request: pytest.FixtureRequest) -> Iterator[None]:
    """Bind a database of this test's own, where commits are real."""
    with of_its_own(request.getfixturevalue(request.param)):
        yield


@pytest.fixture
def cast(live: None, processor: Processor, by_card: bool) -> Cast:
    password, mode = hash_password(PASSWORD), MoneyMode.CARD if by_card else MoneyMode.COLLECTED
    us = make.organisation(name_en="Coastal Services", name_fr="Services côtiers", mode=mode)
    them = make.organisation(name_en="Northern Housing", name_fr="Logement du Nord")
    names = ("Amira Haddad", "Max Roy", "Noor Holm", "Bo Chen", "Theo Szabo", "Mireille Tanguay")
    homes = (us, us, them, them, us, us)
    people = [
        make.person(name, of=home, time_zone="UTC", password_hash=password)
        for name, home in zip(names, homes, strict=True)
    ]
    made = Cast(*people)
    make.manages(made.manager, made.amira)
    for treasurer in (made.theo, made.mireille):
        make.role(treasurer, Role.TREASURER)
    return made


def the_pitch() -> Pitch:
    with reading() as session:
        return session.exec(select(Pitch)).one()


@pytest.mark.parametrize(("live", "hands", "language", "script", "by_card"), WAYS, indirect=["live"])
def test_from_promise_to_evidence(chromium, app, cast, clock, hands, language, script, by_card):
    clock.stand()
    with company(chromium, app, served, java_script_enabled=script) as group:
        walk = Walk(cast, group, hands, language, by_card)
        amira_pitches(walk)
        the_manager_clears(walk)
        peers_pledge(walk)
        assert the_pitch().state is PitchState.LOCKED
        if by_card:
            clock.forward(days=3, hours=1)
            cards_are_mended(walk)
        else:
            money_comes_in(walk)
        assert the_pitch().state is PitchState.FUNDED
        clock.forward(days=62)
        the_peers_half_is_paid_out(walk)
        amira_shares_back(walk)
        peers_answer(walk)
        clock.forward(timedelta(days=32))
        it_was_used_at_work(walk)
    assert run_checks() == []


def amira_pitches(walk: Walk) -> None:
    amira = walk.as_(walk.cast.amira)
    amira.open("/pitches/quick")
    for label, words in ANSWERS.items():
        amira.fill(label, words)
    amira.fill("When does it take place?", make.days(60))
    amira.fill("Help is welcome until", make.days(20))
    amira.fill("Total cost, if I ask peers for money", "400")
    amira.press("Publish my pitch")
    amira.sees("Your pitch is live. Tell someone about it.")


def the_manager_clears(walk: Walk) -> None:
    manager = walk.as_(walk.cast.manager)
    manager.follow("Decide")
    manager.reads(the_pitch().title)
    manager.reads("200")
    manager.press("Clear", whole=True)
    walk.group.work()
    assert the_pitch().clearance == "cleared"


def peers_pledge(walk: Walk) -> None:
    for who, number in ((walk.cast.noor, ASKS_LATER), (walk.cast.bo, DECLINES_LATER)):
        peer = walk.as_(who, 390)
        peer.open(f"/pitches/{the_pitch().id}/pledge")
        peer.fill("Other amount", "100")
        peer.fill("What do you hope to get out of it?", "Une liste que je peux utiliser lundi")
        peer.press("Review my pledge")
        peer.choose("I agree: at most %(amount)s, at the latest by %(day)s.")
        if walk.by_card:
            peer.press("Go on to the card")
            peer.save_card(number)
            if number == ASKS_LATER:
                peer.press("Yes, it is me")
        else:
            peer.press("Promise %(amount)s")
        peer.sees("Thank you. Your pledge is in.")
    walk.group.work()


def cards_are_mended(walk: Walk) -> None:
    walk.group.work()
    assert the_pitch().state is PitchState.SETTLING
    noor = walk.as_(walk.cast.noor, 390)
    noor.follow("Mend it")
    noor.press("Confirm with my bank")
    noor.press("Yes, it is me")
    noor.sees("%(amount)s is held on your card. It is taken only when everyone’s is held.")
    bo = walk.as_(walk.cast.bo)
    bo.follow("Mend it")
    bo.follow("Use another card")
    bo.press("Go on")
    bo.save_card("5555 5555 5555 4444")
    bo.reads("Mastercard •••• 4444")
    walk.group.work()


def money_comes_in(walk: Walk) -> None:
    with reading() as session:
        codes = session.exec(select(MoneyPledge.reference)).all()
    theo = walk.as_(walk.cast.theo)
    for number, code in enumerate(codes):
        theo.open("/finance/money")
        theo.fill("Reference code", code)
        theo.fill("Amount that came in", "100")
        theo.fill("Day it came in", make.days(0))
        theo.fill("The bank’s own reference", f"RELEVE-{number}")
        theo.press("Record and book it")
        theo.sees("Recorded and booked.")
    walk.group.work()


def the_peers_half_is_paid_out(walk: Walk) -> None:
    amira = walk.as_(walk.cast.amira)
    amira.open(f"/pitches/{the_pitch().id}/receipts")
    amira.fill("What was it for?", "Une place")
    amira.fill("Amount, tax included", "400")
    amira.fill("Date on it", make.days(-1))
    amira.choose("Receipt for what I paid")
    amira.press("Hand it in")
    amira.press("These are all my documents")
    theo = walk.as_(walk.cast.theo)
    theo.open("/finance")
    theo.follow("Look at it")
    theo.press("Verify %(amount)s")
    theo.open(f"/finance/pitches/{the_pitch().id}/payouts")
    theo.choose_at("input[name=payee][value=pitcher]")
    theo.fill("How it is paid", "Virement")
    theo.press("Propose it")
    mireille = walk.as_(walk.cast.mireille)
    mireille.open("/finance")
    mireille.follow("Look and confirm")
    mireille.fill("The bank’s reference of the transfer", "VIREMENT-1")
    mireille.press("Confirm the payout of %(amount)s")
    mireille.sees("The payout is booked.")


def amira_shares_back(walk: Walk) -> None:
    amira = walk.as_(walk.cast.amira)
    amira.open("/sharebacks/write")
    amira.follow("Keep this promise")
    amira.fill("Your text", POST)
    amira.press("Save and look it over")
    amira.press("Publish", whole=True)
    amira.sees("Published. Those who back or follow it are told.")


def peers_answer(walk: Walk) -> None:
    noor = walk.as_(walk.cast.noor)
    noor.open(f"/pitches/{the_pitch().id}/wishes")
    noor.choose("Yes", whole=True)
    noor.press("Send my answer")
    with reading() as session:
        commitment = session.exec(select(Commitment)).one()
    noor.open(f"/commitments/{commitment.id}")
    noor.press("Yes, it was delivered")
    noor.open("/sharebacks")
    noor.follow_title(commitment.title)
    for criterion in ("clear", "useful", "usable"):
        noor.choose_at(f"#{criterion}-3")
    noor.fill("What do you take away?", "Je relirai mes lettres à voix haute.")
    noor.press("Send my review")
    noor.press("I learned from this")
    noor.sees("You learned from this.")
    amira = walk.as_(walk.cast.amira)
    amira.open(f"/pitches/{the_pitch().id}/thanks")
    amira.fill("Your thanks", "Vous avez relu chaque lettre avec moi.")
    amira.press("Send my thanks")


def it_was_used_at_work(walk: Walk) -> None:
    walk.group.work()
    with reading() as session:
        first = session.exec(select(CheckIn).where(CheckIn.after_days == 30)).one()
    amira = walk.as_(walk.cast.amira)
    amira.open(f"/checkins/{first.id}")
    amira.choose("Yes, I use it")
    amira.fill("What did you use, or why not yet?", LEARNED)
    amira.press("Send my answer")
    manager = walk.as_(walk.cast.manager)
    manager.open(f"/checkins/{first.id}")
    manager.press("Yes, I confirm it")
    manager.open(f"/pitches/{the_pitch().id}/impact")
    manager.reads(LEARNED)
    found = impact(the_pitch().id)
    assert (found.carried.own, found.carried.peers, found.reached) == (20_000, 20_000, 1)
    assert (found.promises.part, found.applied.part) == (1, 1)
