"""Whose money may help whom: one function over facts, asked at the pledge, at the lock and at the hold."""

from dataclasses import dataclass

from crowdlearn.kernel.errors import N_, NotAllowed, RuleBroken
from crowdlearn.people.rules import MoneyMode, PersonState


class BackingRefused(RuleBroken):
    """This person's money cannot help this pitch."""


class SelfPledge(NotAllowed, BackingRefused):
    """The pitcher's own half is no pledge."""

    msgid = N_("This is your own pitch. Your own share is declared with the pitch and proven by receipts.")


class ReportingLine(NotAllowed, BackingRefused):
    """The peer leads the pitcher or is led by them, directly or not, or acts for someone who does."""

    msgid = N_("Money cannot pass along a reporting line, in either direction. Your hours and advice are welcome.")


class VendorDomain(BackingRefused):
    """The peer writes from a vendor's address."""

    msgid = N_("Money from suppliers is not accepted (%(domain)s). Nobody may gain from where the learning is bought.")


class NotVerified(BackingRefused):
    """The peer has yet to prove the work e-mail, or a steward to confirm the organisation."""

    msgid = N_("Money is pledged by verified public servants. Your account is not verified yet; hours are welcome.")


class Suspended(BackingRefused):
    """The peer's account is suspended or closed."""

    msgid = N_("Your account cannot pledge at the moment. Write to a steward if you think this is a mistake.")


class BackerNotAdopted(BackingRefused):
    """The peer's organisation has not adopted pledging with money."""

    msgid = N_("Your organisation has not adopted pledging with money. Your hours and introductions are welcome.")


class PitcherNotAdopted(BackingRefused):
    """The pitcher's organisation has not adopted pledging with money."""

    msgid = N_("The pitcher’s organisation has not adopted pledging with money. Hours and introductions are welcome.")


@dataclass(frozen=True)
class Backing:
    """The facts about a peer and a pitch. `vendor_domain` is empty unless the peer's mail domain is blocked."""

    is_pitcher: bool = False
    in_reporting_line: bool = False
    vendor_domain: str = ""
    state: PersonState = PersonState.ACTIVE
    peer_mode: MoneyMode = MoneyMode.COLLECTED
    pitcher_mode: MoneyMode = MoneyMode.COLLECTED


def conflict_of_interest(facts: Backing) -> BackingRefused | None:
    """Return why this person's money would be a conflict of interest, None if it is not."""
    if facts.is_pitcher:
        return SelfPledge()
    if facts.in_reporting_line:
        return ReportingLine()
    if facts.vendor_domain:
        return VendorDomain(domain=facts.vendor_domain)
    return None


def why_not_back(facts: Backing) -> BackingRefused | None:
    """Return why this person may not pledge money to this pitch, None if they may."""
    if refusal := conflict_of_interest(facts):
        return refusal
    if facts.state in (PersonState.UNVERIFIED, PersonState.WAITING):
        return NotVerified()
    if facts.state is not PersonState.ACTIVE:
        return Suspended()
    if facts.peer_mode is MoneyMode.EXPERTISE_ONLY:
        return BackerNotAdopted()
    if facts.pitcher_mode is MoneyMode.EXPERTISE_ONLY:
        return PitcherNotAdopted()
    return None


def check_backing(facts: Backing) -> None:
    """Raise the BackingRefused that applies."""
    if refusal := why_not_back(facts):
        raise refusal


def blocked_part(email: str, blocked: frozenset[str]) -> str:
    """Return the blocked domain that an address belongs to, or to a parent of which it does; empty if to none."""
    labels = email.rpartition("@")[2].lower().split(".")
    domains = (".".join(labels[i:]) for i in range(len(labels)))
    return next((domain for domain in domains if domain in blocked), "")
