"""Use-cases and steps of people."""

from .following import follow, follow_topics, unfollow
from .holds import (
    check_no_hold,
    hold,
    lift,
)
from .joining import (
    accept_invitation,
    invited_address,
    sign_up,
    verify_address,
)
from .letters import (
    invite_manager,
    write_of_new_address,
    write_of_new_password,
    write_reset,
    write_to_applicant,
)
from .lines import (
    confirm_line,
    decline_line,
    end_acting,
    end_line,
    meet_invitations,
    name_acting,
    name_manager,
)
from .moving import ask_for_new_address, confirm_new_address
from .operators import (
    create_account,
    promote,
)
from .organisations import (
    Body,
    Decision,
    adopt,
    change_organisation,
    found_organisation,
)
from .profile import (
    Profile,
    change_profile,
    note_welcome,
    offer_skills,
)
from .resetting import (
    ask_for_reset,
    change_password,
    reset_password,
)
from .roles import (
    confirm_role,
    end_role,
    grant_role,
    propose_role,
    turn_down_role,
)
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
from .trust import (
    end_sessions_of,
    reinstate,
    suspend,
)

__all__ = [
    "Body",
    "Decision",
    "Profile",
    "accept_invitation",
    "adopt",
    "ask_for_new_address",
    "ask_for_reset",
    "change_organisation",
    "change_password",
    "change_profile",
    "check_no_hold",
    "confirm_line",
    "confirm_new_address",
    "confirm_role",
    "create_account",
    "decline_line",
    "end_acting",
    "end_line",
    "end_role",
    "end_session",
    "end_sessions",
    "end_sessions_of",
    "follow",
    "follow_topics",
    "found_organisation",
    "grant_role",
    "hold",
    "invite_manager",
    "invited_address",
    "lift",
    "meet_invitations",
    "name_acting",
    "name_manager",
    "note_welcome",
    "offer_skills",
    "open_session",
    "promote",
    "propose_role",
    "prove_again",
    "reinstate",
    "reset_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "suspend",
    "touch",
    "turn_down_role",
    "unfollow",
    "verify_address",
    "write_of_new_address",
    "write_of_new_password",
    "write_reset",
    "write_to_applicant",
]
