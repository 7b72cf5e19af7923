"""Cards: the ones on which pledges stand, and what a bank refused."""

from datetime import timedelta

from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card, CardPage, Payment
from crowdlearn.payments.rules import Wanted
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sandbox import line
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.cards import ASKS_LATER, Processor


def _processor() -> Processor:
    """Return the card processor of the program under test."""
    return Processor(line.store())


def _pitch(cast: Cast) -> Pitch:
    make.adoption(cast.organisation, MoneyMode.CARD)
    return make.money_pitch(cast.pitcher)


def _page(cast: Cast) -> CardPage:
    asked = payments.PageAsked(now() + timedelta(minutes=31), _nowhere, _nowhere, "en")
    payments.open_card_page(cast.pledger.id, asked)
    with reading() as session:
        page: CardPage = session.exec(select(CardPage)).one()
    return page


def _nowhere(_page_id: object) -> str:
    return "https://learn.example/"


def _refused(cast: Cast) -> Payment:
    payment = _processor().expect(_pitch(cast), cast.pledger, 2500, ASKS_LATER, wanted=Wanted.HOLD)
    payments.carry_out_what_is_wanted()
    with transaction() as session:
        session.get_one(MoneyPledge, payment.pledge_id).card_id = payment.card_id
    return payment


@prepare("pledge.card_form", "pledge.card")
def card(cast: Cast) -> Scene:
    return Scene(f"/pledges/{make.pledge(_pitch(cast), cast.pledger, state=PledgeState.CARD_PENDING).id}/card")


@prepare("pledge.repair_form", "pledge.repair")
def repair(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_refused(cast).pledge_id}/repair")


@prepare("pledge.repaired")
def repaired(cast: Cast) -> Scene:
    return Scene(f"/pledges/{_refused(cast).pledge_id}/repaired")


@prepare("card.mine", "card.setup")
def cards(_cast: Cast) -> Scene:
    return Scene("/me/cards")


@prepare("card.back")
def back(cast: Cast) -> Scene:
    return Scene(f"/me/cards/back/{_page(cast).id}")


def _card(cast: Cast) -> Card:
    return _processor().save_card(cast.pledger)


@prepare("card.remove")
def remove(cast: Cast) -> Scene:
    return Scene(f"/me/cards/{_card(cast).id}/delete")


@prepare("card.remove_used")
def remove_used(cast: Cast) -> Scene:
    saved = _card(cast)
    make.pledge(make.money_pitch(cast.pitcher), cast.pledger, card_id=saved.id)
    return Scene(f"/me/cards/{saved.id}/delete")
