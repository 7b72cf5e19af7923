"""Use-cases and steps of people."""

from .holds import check_no_hold, hold, lift
from .lines import confirm_line, decline_line, end_acting, end_line, meet_invitations, name_acting, name_manager
from .operators import create_account, promote
from .organisations import (
    Body,
    Decision,
    adopt,
    change_organisation,
    confirm_organisation,
    end_adoption,
    found_organisation,
)
from .profile import Profile, change_profile, follow, note_welcome
from .roles import end_role, grant_role
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
    "Body",
    "Decision",
    "Profile",
    "adopt",
    "change_organisation",
    "change_profile",
    "check_no_hold",
    "confirm_line",
    "confirm_organisation",
    "create_account",
    "decline_line",
    "end_acting",
    "end_adoption",
    "end_line",
    "end_role",
    "end_session",
    "end_sessions",
    "follow",
    "found_organisation",
    "grant_role",
    "hold",
    "lift",
    "meet_invitations",
    "name_acting",
    "name_manager",
    "note_welcome",
    "open_session",
    "promote",
    "prove_again",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "touch",
]
