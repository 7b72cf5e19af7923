"""What others did with a share-back: used it, or taught it on."""

from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Worded

USE_KIND = "use"  # for whoever reports or hides it
MOST_TAUGHT = 5000


class Adopted(Worded):
    """How a share-back lives on in someone else's work."""

    USED = "used", N_("I used this")
    TAUGHT = "taught", N_("I taught this on")


class OwnWork(RuleBroken):
    """Adoption is by others."""

    msgid = N_("This is your own. What others do with it counts.")


class NothingToUse(RuleBroken):
    """Not given yet, or taken off."""

    msgid = N_("There is nothing to use here yet.")


class SayHow(RuleBroken):
    """One sentence."""

    msgid = N_("Say in a sentence what you did with it.")
    field = "text"


class SayHowMany(RuleBroken):
    """Teaching reaches people."""

    msgid = N_("Say how many people you taught, from 1 to 5,000.")
    field = "reached"


@dataclass(frozen=True)
class SharebackUsed(Event):
    """Someone used a share-back, or taught it on; said for the first time."""

    use_id: UUID
    shareback_id: UUID


def check_use(how: Adopted, text: str, reached: int | None) -> None:
    """Raise SayHow without words, SayHowMany for teaching without people."""
    if not text.strip():
        raise SayHow
    if how is Adopted.TAUGHT and not 1 <= (reached or 0) <= MOST_TAUGHT:
        raise SayHowMany
