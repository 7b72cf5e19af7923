"""The kinds, forms and states of share-backs and seats."""

from enum import StrEnum

from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded
from crowdlearn.pitches.rules import ShareBackKind

FEWEST_RATED = 5  # a mean of fewer reviews is not shown
SHAREBACK_KIND, REVIEW_KIND = "shareback", "review"  # in the search index, and for whoever reports or hides
FOR_MEMBERS = "sharebackmembers"  # in the search index: share-backs that members alone may find


class Form(Worded):
    """How a share-back is given: a text, a meeting at a time, something recorded, a way of working or a tool."""

    POST = "post", N_("A text to read")
    EVENT = "event", N_("A meeting at a time")
    RECORDING = "recording", N_("A recording")
    PRACTICE = "practice", N_("A way of working")
    TOOL = "tool", N_("Something to use")


FORM_OF = {
    ShareBackKind.BLOG: Form.POST,
    ShareBackKind.STORY: Form.POST,
    ShareBackKind.OTHER: Form.POST,
    ShareBackKind.PODCAST: Form.RECORDING,
    ShareBackKind.WEBINAR: Form.EVENT,
    ShareBackKind.LUNCH_AND_LEARN: Form.EVENT,
    ShareBackKind.WORKSHOP: Form.EVENT,
    ShareBackKind.PRACTICE: Form.PRACTICE,
    ShareBackKind.TOOL: Form.TOOL,
}


class SharebackState(StrEnum):
    """HELD: an event that took place. WITHDRAWN leaves a tombstone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HELD = "held"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


SB = SharebackState
SHAREBACK = Machine(
    {
        SB.DRAFT: {SB.PUBLISHED},
        SB.PUBLISHED: {SB.HELD, SB.CANCELLED, SB.WITHDRAWN},
        SB.HELD: {SB.WITHDRAWN},
        SB.CANCELLED: set(),
        SB.WITHDRAWN: set(),
    }
)
CALLED_OFF = frozenset({SB.CANCELLED, SB.WITHDRAWN})  # for an event
READABLE = frozenset({SB.PUBLISHED, SB.HELD, SB.CANCELLED})


def is_given(form: Form, state: SharebackState) -> bool:
    """Tell whether there is something to learn from: a text or recording that is published, an event that was held."""
    return state is (SB.HELD if form is Form.EVENT else SB.PUBLISHED)


class SeatState(StrEnum):
    """A place at an event. WALK_IN: none was taken before, and the person came."""

    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    WALK_IN = "walk_in"


SEAT = Machine(
    {
        SeatState.REGISTERED: {SeatState.CANCELLED},
        SeatState.WAITING: {SeatState.REGISTERED, SeatState.CANCELLED},
        SeatState.CANCELLED: {SeatState.REGISTERED, SeatState.WAITING},
        SeatState.WALK_IN: set(),
    }
)


class Met(Worded):
    """A backer's answer to "did you get what you hoped for?"."""

    YES = "yes", N_("Yes")
    PARTLY = "partly", N_("Partly")
    NO = "no", N_("No")


class Readers(Worded):
    """Who may read a share-back that keeps no promise; one that does is open to all."""

    ALL = "all", N_("Everyone")
    MEMBERS = "members", N_("Members only")


class Score(Worded):
    """How far a reviewer agrees, from 1 to 5."""

    ONE = "1", N_("1, not at all")
    TWO = "2", N_("2, a little")
    THREE = "3", N_("3, somewhat")
    FOUR = "4", N_("4, well")
    FIVE = "5", N_("5, very well")


class Service(Worded):
    """What lets everybody follow an event, in their language or without hearing."""

    INTERPRETATION = "interpretation", N_("Interpretation between English and French")
    ASL = "asl", N_("American Sign Language")
    LSQ = "lsq", N_("Quebec Sign Language (LSQ)")
    CAPTIONS_EN = "captions_en", N_("Live captions in English")
    CAPTIONS_FR = "captions_fr", N_("Live captions in French")


class MaterialKind(Worded):
    """What goes with an event."""

    HANDOUT = "handout", N_("Slides or handout")
    RECORDING = "recording", N_("Recording")
    OTHER = "other", N_("Something else")


class WouldUse(Worded):
    """Whether someone who came would use it at work."""

    YES = "yes", N_("Yes")
    MAYBE = "maybe", N_("Perhaps")
    NO = "no", N_("No")


class Decision(Worded):
    """What a governance body made of what was presented to it."""

    ACCEPTED = "accepted", N_("Accepted")
    PARTLY = "partly", N_("Accepted in part")
    NOTED = "noted", N_("Noted")
    POSTPONED = "postponed", N_("Postponed")
    DECLINED = "declined", N_("Declined")
