"""Saving a card on the page of the test processor."""

from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import CardPage
from crowdlearn.pledges import service
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import MoneyOffer, PledgeState
from crowdlearn.sandbox import checkout
from tests.support.cards import OK

P = PledgeState
MASTERCARD = "5555555555554444"


def all_of(table):
    with reading() as session:
        return session.exec(select(table).order_by(table.id)).all()


def enter_card(processor, number=OK, year=2034, month=12):
    """Fill in the newest page of the processor, and return the address on which it leads back."""
    page = all_of(CardPage)[-1]
    with processor.store.visit() as state:
        shown = checkout.enter_card(state, page.reference, number, month, year)
        checkout.answer_bank(state, shown["setup_intent"], yes=True)
        return urlsplit(shown["success_url"]).path


def waiting(browser):
    """Return what the first page says waits for the person."""
    return browser.get("/en/").text


def offer(cents=10_000, **fields):
    return MoneyOffer(Money(cents), terms_version=1, **fields)


def asked():
    return payments.PageAsked(now() + timedelta(minutes=31), _back, _back, "en")


def _back(page_id):
    return f"https://learn.example/back/{page_id}"


def begin(peer, pitch, cents=10_000, **fields):
    return service.promise_by_card(peer.id, pitch.id, offer(cents, **fields), asked())


def newest_page():
    with reading() as session:
        return session.exec(select(CardPage).order_by(CardPage.id.desc())).first()


def enter(processor, number=OK, year=2034, month=12):
    """Let the peer fill in the newest card page, and return that page."""
    page = newest_page()
    with processor.store.visit() as state:
        checkout.enter_card(state, page.reference, number, month, year)
    return page


def save(processor, peer, number=OK):
    """Let the peer fill in the newest card page and come back."""
    return service.come_back(peer.id, enter(processor, number).id)


def rows(pitch):
    with reading() as session:
        found = session.exec(select(MoneyPledge).where(MoneyPledge.pitch_id == pitch.id).order_by(MoneyPledge.id))
        return found.all()


def states(pitch):
    return [(row.state, row.accepted_cents, row.offered_cents) for row in rows(pitch)]


def count(table, *where):
    with reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()
