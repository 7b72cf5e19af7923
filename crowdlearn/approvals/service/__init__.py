"""Use-cases and steps of clearance."""

from crowdlearn.approvals.queries.clearance import clearance_of, is_cleared, is_declined, requests_of

from .asking import ask, ask_for_clearance
from .deciding import Word, ask_changes, clear, decline, revoke
from .stakes import note_stake
from .waiting import find_approvers, remind_approvers

__all__ = [
    "Word",
    "ask",
    "ask_changes",
    "ask_for_clearance",
    "clear",
    "clearance_of",
    "decline",
    "find_approvers",
    "is_cleared",
    "is_declined",
    "note_stake",
    "remind_approvers",
    "requests_of",
    "revoke",
]
