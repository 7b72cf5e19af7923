"""Use-cases of application, its evidence, adoption and recognition."""

from .awards import record_award, remove_award
from .checkins import answer, confirm_application, open_check_ins, plan_check_ins, waive_check_ins
from .evidence import add_evidence, ask_colleague, corroborate, decline_to_say, remove_evidence
from .telling import (
    tell_of_answered,
    tell_of_confirmed,
    tell_of_corroboration,
    tell_of_due,
    tell_of_question,
    tell_of_use,
)
from .uses import recount_uses, say_used, take_use_back

__all__ = [
    "add_evidence",
    "answer",
    "ask_colleague",
    "confirm_application",
    "corroborate",
    "decline_to_say",
    "open_check_ins",
    "plan_check_ins",
    "record_award",
    "recount_uses",
    "remove_award",
    "remove_evidence",
    "say_used",
    "take_use_back",
    "tell_of_answered",
    "tell_of_confirmed",
    "tell_of_corroboration",
    "tell_of_due",
    "tell_of_question",
    "tell_of_use",
    "waive_check_ins",
]
