"""The states of what settlement keeps, and the moves between them."""

from enum import StrEnum

from crowdlearn.kernel.states import Machine


class ArrivalState(StrEnum):
    """Money that came in. WAITING: it makes no pledge whole, or nobody expects it; the host owes it to its sender.

    UNDONE: it was recorded by mistake.
    """

    WAITING = "waiting"
    COUNTED = "counted"
    SENT_BACK = "sent_back"
    UNDONE = "undone"


A = ArrivalState
ARRIVAL = Machine(
    {
        A.WAITING: {A.COUNTED, A.SENT_BACK, A.UNDONE},
        A.COUNTED: {A.WAITING, A.UNDONE},
        A.SENT_BACK: set(),
        A.UNDONE: set(),
    }
)


class DocumentKind(StrEnum):
    """What a document proves. Each is about a part of the cost that no other document shows.

    RECEIPT: the provider's receipt in the pitcher's name. PAYROLL: the organisation's record of a payroll deduction.
    ORGANISATION: the organisation's record of what it paid. INVOICE: a part that nobody has paid yet.
    CREDIT: what the provider gave back; it counts against the others.
    """

    RECEIPT = "receipt"
    PAYROLL = "payroll"
    ORGANISATION = "organisation"
    INVOICE = "invoice"
    CREDIT = "credit"


class DocumentState(StrEnum):
    """SUBMITTED until a treasurer has looked at it."""

    SUBMITTED = "submitted"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


D = DocumentState
DOCUMENT = Machine(
    {
        D.SUBMITTED: {D.VERIFIED, D.REFUSED, D.WITHDRAWN},
        D.VERIFIED: set(),
        D.REFUSED: set(),
        D.WITHDRAWN: set(),
    }
)


class PayoutState(StrEnum):
    """CONFIRMED: it left the host's account and is in the books."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


PAYOUT = Machine(
    {
        PayoutState.PROPOSED: {PayoutState.CONFIRMED, PayoutState.WITHDRAWN},
        PayoutState.CONFIRMED: set(),
        PayoutState.WITHDRAWN: set(),
    }
)


class RoundState(StrEnum):
    """A round of refunds. OPENED by the system, PROPOSED by a treasurer, CONFIRMED: owed to the backers."""

    OPENED = "opened"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


R = RoundState
ROUND = Machine(
    {
        R.OPENED: {R.PROPOSED, R.CONFIRMED},
        R.PROPOSED: {R.CONFIRMED, R.WITHDRAWN},
        R.CONFIRMED: set(),
        R.WITHDRAWN: set(),
    }
)


class RefundState(StrEnum):
    """One backer's part of a round. FAILED: it came back, the account is closed; a treasurer finds another way."""

    OPEN = "open"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


F = RefundState
REFUND = Machine(
    {
        F.OPEN: {F.SENT, F.WITHDRAWN},
        F.SENT: {F.FAILED},
        F.FAILED: {F.SENT},
        F.WITHDRAWN: set(),
    }
)
TO_SEND = frozenset({F.OPEN, F.FAILED})


class RefundReason(StrEnum):
    """Why money goes back."""

    SAVED = "saved"
    NOT_FUNDED = "not_funded"
    CANCELLED = "cancelled"
    FROZEN = "frozen"
    UNSPENT = "unspent"
    REPAID = "repaid"
    ASKED = "asked"


class ClaimState(StrEnum):
    """Money that a pitcher owes back."""

    OPEN = "open"
    PAID = "paid"
    WRITE_OFF_PROPOSED = "write_off_proposed"
    WRITTEN_OFF = "written_off"


C = ClaimState
CLAIM = Machine(
    {
        C.OPEN: {C.PAID, C.WRITE_OFF_PROPOSED},
        C.WRITE_OFF_PROPOSED: {C.WRITTEN_OFF, C.OPEN, C.PAID},
        C.PAID: set(),
        C.WRITTEN_OFF: set(),
    }
)
OWED = frozenset({C.OPEN, C.WRITE_OFF_PROPOSED})


class SubstituteState(StrEnum):
    """Someone else goes in the pitcher's place: backers may object, the manager agrees."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


SUBSTITUTE = Machine(
    {
        SubstituteState.ASKED: {SubstituteState.AGREED, SubstituteState.REFUSED},
        SubstituteState.AGREED: set(),
        SubstituteState.REFUSED: set(),
    }
)
