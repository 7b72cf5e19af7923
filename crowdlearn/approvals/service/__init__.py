"""Use-cases and steps of clearance."""

from crowdlearn.approvals.queries.clearance import clearance_of, is_cleared, requests_of

from .asking import ask, ask_for_clearance
from .deciding import Word, ask_changes, clear, decline, revoke
from .lines import tell_named_manager, tell_of_acting, tell_of_confirmed_line, tell_of_declined_line, tell_of_ended_line
from .stakes import note_stake, seal
from .telling import (
    remind_of_asking,
    tell_of_asking,
    tell_of_changes,
    tell_of_clearance,
    tell_of_decline,
    tell_of_passing_on,
    tell_of_step,
    tell_of_withdrawal,
)
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
    "note_stake",
    "remind_approvers",
    "remind_of_asking",
    "requests_of",
    "revoke",
    "seal",
    "tell_named_manager",
    "tell_of_acting",
    "tell_of_asking",
    "tell_of_changes",
    "tell_of_clearance",
    "tell_of_confirmed_line",
    "tell_of_decline",
    "tell_of_declined_line",
    "tell_of_ended_line",
    "tell_of_passing_on",
    "tell_of_step",
    "tell_of_withdrawal",
]
