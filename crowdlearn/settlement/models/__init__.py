"""What settlement keeps. Amounts are integer cents of the pitch's currency. Nothing here is ever deleted."""

from .returning import Claim, Refund, RefundRound, Repayment
from .settling import (
    Arrival,
    CheckRun,
    Document,
    OrganisationChange,
    PayInstruction,
    Payout,
    Settlement,
    Statement,
    SubstituteAnswer,
    Substitution,
)

__all__ = [
    "Arrival",
    "CheckRun",
    "Claim",
    "Document",
    "OrganisationChange",
    "PayInstruction",
    "Payout",
    "Refund",
    "RefundRound",
    "Repayment",
    "Settlement",
    "Statement",
    "SubstituteAnswer",
    "Substitution",
]
