"""What leaves the processor: to the bank, booked when it has arrived and taken back when the bank refuses it; and fees.

The processor keeps one account for the whole installation; a transfer is booked for each host whose money was in it.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import BANK, FEES, PROCESSOR, Draft, move
from crowdlearn.ledger.service import hosts_of, post, post_many, posting_of, postings_about, reverse
from crowdlearn.payments.gateway import cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import FeeReading, TransferReading

LOOK_BACK = timedelta(days=40)


def follow_transfer(reference: str) -> bool:
    """Read a transfer to the bank and book what became of it. Doing it again changes nothing. Raises Unanswered."""
    found = cards().read_transfer(reference)
    if found.arrived is None:
        return True
    with transaction() as session:
        booked = postings_about(session, _cause(reference))
        if found.arrived and not booked:
            post_many(session, _drafts(session, found))
        elif not found.arrived:
            for posting in booked:
                if not posting.is_reversed:
                    reverse(session, posting.id, by=None, note="")
    return True


def transfers_with_news() -> list[str]:
    """Return the transfers of the last weeks whose end is not in the books. Raises Unanswered."""
    ended = [found for found in cards().transfers_since(now() - LOOK_BACK) if found.arrived is not None]
    with reading() as session:
        return [found.reference for found in ended if _has_news(session, found)]


def _has_news(session: Session, found: TransferReading) -> bool:
    booked = postings_about(session, _cause(found.reference))
    return not booked if found.arrived else any(not posting.is_reversed for posting in booked)


def new_fees() -> list[FeeReading]:
    """Return the fees of the last weeks that are not in the books. Raises Unanswered."""
    found = [fee for fee in cards().fees_since(now() - LOOK_BACK) if fee.cents]
    with reading() as session:
        return [fee for fee in found if posting_of(session, f"fee {fee.reference}") is None]


def book_fee(fee: FeeReading) -> None:
    """Book a fee that belongs to no payment: the only host bears it, or nobody's books where there are more."""
    with transaction() as session:
        lines = move(Money(fee.cents, fee.currency), debit=FEES, credit=PROCESSOR)
        if posting_of(session, f"fee {fee.reference}") is None:
            post(session, f"fee {fee.reference}", lines, host_id=_only_host(session))


def _only_host(session: Session) -> UUID | None:
    hosts = hosts_of(session, PROCESSOR)
    return hosts[0] if len(hosts) == 1 else None


def _cause(reference: str) -> str:
    return f"transfer {reference}"


def _drafts(session: Session, found: TransferReading) -> list[Draft]:
    """Return a posting for each host; what came from no payment is the only host's, or nobody's if there are more."""
    known = col(Payment.processor_reference)
    whose = dict(session.exec(select(known, Payment.host_id).where(known.in_(found.parts))).all())
    sums: dict[UUID | None, int] = {}
    for payment, cents in found.parts.items():
        sums[whose.get(payment)] = sums.get(whose.get(payment), 0) + cents
    rest = _only_host(session)
    sums[rest] = sums.get(rest, 0) + found.amount_cents - sum(sums.values())
    return [
        Draft(
            f"{_cause(found.reference)} {host_id or 'nobody'}",
            move(Money(cents, found.currency), debit=BANK, credit=PROCESSOR),
            host_id=host_id,
            note=found.reference,
        )
        for host_id, cents in sums.items()
        if cents
    ]
