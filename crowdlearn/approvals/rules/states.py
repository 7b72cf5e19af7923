"""The states of a clearance and of each request in it."""

from enum import StrEnum

from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded


class ClearanceState(Worded):
    """Where clearance stands for one version of a pitch's terms. NOT_ASKED: the manager was told, not asked.

    SUPERSEDED: the terms changed, and a newer clearance took its place. Stored, and copied to `pitch.clearance`.
    """

    NOT_ASKED = "not_asked", N_("The manager was told")
    WAITING = "waiting", N_("Waiting for clearance")
    CLEARED = "cleared", N_("Cleared")
    CHANGES_ASKED = "changes_asked", N_("Changes asked")
    DECLINED = "declined", N_("Money ask declined")
    WITHDRAWN = "withdrawn", N_("Clearance withdrawn")
    SUPERSEDED = "superseded", N_("Replaced by new terms")


C = ClearanceState
CLEARANCE = Machine(
    {
        C.NOT_ASKED: {C.SUPERSEDED},
        C.WAITING: {C.CLEARED, C.CHANGES_ASKED, C.DECLINED, C.SUPERSEDED},
        C.CLEARED: {C.WITHDRAWN, C.SUPERSEDED},
        C.CHANGES_ASKED: {C.WAITING, C.CLEARED, C.DECLINED, C.SUPERSEDED},
        C.DECLINED: {C.SUPERSEDED},
        C.WITHDRAWN: {C.CLEARED, C.DECLINED, C.SUPERSEDED},
        C.SUPERSEDED: set(),
    }
)
UNDECIDED = frozenset({C.WAITING, C.CHANGES_ASKED, C.WITHDRAWN})


class RequestState(Worded):
    """One step of a clearance. LATER: its turn has not come. TOLD: informed, nothing to decide.

    SPARED: the others' decisions were enough, or the terms changed before this one decided.
    """

    LATER = "later", N_("Next in turn")
    ASKED = "asked", N_("Waiting for a decision")
    TOLD = "told", N_("Told")
    CLEARED = "cleared", N_("Cleared")
    CHANGES_ASKED = "changes_asked", N_("Changes asked")
    DECLINED = "declined", N_("Money ask declined")
    WITHDRAWN = "withdrawn", N_("Clearance withdrawn")
    SPARED = "spared", N_("Not needed")


R = RequestState
REQUEST = Machine(
    {
        R.LATER: {R.ASKED, R.SPARED},
        R.ASKED: {R.CLEARED, R.CHANGES_ASKED, R.DECLINED, R.SPARED},
        R.TOLD: set(),
        R.CLEARED: {R.WITHDRAWN, R.SPARED},
        R.CHANGES_ASKED: {R.ASKED, R.CLEARED, R.DECLINED, R.SPARED},
        R.DECLINED: set(),
        R.WITHDRAWN: {R.CLEARED, R.DECLINED, R.SPARED},
        R.SPARED: set(),
    }
)
OPEN_REQUESTS = frozenset({R.ASKED, R.CHANGES_ASKED, R.WITHDRAWN})  # someone may decide on these now


class Decision(StrEnum):
    """What an approver may say; clearing may carry conditions."""

    CLEAR = "clear"
    ASK_CHANGES = "ask_changes"
    DECLINE = "decline"
    REVOKE = "revoke"


DECIDED: dict[Decision, RequestState] = {
    Decision.CLEAR: R.CLEARED,
    Decision.ASK_CHANGES: R.CHANGES_ASKED,
    Decision.DECLINE: R.DECLINED,
    Decision.REVOKE: R.WITHDRAWN,
}
