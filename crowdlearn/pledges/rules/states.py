"""The states of a money pledge and of an offer of expertise."""

from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded


class PledgeState(Worded):
    """A money pledge. COMMITTED: the pitch locked. KEPT: the money arrived and the pitch was funded.

    RELEASED: the pitch ended or changed without it. DROPPED: it did not pay in time. CARD_PENDING holds room while
    its card page is open, then it is ABANDONED.
    """

    CARD_PENDING = "card_pending", N_("Waiting for your card")
    PLEDGED = "pledged", N_("Promised")
    WAITLISTED = "waitlisted", N_("Waiting for room")
    RECONFIRM = "reconfirm", N_("Waiting for your answer")
    COMMITTED = "committed", N_("To be paid")
    KEPT = "kept", N_("Given")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    EXPIRED = "expired", N_("Not needed")
    ABANDONED = "abandoned", N_("Not finished")
    RELEASED = "released", N_("Released")
    DROPPED = "dropped", N_("Not paid in time")


P = PledgeState
PLEDGE = Machine(
    {
        P.CARD_PENDING: {P.PLEDGED, P.WAITLISTED, P.ABANDONED, P.WITHDRAWN},
        P.PLEDGED: {P.COMMITTED, P.RECONFIRM, P.WITHDRAWN, P.RELEASED, P.WAITLISTED},
        P.WAITLISTED: {P.PLEDGED, P.COMMITTED, P.WITHDRAWN, P.EXPIRED, P.RELEASED},
        P.RECONFIRM: {P.PLEDGED, P.WITHDRAWN, P.RELEASED},
        P.COMMITTED: {P.KEPT, P.DROPPED, P.RELEASED, P.WITHDRAWN, P.PLEDGED},
        P.KEPT: set(),
        P.WITHDRAWN: set(),
        P.EXPIRED: set(),
        P.ABANDONED: set(),
        P.RELEASED: set(),
        P.DROPPED: set(),
    }
)
HOLDS_ROOM = frozenset({P.CARD_PENDING, P.PLEDGED, P.RECONFIRM, P.COMMITTED, P.KEPT})  # counts towards P_live
ENDED = PLEDGE.final - {P.KEPT}  # came to nothing


class OfferState(Worded):
    """An offer of expertise. CONFIRMED: both sides agree on minutes, or on the receipt."""

    OFFERED = "offered", N_("Waiting for an answer")
    ACCEPTED = "accepted", N_("Accepted")
    SCHEDULED = "scheduled", N_("Scheduled")
    CONFIRMED = "confirmed", N_("Confirmed by both")
    DECLINED = "declined", N_("Declined with thanks")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    RELEASED = "released", N_("Released")
    NOT_GIVEN = "not_given", N_("Did not happen")


O = OfferState  # noqa: E741 - reads like the table it is
OFFER = Machine(
    {
        O.OFFERED: {O.ACCEPTED, O.DECLINED, O.WITHDRAWN, O.RELEASED},
        O.ACCEPTED: {O.SCHEDULED, O.CONFIRMED, O.WITHDRAWN, O.RELEASED, O.NOT_GIVEN},
        O.SCHEDULED: {O.ACCEPTED, O.CONFIRMED, O.WITHDRAWN, O.RELEASED, O.NOT_GIVEN},
        O.CONFIRMED: set(),
        O.DECLINED: set(),
        O.WITHDRAWN: set(),
        O.RELEASED: set(),
        O.NOT_GIVEN: set(),
    }
)
OPEN_OFFERS = frozenset({O.OFFERED, O.ACCEPTED, O.SCHEDULED})


class IntroductionState(Worded):
    """ASKED: the helper asks the person. MADE: the person agreed, and the pitcher has the name."""

    ASKED = "asked", N_("The person is being asked")
    MADE = "made", N_("Introduced")
    MET = "met", N_("They met")
    CAME_OF_IT = "came_of_it", N_("Something came of it")
    NOT_TAKEN_UP = "not_taken_up", N_("Not taken up")


I = IntroductionState  # noqa: E741 - reads like the table it is
INTRODUCTION_KIND, OUTCOME_KIND = "introduction", "introduction_end"  # private words, for whoever reports them
INTRODUCTION = Machine(
    {
        I.ASKED: {I.MADE, I.NOT_TAKEN_UP},
        I.MADE: {I.MET, I.NOT_TAKEN_UP},
        I.MET: {I.CAME_OF_IT, I.NOT_TAKEN_UP},
        I.CAME_OF_IT: set(),
        I.NOT_TAKEN_UP: set(),
    }
)
