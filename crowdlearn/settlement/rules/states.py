"""The states of what settlement keeps, and the moves between them."""

from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded


class ArrivalState(Worded):
    """Money that came in. WAITING: it makes no pledge whole, or nobody expects it; the host owes it to its sender.

    UNDONE: it was recorded by mistake.
    """

    WAITING = "waiting", N_("Waits to be matched or sent back")
    COUNTED = "counted", N_("Counted")
    SENT_BACK = "sent_back", N_("Sent back")
    UNDONE = "undone", N_("Recorded by mistake")


A = ArrivalState
ARRIVAL = Machine(
    {
        A.WAITING: {A.COUNTED, A.SENT_BACK, A.UNDONE},
        A.COUNTED: {A.WAITING, A.UNDONE},
        A.SENT_BACK: set(),
        A.UNDONE: set(),
    }
)


class DocumentKind(Worded):
    """What a document proves. Each is about a part of the cost that no other document shows.

    RECEIPT: the provider's receipt in the pitcher's name. PAYROLL: the organisation's record of a payroll deduction.
    ORGANISATION: the organisation's record of what it paid. INVOICE: a part that nobody has paid yet.
    CREDIT: what the provider gave back; it counts against the others.
    """

    RECEIPT = "receipt", N_("Receipt for what I paid")
    PAYROLL = "payroll", N_("Payroll deduction record")
    ORGANISATION = "organisation", N_("Record of what the organisation paid")
    INVOICE = "invoice", N_("Invoice, not paid yet")
    CREDIT = "credit", N_("Credit: money the provider gave back")


class DocumentState(Worded):
    """SUBMITTED until a treasurer has looked at it."""

    SUBMITTED = "submitted", N_("Waits for the treasurer")
    VERIFIED = "verified", N_("Verified")
    REFUSED = "refused", N_("Refused")
    WITHDRAWN = "withdrawn", N_("Taken back")


D = DocumentState
DOCUMENT = Machine(
    {
        D.SUBMITTED: {D.VERIFIED, D.REFUSED, D.WITHDRAWN},
        D.VERIFIED: set(),
        D.REFUSED: set(),
        D.WITHDRAWN: set(),
    }
)


class PayoutState(Worded):
    """CONFIRMED: it left the host's account and is in the books."""

    PROPOSED = "proposed", N_("Proposed")
    CONFIRMED = "confirmed", N_("Confirmed")
    WITHDRAWN = "withdrawn", N_("Taken back")


PAYOUT = Machine(
    {
        PayoutState.PROPOSED: {PayoutState.CONFIRMED, PayoutState.WITHDRAWN},
        PayoutState.CONFIRMED: set(),
        PayoutState.WITHDRAWN: set(),
    }
)


class RoundState(Worded):
    """A round of refunds. OPENED by the system, PROPOSED by a treasurer, CONFIRMED: owed to the backers."""

    OPENED = "opened", N_("Opened by the rules")
    PROPOSED = "proposed", N_("Proposed")
    CONFIRMED = "confirmed", N_("Confirmed")
    WITHDRAWN = "withdrawn", N_("Taken back")


R = RoundState
ROUND = Machine(
    {
        R.OPENED: {R.PROPOSED, R.CONFIRMED},
        R.PROPOSED: {R.CONFIRMED, R.WITHDRAWN},
        R.CONFIRMED: set(),
        R.WITHDRAWN: set(),
    }
)


class RefundState(Worded):
    """One backer's part of a round. FAILED: the account or card did not take it; a treasurer finds another way."""

    OPEN = "open", N_("Open")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Came back")
    WITHDRAWN = "withdrawn", N_("Taken back")


F = RefundState
REFUND = Machine(
    {
        F.OPEN: {F.SENT, F.FAILED, F.WITHDRAWN},
        F.SENT: {F.FAILED},
        F.FAILED: {F.SENT},
        F.WITHDRAWN: set(),
    }
)
TO_SEND = frozenset({F.OPEN, F.FAILED})


class RefundReason(Worded):
    """Why money goes back."""

    SAVED = "saved", N_("The learning cost less")
    NOT_FUNDED = "not_funded", N_("The pitch was not funded")
    CANCELLED = "cancelled", N_("The learning was cancelled")
    FROZEN = "frozen", N_("The pitch was frozen")
    UNSPENT = "unspent", N_("Nobody showed what it was spent on")
    REPAID = "repaid", N_("The pitcher paid money back")
    ASKED = "asked", N_("Asked for")


class ClaimState(Worded):
    """Money that a pitcher owes back."""

    OPEN = "open", N_("Open")
    PAID = "paid", N_("Paid back")
    WRITE_OFF_PROPOSED = "write_off_proposed", N_("Write-off proposed")
    WRITTEN_OFF = "written_off", N_("Borne by the host")


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


class SubstituteState(Worded):
    """Someone else goes in the pitcher's place: backers may object, the manager agrees."""

    ASKED = "asked", N_("Asked for")
    AGREED = "agreed", N_("Agreed")
    REFUSED = "refused", N_("Refused")


SUBSTITUTE = Machine(
    {
        SubstituteState.ASKED: {SubstituteState.AGREED, SubstituteState.REFUSED},
        SubstituteState.AGREED: set(),
        SubstituteState.REFUSED: set(),
    }
)
