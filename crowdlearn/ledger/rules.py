"""Double entry. Pure; amounts are integer cents, above zero on the debit side, below zero on the credit side."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import Worded


class AccountKind(Worded):
    """What an account is for. The last three are kept per pitch."""

    BANK = "bank", N_("Bank")
    PROCESSOR = "processor", N_("Card processor")
    FEES = "fees", N_("Fees")
    LOSSES = "losses", N_("Losses")
    PITCH = "pitch", N_("Held for a pitch")
    PAYABLE = "payable", N_("Owed to others")
    RECEIVABLE = "receivable", N_("Owed by a pitcher")


BANK, PROCESSOR = AccountKind.BANK.value, AccountKind.PROCESSOR.value
FEES, LOSSES = AccountKind.FEES.value, AccountKind.LOSSES.value


def held_for(pitch_id: UUID) -> str:
    """Name the account of money that the host holds for a pitch; held money stands on its credit side."""
    return f"{AccountKind.PITCH}:{pitch_id}"


def payable_of(pitch_id: UUID) -> str:
    """Name the account of money that the host owes somebody because of a pitch."""
    return f"{AccountKind.PAYABLE}:{pitch_id}"


def receivable_of(pitch_id: UUID) -> str:
    """Name the account of money that a pitcher owes the host."""
    return f"{AccountKind.RECEIVABLE}:{pitch_id}"


def kind_of(account: str) -> AccountKind:
    """Return what an account is for. Raises ValueError for a name that is none."""
    return AccountKind(account.partition(":")[0])


class Unbalanced(ValueError):
    """The lines of a posting do not add up to zero."""


class AlreadyReversed(RuleBroken):
    """A posting is taken back once, and a reversal never."""

    msgid = N_("This posting was already taken back.")


@dataclass(frozen=True)
class Line:
    """One side of a posting: `amount` above zero debits `account`, below zero credits it."""

    account: str
    amount: Money


@dataclass(frozen=True)
class Draft:
    """A posting about to be made. `cause` is unique in the books; `pitch_id` and `host_id` say whose money it is."""

    cause: str
    lines: Sequence[Line]
    pitch_id: UUID | None = None
    host_id: UUID | None = None
    by: UUID | None = None
    note: str = ""
    reverses: UUID | None = None


def move(amount: Money, *, debit: str, credit: str) -> list[Line]:
    """Return the two lines that carry `amount` into `debit` out of `credit`."""
    return [Line(debit, amount), Line(credit, -amount)]


def check_balanced(lines: Sequence[Line]) -> None:
    """Raise Unbalanced unless there are lines, none is zero, and every currency adds up to zero cents."""
    totals: dict[str, int] = {}
    for line in lines:
        totals[line.amount.currency] = totals.get(line.amount.currency, 0) + line.amount.cents
    if not lines or any(totals.values()) or not all(line.amount for line in lines):
        raise Unbalanced(f"{totals}")


def backwards(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that take `lines` back."""
    return [Line(line.account, -line.amount) for line in lines]
