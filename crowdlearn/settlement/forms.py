"""What treasurers, pitchers and backers fill in about money."""

from datetime import date
from enum import StrEnum
from typing import cast

from flask_babel import lazy_gettext as _

from crowdlearn.kernel.words import N_, Worded
from crowdlearn.ledger.rules import AccountKind
from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    ChoiceField,
    DateField,
    EmailField,
    FileField,
    MoneyField,
    OneLine,
    PartForm,
    PlainTextField,
)

from .rules import DocumentKind, Payee

MOST = 1_000_000_00


class _DatedForm(AppForm):
    """A form with a day that must be filled in."""

    day: DateField

    @property
    def on(self) -> date:
        """Return the day of a form whose shape is right."""
        return cast("date", self.day.data)


class MoneyInForm(_DatedForm):
    """A line of the bank statement."""

    code = OneLine(_("Reference code"), most=16, description=_("As on the statement, such as CL-7K3M-9QXD."))
    amount = MoneyField(_("Amount that came in"), most=MOST)
    day = DateField(_("Day it came in"))
    bank_reference = OneLine(
        _("The bank’s own reference"), most=60, description=_("It keeps the same line from being recorded twice.")
    )


class BackForm(AppForm):
    """Money that leaves again."""

    reference = OneLine(_("The bank’s reference of the transfer"), most=60)


class UndoForm(ActionForm):
    """One button: this was recorded by mistake."""


class VerifyForm(ActionForm):
    """One button: this document is in order."""


class RefuseForm(AppForm):
    """Why a document does not count."""

    reason = PlainTextField(_("Why does it not count?"), most=300, description=_("The pitcher reads this."))


class PayoutForm(AppForm):
    """A payout to be proposed."""

    payee = ChoiceField(_("Who gets it"), Payee)
    amount = MoneyField(_("Amount"), most=MOST)
    method = OneLine(_("How it is paid"), most=80, description=_("For example: bank transfer, with the next payroll."))


class ConfirmPayoutForm(AppForm):
    """The second treasurer's word that a payout left the bank."""

    reference = OneLine(_("The bank’s reference of the transfer"), most=60)


class WithdrawForm(ActionForm):
    """One button: take a proposal back."""


class SavingsForm(ActionForm):
    """One button: propose to send the savings back."""


class RefundForm(AppForm):
    """What goes back of one payment."""

    amount = MoneyField(_("Amount to send back"), most=MOST)


class ConfirmRefundsForm(ActionForm):
    """One button: these refunds are right."""


class SentForm(AppForm):
    """Refunds that left the bank."""

    reference = OneLine(_("The bank’s reference"), most=60, description=_("Of the batch, or of the transfer."))


class FailedForm(ActionForm):
    """One button: this refund came back."""


class DocumentForm(_DatedForm):
    """A receipt, record or invoice."""

    kind = ChoiceField(_("What is it?"), DocumentKind)
    label = OneLine(_("What was it for?"), most=160, description=_("For example: conference seat, train to Halifax."))
    amount = MoneyField(_("Amount, tax included"), most=MOST)
    day = DateField(_("Date on it"))
    scan = FileField(
        _("Scan or file"), description=_("PDF or picture, up to 10 MB. Only you, treasurers and auditors see it.")
    )


class CompleteForm(ActionForm):
    """One button: all documents are in."""


class TakeBackForm(ActionForm):
    """One button: take a document back."""


class TopUpForm(AppForm):
    """What the pitcher adds."""

    amount = MoneyField(_("Amount you add"), most=MOST)


class CancelForm(AppForm):
    """Why the learning does not take place."""

    reason = PlainTextField(_("What happened?"), most=300, description=_("Your backers read this."))


class SubstituteForm(AppForm):
    """Who would go in the pitcher's place."""

    email = EmailField(
        _("Work e-mail of the person who would go"),
        autocomplete="off",
        description=_("A colleague from your organisation, or one of the backers named at the pitch. Ask them first."),
    )
    reason = PlainTextField(
        _("Why can you not go?"),
        most=300,
        description=_("Your backers read this. A few neutral words are enough; no health details."),
    )


class Opinion(Worded):
    """What a backer says to a substitute."""

    FINE = "fine", N_("That is fine with me")
    OBJECT = "object", N_("I object")


class OpinionForm(AppForm):
    """A backer's answer to a substitute."""

    opinion = ChoiceField(_("May this person go instead?"), Opinion)


class ClearSubstituteForm(ActionForm):
    """One button: the organisation agrees to the substitute."""


class FreezeForm(AppForm):
    """Why nothing more may be paid."""

    reason = PlainTextField(
        _("Reason"), most=300, description=_("In neutral words: it is shown with the pitch. No health details.")
    )


class Direction(StrEnum):
    """Whether an organisation paid more or less than was known."""

    MORE = "more"
    LESS = "less"


class OrganisationMoneyForm(AppForm):
    """Money of an organisation that came, or did not come, later."""

    direction = ChoiceField(
        _("Compared with what is known"),
        Direction,
        {Direction.MORE: _("It paid more, or reimbursed part of the own share"), Direction.LESS: _("It paid less")},
    )
    amount = MoneyField(_("By how much"), most=MOST)
    reason = OneLine(_("Who paid, and for what"), most=300)


class RepaymentForm(_DatedForm):
    """Money that the pitcher paid back."""

    amount = MoneyField(_("Amount that came in"), most=MOST)
    day = DateField(_("Day it came in"))
    bank_reference = OneLine(_("The bank’s own reference"), most=60)


class WriteOffForm(AppForm):
    """Why the host should bear a claim."""

    reason = PlainTextField(_("Why will it not come back?"), most=300)


class ConfirmWriteOffForm(ActionForm):
    """One button: the host bears it."""


class InstructionForm(AppForm):
    """How backers pay, in both languages."""

    words_en = PlainTextField(_("How to pay, in English"), most=1000)
    words_fr = PlainTextField(_("How to pay, in French"), most=1000)


class BalanceForm(_DatedForm):
    """What the bank statement says."""

    amount = MoneyField(_("Balance on the statement"), least=0, most=MOST * 10)
    day = DateField(_("At the end of"))


class CheckForm(ActionForm):
    """One button: check now."""


class SettleForm(ActionForm):
    """One button: weigh the pitch now."""


class BooksFilter(PartForm):
    """Which postings to show; its answers live in the address."""

    account = ChoiceField(_("Account"), AccountKind, needed=False, drop_down=True, blank=_("All"))
    since = DateField(_("From"), needed=False)
    until = DateField(_("To"), needed=False)
