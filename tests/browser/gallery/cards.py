"""Cards: saving one, those I saved, what a bank refused, the stand-in's own pages, and the treasurer's health page."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import PageWanted, cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import Wanted
from crowdlearn.people.models import Person
from crowdlearn.people.rules import MoneyMode, Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sandbox import checkout
from crowdlearn.sandbox.line import store
from tests import make
from tests.support.cards import ASKS_LATER, DECLINES_LATER, OK, Processor
from tests.support.pictures import NOTHING, Picture

ASKS_AT_ONCE = "4000002500003155"


def pictures() -> Iterator[Picture]:
    """Return what a backer sees from the first card to its repair, and what the processor's pages show."""
    coast = make.organisation(name_en="Coastal Services", mode=MoneyMode.CARD)
    amira, noor = make.person("Amira Haddad", of=coast), make.person("Noor Bakker", of=make.organisation())
    yield Picture("/me/cards", noor)
    yield from _without_card(noor, make.money_pitch(amira), make.money_pitch(amira))
    held = [(number, Wanted.HOLD) for number in (OK, DECLINES_LATER, ASKS_LATER)]
    for number, wanted in ((OK, Wanted.NOTHING), *held):
        payment = _promised(make.money_pitch(amira), noor, number, wanted)
        yield from (Picture(f"/pledges/{payment.pledge_id}{page}", noor) for page in ("", "/card", "/repair"))
    yield from (Picture(path, noor) for path in ("/me/cards", "/me/pledges", "/"))
    yield from _processor()
    first = make.person("Theo Treasurer", of=coast)
    make.role(first, Role.TREASURER, coast)
    yield Picture("/finance/cards", first)


def _promised(pitch: Pitch, backer: Person, number: str, wanted: Wanted) -> Payment:
    """Return the payment of a committed pledge by a card, after the worker did what is wanted of it."""
    payment = Processor(store()).expect(pitch, backer, 2500, number, wanted)
    with transaction() as session:
        session.get_one(MoneyPledge, payment.pledge_id).card_id = payment.card_id
    payments.carry_out_what_is_wanted()
    return payment


def _without_card(noor: Person, open_pitch: Pitch, other: Pitch) -> Iterator[Picture]:
    """Return a pledge whose room is kept while its card is saved, and one that ended without."""
    waits = make.pledge(open_pitch, noor, state=PledgeState.CARD_PENDING, room_until=now() + timedelta(minutes=31))
    ended = make.pledge(other, noor, state=PledgeState.ABANDONED, ended_why="no_card")
    yield from (Picture(f"/pledges/{row.id}{page}", noor) for row in (waits, ended) for page in ("", "/card"))


def _processor() -> Iterator[Picture]:
    """Return the pages of the processor's stand-in and of its bank, and the page that lets things go wrong."""
    card_page, asking = _opened(), _opened()
    with store().visit() as state:
        intent = checkout.enter_card(state, asking.rpartition("/")[2], ASKS_AT_ONCE, 12, 2034)["setup_intent"]
        card = next(state.all("payment_method"))["id"]
    yield Picture(card_page)
    yield Picture(card_page, sent=NOTHING)
    yield Picture(f"/sandbox/bank/{intent}")
    yield Picture("/sandbox/control")
    yield Picture(f"/sandbox/control/cards/{card}")


def _opened() -> str:
    """Have the program ask for a page that saves a card; return its path without the language."""
    customer = cards().new_customer(uuid4(), "en", str(uuid4()))
    back = "http://localhost/en/how-it-works"
    wanted = PageWanted(customer, uuid4(), back, back, now() + timedelta(hours=1), "en", "CAD")
    return urlsplit(cards().open_page(wanted, str(uuid4())).url).path.removeprefix("/en")
