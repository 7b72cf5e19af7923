"""What cannot be done with roles, reporting lines and organisations."""

from datetime import date, timedelta

from crowdlearn.kernel.errors import N_, NotAllowed, RuleBroken

LONGEST_ACTING = timedelta(days=366)


class OwnManager(RuleBroken):
    """Nobody leads themselves."""

    msgid = N_("You cannot be your own manager.")
    field = "email"


class NotInYourLine(RuleBroken):
    """The manager works for another organisation."""

    msgid = N_("Your manager has an address of the same organisation as yours.")
    field = "email"


class LineTurnsRound(RuleBroken):
    """The manager reports to this person."""

    msgid = N_("This person reports to you, so they cannot be your manager.")
    field = "email"


class NotYourLine(NotAllowed, RuleBroken):
    """Only the named manager, or an administrator who is no party to it, confirms a reporting line."""

    msgid = N_("A reporting line is confirmed by the manager, or by an administrator who is not part of it.")


class ActingTooLong(RuleBroken):
    """Acting has a beginning, an end, and is not for ever."""

    msgid = N_("Choose an end after the beginning, at most a year later.")
    field = "ends_on"


class ActingForReport(RuleBroken):
    """Whom one leads cannot decide in one's place about themselves."""

    msgid = N_("Someone who reports to the manager cannot act in their place. Choose a peer or someone above.")
    field = "email"


class FollowsSelf(RuleBroken):
    """Nobody needs to follow themselves."""

    msgid = N_("You know already what you do yourself.")


class NobodyThere(RuleBroken):
    """No member has this address."""

    msgid = N_("No member has this address.")
    field = "email"


class NotForOneself(NotAllowed, RuleBroken):
    """Nobody gives themselves a role."""

    msgid = N_("You cannot change your own roles. Ask another administrator.")


class LastAdministrator(RuleBroken):
    """The installation keeps an administrator."""

    msgid = N_("This is the last administrator. Name another one first.")


class DomainTaken(RuleBroken):
    """A mail domain belongs to one organisation."""

    msgid = N_("%(domain)s belongs to another organisation already.")
    field = "domains"


class NotADomain(RuleBroken):
    """Not the part of an address behind the @."""

    msgid = N_("Write a domain such as coastal-services.ca.")
    field = "domains"


class OwnProposal(NotAllowed, RuleBroken):
    """Four eyes: who proposed a role does not confirm it, nor does who receives it."""

    msgid = N_("Another administrator confirms this role: neither who proposed it nor who receives it.")


class TwoNeeded(RuleBroken):
    """Treasurers and administrators are named by two administrators."""

    msgid = N_("Two administrators name a treasurer or an administrator: one proposes, another confirms.")
    field = "role"


class RoleProposed(RuleBroken):
    """The role waits for a second administrator already."""

    msgid = N_("This role is proposed already and waits for another administrator.")
    field = "role"


class ProposalSettled(RuleBroken):
    """Somebody was quicker."""

    msgid = N_("This proposal has been settled already.")


def check_acting(starts_on: date, ends_on: date) -> None:
    """Raise ActingTooLong unless the days are in order and at most a year apart."""
    if not starts_on <= ends_on <= starts_on + LONGEST_ACTING:
        raise ActingTooLong
