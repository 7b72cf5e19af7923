"""Reading the commitment ledger."""

from .backers import GAVE_HELP, GAVE_MONEY, backers_of, relations_to_pitch
from .follow_up import MOST_COUNTED, FollowUp, FollowUpPage, Wanted, all_follow_ups, counts, follow_up
from .page import CommitmentPage, JournalLine, OpenReplacement, commitment_page, relations
from .record import PromiseRecord, record_of

__all__ = [
    "GAVE_HELP",
    "GAVE_MONEY",
    "MOST_COUNTED",
    "CommitmentPage",
    "FollowUp",
    "FollowUpPage",
    "JournalLine",
    "OpenReplacement",
    "PromiseRecord",
    "Wanted",
    "all_follow_ups",
    "backers_of",
    "commitment_page",
    "counts",
    "follow_up",
    "record_of",
    "relations",
    "relations_to_pitch",
]
