"""Reading settlements for pages and decisions."""

from .acts import (
    Act,
    SavingsPage,
    arrival_page,
    claim_page,
    document_page,
    payment_page,
    payout_page,
    round_of_refund,
    round_page,
    savings_page,
    to_send,
)
from .agreement import booked_by
from .books import MOST_ROWS, BooksPage, ReconcilePage, books_page, instruction_of, reconcile_page
from .cards import CardsPage, cards_page
from .checks import LastCheck, disagreements, find_all, last_check
from .checks import write as write_finding
from .cover import WEIGHED_LOCKED, cover_of, missing_of
from .desk import Desk, Task, Waiting, desk
from .figures import Figures, figures, figures_of
from .money import MoneyPage, money_page
from .people import (
    PayPage,
    ReceiptsPage,
    TopUpPage,
    frozen_page,
    own_pitch,
    pay_page,
    receipts_page,
    relations_to_document,
    top_up_page,
)
from .returning import by_hand, for_cards
from .substitute import SubstitutePage, substitute_page

__all__ = [
    "MOST_ROWS",
    "WEIGHED_LOCKED",
    "Act",
    "BooksPage",
    "CardsPage",
    "Desk",
    "Figures",
    "LastCheck",
    "MoneyPage",
    "PayPage",
    "ReceiptsPage",
    "ReconcilePage",
    "SavingsPage",
    "SubstitutePage",
    "Task",
    "TopUpPage",
    "Waiting",
    "arrival_page",
    "booked_by",
    "books_page",
    "by_hand",
    "cards_page",
    "claim_page",
    "cover_of",
    "desk",
    "disagreements",
    "document_page",
    "figures",
    "figures_of",
    "find_all",
    "for_cards",
    "frozen_page",
    "instruction_of",
    "last_check",
    "missing_of",
    "money_page",
    "own_pitch",
    "pay_page",
    "payment_page",
    "payout_page",
    "receipts_page",
    "reconcile_page",
    "relations_to_document",
    "round_of_refund",
    "round_page",
    "savings_page",
    "substitute_page",
    "to_send",
    "top_up_page",
    "write_finding",
]
