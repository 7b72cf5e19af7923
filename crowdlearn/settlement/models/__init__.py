"""What settlement keeps. Amounts are integer cents of the pitch's currency. Nothing here is ever deleted."""

from .returning import Claim, Refund, RefundRound, Repayment
from .settling import (
    Arrival,
    CheckRun,
    Document,
    Objection,
    OrganisationChange,
    PayInstruction,
    Payout,
    Settlement,
    Statement,
    Substitution,
)

__all__ = [
    "Arrival",
    "CheckRun",
    "Claim",
    "Document",
    "Objection",
    "OrganisationChange",
    "PayInstruction",
    "Payout",
    "Refund",
    "RefundRound",
    "Repayment",
    "Settlement",
    "Statement",
    "Substitution",
]
