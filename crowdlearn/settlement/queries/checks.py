"""All the checks together: run by jobs every ten minutes, by `flask check`, and on the treasurer's page."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.db.session import reading
from crowdlearn.settlement.models import CheckRun
from crowdlearn.settlement.rules import Finding

from . import agreement, order, wholeness
from .figures import figures


def disagreements() -> list[Finding]:
    """Return everything that does not agree, an empty list if all is well. Recomputed from the rows, never cached."""
    with reading() as session:
        return find_all(session)


def find_all(session: Session) -> list[Finding]:
    """Return the findings of all checks, in the order of the laws."""
    sums = figures(session)
    counted = [
        Finding(10, count.pitch_id, facts={"shown": str(count.shown), "counted": str(count.counted)})
        for count in order.miscounted(session)
    ]
    return [
        *agreement.postings_balance(session),
        *agreement.books_hold_what_is_held(session, sums),
        *agreement.captures_are_booked_once(session),
        *wholeness.cards_are_known(session),
        *agreement.peers_stay_within_their_half(sums),
        *order.nothing_came_too_early(session),
        *wholeness.nothing_is_taken_undecided(session),
        *agreement.payouts_are_proven(session, sums),
        *agreement.refunds_stay_within_payments(session),
        *order.nothing_waits_too_long(session),
        *wholeness.no_payment_is_stuck(session),
        *agreement.bank_agrees(session),
        *counted,
        *wholeness.all_or_nobody(session, sums),
    ]


@dataclass(frozen=True)
class LastCheck:
    """The newest run of the checks, and what it found."""

    ran_at: datetime
    findings: tuple[Finding, ...]


def last_check(session: Session) -> LastCheck | None:
    """Return the newest run, None before the first."""
    row = session.exec(select(CheckRun).order_by(col(CheckRun.ran_at).desc()).limit(1)).first()
    return None if row is None else LastCheck(row.ran_at, tuple(map(_read, row.findings)))


def write(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is stored."""
    return {name: str(value) if isinstance(value, UUID) else value for name, value in asdict(finding).items()}


def _read(stored: dict[str, Any]) -> Finding:
    ids = {name: UUID(stored[name]) if stored[name] else None for name in ("pitch_id", "about")}
    return Finding(stored["law"], ids["pitch_id"], ids["about"], stored["facts"])
