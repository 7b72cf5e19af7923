"""Use-cases and steps of pledges."""

from crowdlearn.pledges.queries.facts import backing_of

from .changing import change_pledge, reconfirm, withdraw
from .ending import (
    abandon_unfinished,
    commit_all,
    expire_waitlist,
    release,
    release_all,
    release_conflicting,
    release_of_declined,
    release_of_withdrawn,
    release_silent,
)
from .hours import Given, confirm, not_given
from .offering import accept_offer, decline_offer, offer_help, schedule_offer, withdraw_offer
from .promising import promise_money
from .revising import change_open_pitch, follow_pitch, preview_change
from .room import awaits_answers, live_cents, promote_waitlist, recount
from .standing import ask_whether_help_stands, release_help_of_withdrawn, release_unanswered_help, say_it_stands
from .telling import (
    tell_of_answer,
    tell_of_appointment,
    tell_of_confirmed,
    tell_of_missing,
    tell_of_offer,
    tell_of_offer_release,
    tell_of_promise,
    tell_of_promotion,
    tell_of_release,
    tell_of_taking_back,
    tell_of_trimming,
    tell_of_withdrawal,
    tell_to_confirm,
    tell_to_reconfirm,
    tell_to_stand_by,
)

__all__ = [
    "Given",
    "abandon_unfinished",
    "accept_offer",
    "ask_whether_help_stands",
    "awaits_answers",
    "backing_of",
    "change_open_pitch",
    "change_pledge",
    "commit_all",
    "confirm",
    "decline_offer",
    "expire_waitlist",
    "follow_pitch",
    "live_cents",
    "not_given",
    "offer_help",
    "preview_change",
    "promise_money",
    "promote_waitlist",
    "reconfirm",
    "recount",
    "release",
    "release_all",
    "release_conflicting",
    "release_help_of_withdrawn",
    "release_of_declined",
    "release_of_withdrawn",
    "release_silent",
    "release_unanswered_help",
    "say_it_stands",
    "schedule_offer",
    "tell_of_answer",
    "tell_of_appointment",
    "tell_of_confirmed",
    "tell_of_missing",
    "tell_of_offer",
    "tell_of_offer_release",
    "tell_of_promise",
    "tell_of_promotion",
    "tell_of_release",
    "tell_of_taking_back",
    "tell_of_trimming",
    "tell_of_withdrawal",
    "tell_to_confirm",
    "tell_to_reconfirm",
    "tell_to_stand_by",
    "withdraw",
    "withdraw_offer",
]
