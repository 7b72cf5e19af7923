"""Reading pledges for pages."""

from .help import NeedLine, OfferPage, OfferView, offer_page, offer_view
from .mine import MyPledges, SupportersPage, my_pledges, supporters_page
from .money import PledgePage, pledge_page
from .own import OwnPledge, own_pledge_page, receipt_page
from .relations import relations_to_offer, relations_to_pitch, relations_to_pledge

__all__ = [
    "MyPledges",
    "NeedLine",
    "OfferPage",
    "OfferView",
    "OwnPledge",
    "PledgePage",
    "SupportersPage",
    "my_pledges",
    "offer_page",
    "offer_view",
    "own_pledge_page",
    "pledge_page",
    "receipt_page",
    "relations_to_offer",
    "relations_to_pitch",
    "relations_to_pledge",
    "supporters_page",
]
