"""Who wrote a share-back together: invited by its author, named once they accept. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine

MOST_CO_AUTHORS = 12


class AuthorState(StrEnum):
    """A co-author's part. Only NAMED ones stand with the text and may write in it; DECLINED is a final no."""

    INVITED = "invited"
    NAMED = "named"
    DECLINED = "declined"
    LEFT = "left"


CO_AUTHOR = Machine(
    {
        AuthorState.INVITED: {AuthorState.NAMED, AuthorState.DECLINED, AuthorState.LEFT},
        AuthorState.NAMED: {AuthorState.LEFT},
        AuthorState.LEFT: {AuthorState.INVITED},
        AuthorState.DECLINED: set(),
    }
)


@dataclass(frozen=True)
class AuthorInvited(Event):
    """The author asks somebody to stand with a share-back."""

    shareback_id: UUID
    invited_id: UUID


@dataclass(frozen=True)
class AuthorAnswered(Event):
    """Whoever was invited accepted or declined, or a co-author left."""

    shareback_id: UUID
    person_id: UUID
    state: AuthorState


class NobodyToInvite(RuleBroken):
    """No member, or more than one, goes by this name."""

    msgid = N_(
        "No member was found by this. Write the full name of someone who shows their profile, "
        "or the work e-mail of a colleague in your organisation."
    )
    field = "who"


class InvitedBefore(RuleBroken):
    """One is asked once; a no is a no."""

    msgid = N_("%(name)s was invited already.")
    field = "who"


class EnoughAuthors(RuleBroken):
    """A text with too many names has no author."""

    msgid = N_("A share-back has at most %(most)s co-authors.")
    field = "who"


class ReviewedIt(RuleBroken):
    """Who judged a text cannot become its author."""

    msgid = N_("You reviewed this share-back, and authors do not review their own work. Delete your review first.")
