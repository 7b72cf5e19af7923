"""Peers pledge by card at the pretended processor, each with a card of their own, and a bank takes money back."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.demo.shapes import Pledge
from crowdlearn.demo.stage import Stage, plays
from crowdlearn.demo.timeline import Scene, Verb
from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.payments.service import PageAsked
from crowdlearn.pledges import queries, service
from crowdlearn.pledges.rules import ROOM_KEPT, MoneyOffer
from crowdlearn.sandbox import hosting, playing
from crowdlearn.sandbox.line import store

WORKING = ("4242424242424242", "5555555555554444", "378282246310005")
ODD = {"declines": "4000000000000341", "asks": "4000002760003184"}
GOOD_FOR_YEARS, MONTHS = 4, 12


@dataclass(frozen=True)
class CardInHand:
    """What somebody reads off their card when they pledge; `language` is theirs."""

    owner: UUID
    number: str
    month: int
    year: int
    language: str

    def is_saved_as(self, card: queries.SavedCard) -> bool:
        """Tell whether this is a card that its owner saved before."""
        return (card.month, card.year) == (self.month, self.year) and card.name.endswith(self.number[-4:])


def card_in_hand(stage: Stage, pledge: Pledge, owner: UUID) -> CardInHand:
    """Return the card with which a pledge is made: no two people have the same brand, month and year."""
    place = list(stage.scenario.people).index(pledge.by)
    number = ODD.get(pledge.card, WORKING[place % len(WORKING)])
    year = stage.today.year + GOOD_FOR_YEARS + place // MONTHS
    return CardInHand(owner, number, 1 + place % MONTHS, year, stage.scenario.people[pledge.by].language)


def promise_by_card(pitch_id: UUID, offer: MoneyOffer, card: CardInHand) -> UUID:
    """Promise on a saved card, or save it on the processor's page first; return the pledge's id."""
    for line in queries.my_cards(card.owner):
        if card.is_saved_as(line.card):
            return service.promise_with_card(card.owner, pitch_id, offer, line.card.id)
    asked = PageAsked((now() + ROOM_KEPT).replace(microsecond=0), _back, _back, card.language)
    going = service.promise_by_card(card.owner, pitch_id, offer, asked)
    assert going.url is not None
    there = hosting.enter_card(store(), _end_of(going.url), card.number, card.month, card.year)
    if "/bank/" in there:
        there = hosting.answer_bank(store(), _end_of(there), yes=True)
    service.come_back(card.owner, UUID(_end_of(there)))
    return going.pledge_id


@plays(Verb.DISPUTE)
def dispute(stage: Stage, scene: Scene) -> None:
    """Let the bank of a backer take the money back, where it was charged to a card."""
    assert scene.pitch is not None
    if not stage.by_card(scene.pitch):
        return
    with reading() as session:
        query = select(Payment.charge_reference).where(Payment.pledge_id == stage.became(scene.item))
        charge = session.exec(query).one()
    assert charge is not None
    playing.play(store(), playing.Act.DISPUTE, charge)


def _back(page_id: UUID) -> str:
    return f"https://demo.example/me/cards/back/{page_id}"


def _end_of(address: str) -> str:
    return address.rpartition("/")[2]
