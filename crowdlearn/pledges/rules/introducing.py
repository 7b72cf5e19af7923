"""An introduction from the question to its outcome; no name passes before its bearer agreed. Pure."""

from datetime import date

from crowdlearn.kernel.errors import N_, RuleBroken


class NoIntroduction(RuleBroken):
    """The offer is of something else, or not accepted."""

    msgid = N_("An introduction is made once its offer is accepted.")


class ConsentNeeded(RuleBroken):
    """A name belongs to its bearer."""

    msgid = N_("Say on which day the person agreed, not later than today. Without a yes no name passes.")
    field = "consent_on"


class PersonMissing(RuleBroken):
    """An introduction names somebody."""

    msgid = N_("Say who it is, and how to reach them.")
    field = "who"


class OutcomeMissing(RuleBroken):
    """What came of it is said in words."""

    msgid = N_("Say in a few words what came of it.")
    field = "outcome"


def check_introduction(who: str, consent_on: date | None, today: date) -> None:
    """Raise PersonMissing, or ConsentNeeded where the person has not agreed by today."""
    if not who.strip():
        raise PersonMissing
    if consent_on is None or consent_on > today:
        raise ConsentNeeded
