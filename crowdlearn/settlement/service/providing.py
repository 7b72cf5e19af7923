"""Which way the money of a pitch comes in: by card where its organisation says so and this installation can."""

from sqlmodel import Session

from crowdlearn.payments.gateway import Gateway, cards, gateway, offers_cards
from crowdlearn.people.queries import adoption_of
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.rules import bounds


def provider_of(session: Session, pitch: Pitch) -> Gateway:
    """Return the provider through which backers of a pitch pay, as its organisation has it now."""
    adoption = adoption_of(session, pitch.organisation_id)
    by_card = adoption is not None and adoption.money_mode is MoneyMode.CARD and MoneyMode.CARD in bounds.modes
    return cards() if by_card and offers_cards() else gateway()
