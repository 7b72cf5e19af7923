"""No processor at all: backers pay the host as it says, and a treasurer records what came in."""

from crowdlearn.ledger.rules import BANK

from .rules import BY_HAND


class OfflineGateway:
    """Money comes to the host's bank account, and goes back from it, by hand."""

    name = BY_HAND
    moves_money = False
    account = BANK
