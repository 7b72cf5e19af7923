"""Who may join, and what a person says of themselves. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from crowdlearn.kernel.errors import N_, RuleBroken

from .accounts import NotForYou

# mail that anyone can have says nothing about whom its owner works for
FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.ca", "live.com", "live.ca", "msn.com"),
        *("yahoo.com", "yahoo.ca", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me"),
        *("protonmail.com", "gmx.com", "gmx.net", "mail.com", "zoho.com", "yandex.com", "videotron.ca", "bell.net"),
        *("rogers.com", "shaw.ca", "telus.net", "sympatico.ca", "cogeco.ca", "eastlink.ca", "nbnet.nb.ca"),
    }
)


class JoinPolicy(StrEnum):
    """Who may make an account here, as the host decided."""

    DOMAINS = "domains"
    INVITATION = "invitation"
    OPEN = "open"


class InvitationNeeded(RuleBroken):
    """This host takes people in by invitation only."""

    msgid = N_("Here people join by invitation. Ask a colleague who is a member to name you.")
    field = "email"


def check_may_join(email: str, policy: JoinPolicy) -> None:
    """Raise NotForYou or InvitationNeeded, whoever already has an account."""
    if policy is JoinPolicy.INVITATION:
        raise InvitationNeeded
    if policy is JoinPolicy.DOMAINS and email.rpartition("@")[2] in FREE_MAIL:
        raise NotForYou


@dataclass(frozen=True)
class Applicant:
    """Who wants an account; `password` is as typed."""

    name: str
    email: str
    password: str = field(repr=False)
    language: str = "en"
