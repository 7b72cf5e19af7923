"""Reading people: who leads whom, who holds which role, what an organisation adopted."""

from .administration import (
    OrganisationPage,
    UserPage,
    organisation,
    organisation_names,
    organisations,
    user,
    users,
)
from .adoption import AdoptionFacts, adoption_of, organisation_id_for
from .following import followers_of, follows, takes_asks
from .lines import (
    Approver,
    acting_on,
    approvers_above,
    everyone_below,
    is_acting_for,
    leads_anyone,
    line_of,
    manager_of,
    managers_led_by,
    reporting_line,
)
from .profiles import Newcomer, Profile, newcomer, own_profile, profile
from .relations import relations, relations_at_large
from .roles import grants_of, holders, holds
from .sessions import SignedIn, sessions_of
from .teams import TeamPage, open_lines, relations_to_acting, relations_to_line, team

__all__ = [
    "AdoptionFacts",
    "Approver",
    "Newcomer",
    "OrganisationPage",
    "Profile",
    "SignedIn",
    "TeamPage",
    "UserPage",
    "acting_on",
    "adoption_of",
    "approvers_above",
    "everyone_below",
    "followers_of",
    "follows",
    "grants_of",
    "holders",
    "holds",
    "is_acting_for",
    "leads_anyone",
    "line_of",
    "manager_of",
    "managers_led_by",
    "newcomer",
    "open_lines",
    "organisation",
    "organisation_id_for",
    "organisation_names",
    "organisations",
    "own_profile",
    "profile",
    "relations",
    "relations_at_large",
    "relations_to_acting",
    "relations_to_line",
    "reporting_line",
    "sessions_of",
    "takes_asks",
    "team",
    "user",
    "users",
]
