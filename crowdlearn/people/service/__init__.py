"""Use-cases and steps of people."""

from .holds import check_no_hold, hold, lift
from .operators import create_account, promote
from .sessions import (
    end_session,
    end_sessions,
    open_session,
    prove_again,
    sign_in,
    sign_out,
    sign_out_everywhere,
    touch,
)

__all__ = [
    "check_no_hold",
    "create_account",
    "end_session",
    "end_sessions",
    "hold",
    "lift",
    "open_session",
    "promote",
    "prove_again",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "touch",
]
