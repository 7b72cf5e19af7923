"""Reading pledges for pages."""

from .carding import CardPageOf, card_page_of, is_first_card
from .cards import CardLine, SavedCard, my_cards
from .help import NeedLine, OfferPage, OfferView, offer_page, offer_view
from .mine import MyPledges, SupportersPage, my_pledges, supporters_page
from .money import PledgePage, pledge_page
from .own import OwnPledge, own_pledge_page, receipt_page
from .relations import (
    relations_to_card,
    relations_to_card_page,
    relations_to_offer,
    relations_to_pitch,
    relations_to_pledge,
)

__all__ = [
    "CardLine",
    "CardPageOf",
    "MyPledges",
    "NeedLine",
    "OfferPage",
    "OfferView",
    "OwnPledge",
    "PledgePage",
    "SavedCard",
    "SupportersPage",
    "card_page_of",
    "is_first_card",
    "my_cards",
    "my_pledges",
    "offer_page",
    "offer_view",
    "own_pledge_page",
    "pledge_page",
    "receipt_page",
    "relations_to_card",
    "relations_to_card_page",
    "relations_to_offer",
    "relations_to_pitch",
    "relations_to_pledge",
    "supporters_page",
]
