"""Who may be asked, by whom, how often; and what is kept of an address. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import blake2b
from uuid import UUID

from crowdlearn.kernel.addresses import is_email
from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.lines import one_line
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_
from crowdlearn.pitches.rules import TAKES_OFFERS, PitchState

MOST_AT_ONCE, MOST_A_DAY = 20, 40  # people whom one person may ask
MOST_RECEIVED, RECEIVED_IN = 3, timedelta(days=7)  # asks that one person gets, whoever asks
LONGEST_NOTE, LONGEST_LINE = 500, 140  # characters
CHAMPION_KIND = "champion"  # for whoever reports or hides a line
OPEN_TO_ASKS = TAKES_OFFERS | {PitchState.IDEA}


class AskState(StrEnum):
    """SILENT: never sent, and the asker is not told: opted out, asked before, involved already, or not here."""

    WAITING = "waiting"
    SENT = "sent"
    SILENT = "silent"


ASK = Machine({AskState.WAITING: {AskState.SENT}, AskState.SENT: set(), AskState.SILENT: set()})


class NobodyChosen(RuleBroken):
    """An ask of nobody."""

    msgid, field = N_("Choose somebody, or write a work e-mail."), "people"


class TooManyAtOnce(RuleBroken):
    """A word from you is worth more when it goes to few."""

    msgid, field = (
        N_("Ask at most %(most)s people at once: a word from you is worth more when it goes to few."),
        "people",
    )


class TooManyToday(RuleBroken):
    """The day's bound is reached."""

    msgid = N_("You may ask %(most)s people a day. %(left)s are left today.")
    field = "people"


class NotAnAddressAmong(RuleBroken):
    """A line that is no address."""

    msgid, field = N_("“%(text)s” is not an e-mail address. Write one on each line."), "emails"


class UnknownDomain(RuleBroken):
    """Only work addresses of organisations that take part."""

    msgid = N_("We know no organisation by the addresses at %(domain)s. Only colleagues’ work addresses can be asked.")
    field = "emails"


class OwnReport(RuleBroken):
    """An ask by one's manager is not free."""

    msgid = N_("You lead %(name)s. An ask from you would not feel free, so it is not sent.")
    field = "people"


class AskedBefore(RuleBroken):
    """Once per person and pitch."""

    msgid, field = N_("You asked %(name)s before. Once per person and pitch is enough."), "people"


class NotOpenToAsks(RuleBroken):
    """There is nothing to help with any more."""

    msgid = N_("This pitch needs no help any more, so nobody can be asked.")


class NoLine(RuleBroken):
    """A champion says why."""

    msgid, field = N_("Say in one line why this pitch deserves help."), "line"


class LineTooLong(RuleBroken):
    """One line."""

    msgid, field = N_("Keep it to %(most)s characters."), "line"


@dataclass(frozen=True)
class Wanted:
    """Whom a person wants to ask, and with which words; `language` is that of letters to people without account."""

    people: tuple[UUID, ...]
    emails: tuple[str, ...]
    note: str
    language: str

    @property
    def number(self) -> int:
        """Return how many people that is."""
        return len(self.people) + len(self.emails)


@dataclass(frozen=True)
class AskMade(Event):
    """Someone is to be asked to look at a pitch."""

    ask_id: UUID


@dataclass(frozen=True)
class ChampionCame(Event):
    """Somebody champions a pitch, in one public line."""

    champion_id: UUID


@dataclass(frozen=True)
class ChampionThanked(Event):
    """The pitcher thanked a champion."""

    champion_id: UUID


class Seal:
    """Turns an address into what is kept of it. The installation's secret goes into it: the row alone tells nothing."""

    def __init__(self) -> None:
        self._keys: tuple[bytes, ...] = ()

    def connect(self, secrets: Iterable[str]) -> None:
        """Use these secrets from now on: new seals are made with the first, earlier ones known by all."""
        self._keys = tuple(blake2b(secret.encode(), digest_size=32, person=b"outreach").digest() for secret in secrets)

    def of(self, email: str) -> str:
        """Return the seal of an address."""
        return self.known(email)[0]

    def known(self, email: str) -> tuple[str, ...]:
        """Return every seal that an address may be kept under."""
        if not self._keys:
            raise RuntimeError("the seal has no secret")
        address = email.strip().lower().encode()
        return tuple(blake2b(address, digest_size=24, key=key).hexdigest() for key in self._keys)


seal = Seal()


def read_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, one a line or with commas between, each once. Raises NotAnAddressAmong."""
    found = [part for line in text.replace(",", "\n").replace(";", "\n").splitlines() if (part := one_line(line))]
    for part in found:
        if not is_email(part):
            raise NotAnAddressAmong(text=part[:80])
    return tuple(dict.fromkeys(part.lower() for part in found))


def check_number(wanted: int, asked_today: int) -> None:
    """Raise NobodyChosen, TooManyAtOnce or TooManyToday."""
    if wanted == 0:
        raise NobodyChosen
    if wanted > MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    if wanted + asked_today > MOST_A_DAY:
        raise TooManyToday(most=MOST_A_DAY, left=max(0, MOST_A_DAY - asked_today))


def check_line(text: str) -> str:
    """Return a champion's line. Raises NoLine or LineTooLong."""
    line = one_line(text)
    if not line:
        raise NoLine
    if len(line) > LONGEST_LINE:
        raise LineTooLong(most=LONGEST_LINE)
    return line
