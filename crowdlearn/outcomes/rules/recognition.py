"""Thanks tied to evidence, never to money."""

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.words import Worded

MOST_AWARDS = 30  # recognitions from elsewhere that one person lists


class Recognised(Worded):
    """What someone is recognised for. Each has its evidence on a page of its own."""

    PROMISE = "promise", N_("Promise kept")
    HELP = "help", N_("Help confirmed")
    APPLIED = "applied", N_("Learning applied")
    TAUGHT = "taught", N_("Learning taught on")


class AwardWithoutLink(RuleBroken):
    """What was received elsewhere is there to be seen."""

    msgid = N_("Add the address of a page that shows it.")
    field = "link"


class AwardsEnough(RuleBroken):
    """Thirty."""

    msgid = N_("Thirty entries are listed. Take one away to add another.")


class AwardAhead(RuleBroken):
    """It was received."""

    msgid = N_("This day lies ahead.")
    field = "on"
