"""Help is offered before anybody asked; organisations open places to learn, and people are interested."""

from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import FreeOffer, Interest, Opening
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.expertise import service
from crowdlearn.expertise.rules import Offered, Opened
from crowdlearn.people.models import Person


@plays(Verb.OFFER_FREELY)
def offer_freely(stage: Stage, scene: Scene) -> None:
    """Offer help without a need yet."""
    said: FreeOffer = scene.item
    until = stage.day(said.until)
    offered = Offered(said.kind, said.title, said.detail, _language(stage, said.by), until, said.minutes, said.skill)
    service.offer_freely(stage.person(said.by), offered)


@plays(Verb.OPEN_PLACE)
def open_place(stage: Stage, scene: Scene) -> None:
    """Open a place to colleagues of other organisations."""
    said: Opening = scene.item
    days = stage.day(said.first), stage.day(said.last), stage.day(said.until)
    opened = Opened(said.kind, said.title, said.learned, said.how, _language(stage, said.by), said.region, *days)
    stage.remember(said, service.open_place(stage.person(said.by), opened))


@plays(Verb.SHOW_INTEREST)
def show_interest(stage: Stage, scene: Scene) -> None:
    """Say that one would like to take a place; where the owner answered, let them."""
    opening: Opening
    said: Interest
    opening, said = scene.item
    interest_id = service.show_interest(stage.person(said.by), stage.became(opening), said.text)
    if said.answer:
        service.answer_interest(stage.person(opening.by), interest_id, said.answer, accepts=True)


def _language(stage: Stage, key: str) -> str:
    with reading() as session:
        return session.get_one(Person, stage.person(key)).language
