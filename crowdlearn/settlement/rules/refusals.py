"""What settlement refuses, and why."""

from crowdlearn.kernel.errors import N_, NotAllowed, RuleBroken


class NotYourPitch(NotAllowed):
    """Nobody handles the money of a pitch of their own."""


class OwnMoney(NotAllowed):
    """Nobody records, refunds or pays what is their own."""


class NotNow(RuleBroken):
    """The pitch is not at that point."""

    msgid = N_("This is not possible at this stage of the pitch.")


class UnknownCode(RuleBroken):
    """No pledge has this reference code."""

    msgid = N_("No pledge of your organisation has this code. Check it against the bank statement.")
    field = "code"


class RecordedBefore(RuleBroken):
    """The same bank reference was recorded for this pledge."""

    msgid = N_("A payment with this bank reference was already recorded for this pledge.")
    field = "bank_reference"


class InFuture(RuleBroken):
    """A day that has not come."""

    msgid = N_("This day has not come yet.")
    field = "day"


class CannotUndo(RuleBroken):
    """What was recorded has moved on."""

    msgid = N_("This cannot be taken back any more: the money has moved on. Send a refund instead.")


class SecondPerson(NotAllowed):
    """Four eyes on money: from the limit on, nobody confirms what they proposed."""


class AnotherCertifies(RuleBroken):
    """One treasurer certifies the documents of a pitch so that another one can pay."""

    msgid = N_("%(name)s looks at the documents of this pitch, so that you can confirm what is paid out.")


class CertifierPays(RuleBroken):
    """Who certified the documents does not pay."""

    msgid = N_("You verified the receipts of this pitch; from %(limit)s another treasurer must confirm the payout.")


class ReasonMissing(RuleBroken):
    """A refusal says why."""

    msgid = N_("Say why in a few words.")
    field = "reason"


class ReceiptsStillOpen(RuleBroken):
    """Savings are known when all documents are in."""

    msgid = N_("The pitcher has not said yet that all receipts are in, and there is time until %(until)s.")


class DocumentsUndecided(RuleBroken):
    """Documents wait for a treasurer."""

    msgid = N_("Documents are still to be looked at. Verify or refuse them first.")


class NothingToReturn(RuleBroken):
    """Peers carry exactly what they should."""

    msgid = N_("Nothing is left to send back.")


class TooMuchToReturn(RuleBroken):
    """More than is kept of a payment."""

    msgid = N_("Only %(left)s of this payment is left to send back.")
    field = "amount"


class Disputed(RuleBroken):
    """A chargeback is open: a refund would let the money leave twice."""

    msgid = N_("The backer’s bank has taken this payment back, or may do so. Wait until that is decided.")


class Frozen(RuleBroken):
    """The pitch is frozen."""

    msgid = N_("This pitch is frozen: %(why)s. Nothing is paid out.")


class MoneyOwedFirst(RuleBroken):
    """The pitcher owes money for this pitch."""

    msgid = N_("The pitcher owes %(amount)s for this pitch. It must come back first.")


class NotASubstitute(RuleBroken):
    """Only a colleague or a backer takes the place."""

    msgid = N_("Someone from the pitcher’s organisation, or one of the backers named at the pitch, can take the place.")
    field = "email"


class TooMuchOrganisationMoney(RuleBroken):
    """The organisation never paid less than nothing."""

    msgid = N_("The organisation’s money cannot fall below zero.")
    field = "amount"


class AmountMissing(RuleBroken):
    """An amount above zero is needed."""

    msgid = N_("Enter an amount above zero.")
    field = "amount"


class PayoutWaits(RuleBroken):
    """One payout of a pitch at a time."""

    msgid = N_("A payout of this pitch already waits to be confirmed.")


class NotFull(RuleBroken):
    """The scales say no."""

    msgid = N_("This pitch is not covered and cleared yet, so it cannot lock.")
