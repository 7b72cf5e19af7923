"""Use-cases of application check-ins."""

from .checkins import answer, confirm_application, open_check_ins, plan_check_ins, waive_check_ins
from .telling import tell_of_answered, tell_of_confirmed, tell_of_due

__all__ = [
    "answer",
    "confirm_application",
    "open_check_ins",
    "plan_check_ins",
    "tell_of_answered",
    "tell_of_confirmed",
    "tell_of_due",
    "waive_check_ins",
]
