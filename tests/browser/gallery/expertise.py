"""Where know-how is needed: the board, offers without a need, openings, in each of their states."""

from collections.abc import Iterator

from crowdlearn.conversations.service import hide
from crowdlearn.expertise import service
from crowdlearn.expertise.rules import HelpKind, Offered, Opened, OpeningKind
from crowdlearn.people.models import Person, PersonSkill
from crowdlearn.people.rules import SkillSide
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges import service as pledges
from crowdlearn.pledges.rules import OfferState
from tests import make
from tests.support.pictures import NOTHING, Picture


def pictures() -> Iterator[Picture]:
    """Return what visitors, givers, pitchers and owners of openings see."""
    home = make.organisation(name_en="Coastal Services", name_fr="Services côtiers")
    noor = make.person("Noor Holm", of=home, region="on")
    amira = make.person("Amira Haddad", of=home, region="on")
    yield from (Picture("/expertise"), Picture("/expertise/offers"), Picture("/expertise/openings"))
    yield from _needs(noor, amira)
    yield from _offers(noor, amira)
    yield from _openings(amira, noor)
    yield from _given(noor, amira)
    yield from (Picture("/expertise"), Picture("/expertise?kind=material", noor), Picture("/expertise", noor))


def _needs(noor: Person, amira: Person) -> Iterator[Picture]:
    make.kept(PersonSkill(person_id=noor.id, side=SkillSide.OFFERED, skill="facilitation"))
    pitch = make.pitch(amira, region="on", language="fr", title="Des ateliers qui décident")
    for number in range(6):
        need = make.need(pitch, title=f"Animer l’atelier {number}", skill="facilitation", wanted_by=make.days(20))
        make.offer(pitch, make.person(), need_id=need.id)
    yield from (Picture("/expertise", noor), Picture("/expertise?skill=sql", noor))


def _offers(noor: Person, amira: Person) -> Iterator[Picture]:
    words = "Two hours of facilitation for a first workshop", "I have led some forty of them, online and in person."
    offered = Offered(HelpKind.FACILITATION, *words, "en", make.days(40), 120, "facilitation")
    standing = service.offer_freely(noor.id, offered)
    address = f"/expertise/offers/{standing}"
    yield from (Picture(address, who) for who in (None, noor, amira, make.person()))
    yield Picture(address, amira, sent=NOTHING)
    pitch = make.pitch(amira, title="Letters")
    service.ask_for_help(amira.id, standing, pitch.id, "A first workshop.")
    gone = make.standing(noor, title="Half a day of maps")
    service.end_offer(noor.id, gone.id)
    yield from (Picture(address, amira), Picture(f"/expertise/offers/{gone.id}", amira), Picture("/expertise/offers"))
    yield from (Picture("/expertise/offers/new", noor), Picture("/expertise/offers/new", noor, sent=NOTHING))


def _openings(owner: Person, noor: Person) -> Iterator[Picture]:
    days = make.days(60), make.days(150), make.days(30)
    words = "Three months in service design", "To test with people before anything is built.", "Tell me what you tried."
    opening = service.open_place(owner.id, Opened(OpeningKind.ASSIGNMENT, *words, "en", "on", *days))
    address = f"/expertise/openings/{opening}"
    yield from (Picture(address, who) for who in (None, owner, noor))
    yield Picture(address, noor, sent=NOTHING)
    first = service.show_interest(noor.id, opening, "I would like to learn to listen.")
    second = service.show_interest(make.person("Bao Chen").id, opening, "J’aimerais apprendre.")
    yield from (Picture(address, owner), Picture(address, noor))
    yield Picture(f"{address}/interests/{first}/answer", owner, sent=NOTHING)
    service.answer_interest(owner.id, first, "Let us talk.", accepts=True)
    service.answer_interest(owner.id, second, "Not this time, sorry.", accepts=False)
    yield from (Picture(address, owner), Picture(address, noor), Picture("/expertise/openings", noor))
    service.close_opening(owner.id, opening, taken=True)
    yield from (Picture(address, owner), Picture("/expertise/openings/new", owner))
    yield Picture("/expertise/openings/new", owner, sent=NOTHING)
    sold = service.open_place(owner.id, Opened(OpeningKind.SHADOWING, *words, "en", "", *days))
    hide(make.person().id, "opening", sold, "It sells.")
    yield Picture(f"/expertise/openings/{sold}", owner)


def _given(noor: Person, amira: Person) -> Iterator[Picture]:
    pitch = make.pitch(amira, title="Letters that people finish")
    yield Picture("/me/hours", noor)
    need = make.need(pitch, skill="facilitation")
    make.offer(pitch, noor, 120, OfferState.CONFIRMED, need_id=need.id)
    journals = "/me/hours", f"/pitches/{pitch.id}/hours", f"/organisations/{noor.organisation_id}/hours"
    yield from (Picture(path, noor) for path in journals)
    asked = make.need(pitch, kind=NeedKind.INTRODUCTION, title="Someone at the archive", wanted=1)
    offer = make.offer(pitch, noor, 0, OfferState.ACCEPTED, need_id=asked.id)
    address = f"/offers/{offer.id}"
    yield from (Picture(address, noor), Picture(address, amira))
    pledges.introduce(noor.id, offer.id, "Nadia Karim, nadia@archive.example", make.days(-1))
    yield from (Picture(address, noor), Picture(address, amira))
    pledges.say_met(amira.id, offer.id)
    yield Picture(address, amira)
    pledges.say_outcome(amira.id, offer.id, "She opened the letters of 1962 to us.")
    yield Picture(address, noor)
