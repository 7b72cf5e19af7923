"""The states of a pitch and the moves between them."""

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded

from .kinds import OrganisationMoneyState


class PitchState(Worded):
    """IDEA is a pitch shared unfinished. A money ask without peers' money has nothing to lock and goes straight on."""

    DRAFT = "draft", N_("Draft")
    IDEA = "idea", N_("Idea")
    OPEN = "open", N_("Open")
    PAUSED = "paused", N_("Paused")
    TOP_UP = "top_up", N_("Last stretch")
    LOCKED = "locked", N_("Locked")
    SETTLING = "settling", N_("Being settled")
    FUNDED = "funded", N_("Under way")
    COMPLETED = "completed", N_("Completed")
    NOT_FUNDED = "not_funded", N_("Not funded")
    NOT_FUNDED_AFTER_LOCK = "not_funded_after_lock", N_("Not funded after all")
    NOT_APPROVED = "not_approved", N_("Not cleared")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    CANCELLED = "cancelled", N_("Cancelled")

    @property
    def fell_through(self) -> bool:
        """Tell whether it ended without the learning: nothing is promised any more, and nothing is owed."""
        return self in FELL_THROUGH


S = PitchState
PITCH = Machine(
    {
        S.DRAFT: {S.IDEA, S.OPEN, S.FUNDED},
        S.IDEA: {S.OPEN, S.FUNDED, S.WITHDRAWN},
        S.OPEN: {S.PAUSED, S.TOP_UP, S.LOCKED, S.FUNDED, S.NOT_FUNDED, S.NOT_APPROVED, S.WITHDRAWN},
        S.PAUSED: {S.OPEN, S.NOT_FUNDED, S.WITHDRAWN},
        S.TOP_UP: {S.LOCKED, S.OPEN, S.NOT_FUNDED, S.NOT_APPROVED, S.WITHDRAWN},
        S.LOCKED: {S.SETTLING, S.OPEN, S.NOT_FUNDED_AFTER_LOCK, S.NOT_APPROVED},
        S.SETTLING: {S.FUNDED, S.NOT_FUNDED_AFTER_LOCK, S.NOT_APPROVED},
        S.FUNDED: {S.COMPLETED, S.CANCELLED},
        S.COMPLETED: set(),
        S.NOT_FUNDED: set(),
        S.NOT_FUNDED_AFTER_LOCK: set(),
        S.NOT_APPROVED: set(),
        S.WITHDRAWN: set(),
        S.CANCELLED: set(),
    }
)
M = OrganisationMoneyState
ORGANISATION_MONEY = Machine(
    {M.PENDING: {M.CONFIRMED, M.REFUSED}, M.CONFIRMED: {M.PENDING, M.REFUSED}, M.REFUSED: {M.PENDING}}
)
PUBLIC = frozenset(S) - {S.DRAFT}  # anyone may read it, where the host lets the public read
TAKES_PLEDGES = frozenset({S.OPEN})  # money
TAKES_OFFERS = frozenset({S.OPEN, S.TOP_UP, S.LOCKED, S.SETTLING, S.FUNDED})  # hours are welcome until the learning
CLOSED = PITCH.final
FELL_THROUGH = CLOSED - {S.COMPLETED}
UNFINISHED = frozenset({S.DRAFT, S.IDEA})
REVISABLE = frozenset({S.OPEN, S.PAUSED, S.TOP_UP})


class PitchFixed(RuleBroken):
    """The pitch is settled or settling: what backers and approvers agreed to is not rewritten."""

    msgid = N_("This pitch can no longer be changed, because others rely on what it says. Write an update instead.")


class OrganisationUnconfirmed(RuleBroken):
    """The pitcher's organisation is not known to be a public one yet."""

    msgid = N_(
        "A steward is confirming your organisation. Until then you can read, follow, offer help and write drafts; "
        "then you can publish."
    )


class OnlyDraftsAreDeleted(RuleBroken):
    """What was public stays readable."""

    msgid = N_("Only a draft can be deleted. A public pitch can be withdrawn; it stays readable.")


class WordsMissing(RuleBroken):
    """News of nothing."""

    msgid, field = N_("Write a few words first."), "text"


class IdeaNeedsWords(RuleBroken):
    """An idea of nothing."""

    msgid, field = N_("Say in a few sentences what you are thinking of."), "summary"


def check_revisable(state: PitchState) -> None:
    """Raise PitchFixed unless an open pitch in this state may be changed."""
    if state not in REVISABLE:
        raise PitchFixed
