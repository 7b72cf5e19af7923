"""What must always agree (money.md, section 8), and how it is said when it does not."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from crowdlearn.kernel.errors import N_

LAWS: dict[int, str] = {
    1: N_("Every posting adds up to zero in each currency."),
    2: N_("The books hold for each pitch exactly what came in, less what went back or was paid out."),
    3: N_("Every collected pledge has exactly one posting, and the arrivals or the one charge that make it whole."),
    4: N_("Peers never paid more than their goal, and the goal is never above the own share."),
    5: N_("No money was collected without a lock, a valid clearance and a declared own share."),
    6: N_("Nothing was paid out above what the receipts prove, or above what peers carry."),
    7: N_("No more went back to a backer than they paid."),
    8: N_("Nothing waits longer than it may."),
    9: N_("The balances of bank and card processor are those of the books."),
    10: N_("The figures shown on pages are the sums of what they count."),
    11: N_("Every pitch is paid by all who promised, or by nobody."),
}
LONGEST_WAIT = {
    "money": timedelta(days=30),
    "document": timedelta(days=14),
    "payout": timedelta(days=14),
    "refunds": timedelta(days=14),
    "refund": timedelta(days=14),
    "claim": timedelta(days=90),
}  # after these a treasurer's work is late
JOBS_GRACE = timedelta(days=1)  # what runs by itself may be a day late


@dataclass(frozen=True)
class Finding:
    """One thing that does not agree with law `law`. `about` is the row, `facts` hold cents or names of kinds."""

    law: int
    pitch_id: UUID | None = None
    about: UUID | None = None
    facts: dict[str, str | int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return the law that is broken, as a message to translate."""
        return LAWS[self.law]
