"""Reading the commitment ledger."""

from .backers import backers_of, relations_to_pitch
from .follow_up import FollowUp, FollowUpPage, Wanted, all_follow_ups, counts, follow_up
from .page import CommitmentPage, JournalLine, OpenReplacement, commitment_page, relations

__all__ = [
    "CommitmentPage",
    "FollowUp",
    "FollowUpPage",
    "JournalLine",
    "OpenReplacement",
    "Wanted",
    "all_follow_ups",
    "backers_of",
    "commitment_page",
    "counts",
    "follow_up",
    "relations",
    "relations_to_pitch",
]
