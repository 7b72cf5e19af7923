"""Accounts: addresses, passwords, sessions and one-time links. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event

from .standing import Role, TokenPurpose

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD_BYTES = 256
STAFF = frozenset({Role.STEWARD, Role.TREASURER, Role.ADMINISTRATOR, Role.AUDITOR})
IDLE, ABSOLUTE = timedelta(hours=8), timedelta(days=7)
STAFF_IDLE, STAFF_ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
TOKEN_LASTS = {
    TokenPurpose.VERIFY_EMAIL: timedelta(days=3),
    TokenPurpose.RESET_PASSWORD: timedelta(hours=1),
    TokenPurpose.INVITATION: timedelta(days=14),
    TokenPurpose.CHANGE_EMAIL: timedelta(hours=24),
}
# what long but common passwords are made of
COMMON_WORDS = (
    *("password", "passwort", "motdepasse", "mdp", "pass", "qwertyuiop", "qwerty", "azertyuiop", "azerty", "asdfghjkl"),
    *("asdfgh", "zxcvbnm", "iloveyou", "jetaime", "letmein", "welcome", "bienvenue", "bonjour", "soleil", "chocolat"),
    *("admin", "administrator", "login", "master", "monkey", "dragon", "football", "hockey", "baseball", "princess"),
    *("sunshine", "shadow", "superman", "batman", "trustno", "secret", "changeme", "default", "guest", "canada"),
    *("quebec", "ontario", "ottawa", "montreal", "toronto", "crowdlearn", "government", "gouvernement", "public"),
    *("service", "summer", "winter", "spring", "autumn", "ete", "hiver", "printemps", "automne", "january", "janvier"),
    *("correcthorsebatterystaple", "thisisapassword", "abc", "my", "is", "the", "mon", "ma", "le", "la", "i", "a"),
)
_DISGUISES = str.maketrans("@0134578$!", "aoleastbsi")
_RUNS = "01234567890123456789 abcdefghijklmnopqrstuvwxyz 9876543210 qwertyuiop azertyuiop asdfghjkl zxcvbnm wxcvbn"


def same_address(text: str) -> str:
    """Return the form in which addresses are kept and compared."""
    return text.strip().lower()


def check_password(password: str, name: str, email: str) -> None:
    """Raise PasswordRefused when a password is short, too long, common, or made from its owner's name."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(least=SHORTEST_PASSWORD)
    if len(password.encode()) > LONGEST_PASSWORD_BYTES:
        raise PasswordTooLong
    personal = [part for part in re.split(r"[\W_\d]+", f"{name} {email}".lower()) if len(part) > 2]
    if is_guessable(password, personal):
        raise PasswordCommon


def is_guessable(password: str, personal: list[str]) -> bool:
    """Tell whether hardly anything is left of a password without common words, runs, repetitions and its owner's."""
    # figures around a word add little; those inside are letters in disguise
    rest = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", password.lower()).translate(_DISGUISES)
    for word in sorted({*COMMON_WORDS, *personal}, key=len, reverse=True):
        if len(word) > 2:
            rest = rest.replace(word, " ")
    rest = re.sub(r"(.{1,4}?)\1{2,}", r"\1", rest)
    rest = " ".join(part for part in re.split(r"[\W_]+", rest) if part and part not in COMMON_WORDS)
    fresh = [part for part in rest.split() if part not in _RUNS and part[::-1] not in _RUNS]
    return len(set("".join(fresh))) < 5


def session_ends(started: datetime, roles: frozenset[Role]) -> datetime:
    """Return when a session ends whatever happens."""
    return started + (STAFF_ABSOLUTE if roles & STAFF else ABSOLUTE)


def is_awake(seen: datetime, at: datetime, roles: frozenset[Role]) -> bool:
    """Tell whether a session was used recently enough."""
    return at - seen <= (STAFF_IDLE if roles & STAFF else IDLE)


class PasswordRefused(RuleBroken):
    """The password is not good enough."""

    field = "password"


class PasswordTooShort(PasswordRefused):
    """Fewer characters than we ask for."""

    msgid = N_("Use at least %(least)s characters. A few unrelated words are easy to remember.")


class PasswordTooLong(PasswordRefused):
    """More bytes than we take."""

    msgid = N_("This password is too long.")


class PasswordCommon(PasswordRefused):
    """One of the first that someone would try."""

    msgid = N_("This password is easy to guess. A few unrelated words are easy to remember and hard to guess.")


class NotAnAddress(RuleBroken):
    """Mail cannot be sent there."""

    msgid = N_("Write an e-mail address such as name@organisation.ca.")
    field = "email"


class AddressTaken(RuleBroken):
    """Said to operators only: to everyone else, whether an address has an account is nobody's business."""

    msgid = N_("Someone has this address already.")
    field = "email"


class RoleHeld(RuleBroken):
    """The person has this role."""

    msgid = N_("This person holds this role already.")
    field = "role"


class SignInRefused(RuleBroken):
    """The address or the password is wrong; which of them is not said."""

    msgid = N_("The e-mail address or the password is not right.")


class WrongPassword(RuleBroken):
    """The password is not the one the account was begun with."""

    msgid = N_("This is not the password you chose when you signed up.")
    field = "password"


class LinkWorn(RuleBroken):
    """A one-time link was used, has expired, or never was."""

    msgid = N_("This link was used before or has expired. Ask for a new one.")


class NotForYou(RuleBroken):
    """This host is for other people."""

    msgid = N_("This address is not one of a public organisation that takes part here.")
    field = "email"


@dataclass(frozen=True)
class SignUpAsked(Event):
    """Someone signed up, or tried to with an address that has an account; `repeated` tells which mail follows."""

    person_id: UUID
    repeated: bool


@dataclass(frozen=True)
class ResetAsked(Event):
    """Someone forgot a password; `person_id` is None for an address without account, and then nothing follows."""

    person_id: UUID | None


@dataclass(frozen=True)
class EmailChangeAsked(Event):
    """A person wants another address, which the link of the same id names; `taken` when someone has it."""

    person_id: UUID
    taken: bool


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A password was changed or reset; its owner is told."""

    person_id: UUID
