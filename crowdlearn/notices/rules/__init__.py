"""What a notice may carry, why and when people are written to, and what nobody can silence. Pure."""

from datetime import timedelta

from .facts import pack, unpack
from .hours import DIGEST_AT, QuietAllDay, QuietHours, check_quiet, end_of_quiet, mail_due, next_digest
from .reasons import (
    ALWAYS,
    ASKS,
    DIGESTS,
    KNOWN,
    REASONS,
    SILENT,
    Channel,
    Reason,
    Section,
    may_be_silenced,
    reason_of,
)

__all__ = [
    "ALWAYS",
    "ASKS",
    "DIGESTS",
    "DIGEST_AT",
    "KNOWN",
    "MOST_ATTEMPTS",
    "REASONS",
    "SILENT",
    "Channel",
    "QuietAllDay",
    "QuietHours",
    "Reason",
    "Section",
    "check_quiet",
    "end_of_quiet",
    "mail_due",
    "may_be_silenced",
    "next_digest",
    "pack",
    "reason_of",
    "retry_after",
    "unpack",
]
MOST_ATTEMPTS = 12
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts, later and later."""
    return min(FIRST_RETRY * (1 << attempts), LONGEST_RETRY)
