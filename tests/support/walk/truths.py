"""What must always be true of the money, asked of the rows in SQL and reckoned by hand.

Nothing that is compared here comes from the program's own arithmetic, queries or rules: a mistake in those must not
hide itself. Where the program is asked what it reckons, or what its own check finds, that is held against the rows.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor
from typing import Any, Protocol
from uuid import UUID

from crowdlearn.db.session import reading
from crowdlearn.settlement.queries import agreement, figures, order

LARGE = 20_000  # cents; from here on a second person confirms
RECEIVED = "('collected', 'part_refunded', 'refunded')"


class Asked(Protocol):
    """A walk whose database can be asked in its own words; `bank` is what the treasurers typed in and out."""

    bank: int

    def ask(self, statement: str, **values: Any) -> Sequence[Any]: ...


def postings_sum_to_zero(walk: Asked) -> Sequence[Any]:
    return walk.ask("SELECT posting_id, SUM(amount_cents) FROM entry GROUP BY posting_id HAVING SUM(amount_cents) <> 0")


def the_bank_holds_what_was_typed(walk: Asked) -> object:
    booked = _sum(walk, "SELECT SUM(amount_cents) FROM entry WHERE account = 'bank'")
    return booked != walk.bank and (booked, walk.bank)


def nothing_is_held_or_owed_below_zero(walk: Asked) -> Sequence[Any]:
    return walk.ask(
        "SELECT account, SUM(amount_cents) FROM entry WHERE kind IN ('pitch', 'payable') GROUP BY account"
        " HAVING SUM(amount_cents) > 0 UNION ALL "
        "SELECT account, SUM(amount_cents) FROM entry WHERE kind = 'receivable' GROUP BY account"
        " HAVING SUM(amount_cents) < 0"
    )


def promises_stay_under_the_goal(walk: Asked) -> Sequence[Any]:
    return walk.ask(
        "SELECT p.id, SUM(m.accepted_cents) FROM moneypledge m JOIN pitch p ON p.id = m.pitch_id"
        " WHERE m.state IN ('pledged', 'reconfirm', 'committed', 'kept')"
        " GROUP BY p.id, p.peer_goal_cents HAVING SUM(m.accepted_cents) > p.peer_goal_cents"
    )


def nobody_pays_before_all_is_covered(walk: Asked) -> Sequence[Any]:
    """Kept pledges and payouts only where peers' money and the top-up make the goal; none of it before a lock."""
    return walk.ask(
        f"SELECT p.id FROM pitch p WHERE p.funded_at IS NULL AND ("
        " EXISTS (SELECT 1 FROM moneypledge m WHERE m.pitch_id = p.id AND m.state = 'kept') OR"
        " EXISTS (SELECT 1 FROM payout o WHERE o.pitch_id = p.id AND o.state = 'confirmed') OR"
        " p.state IN ('open', 'top_up', 'paused', 'not_funded', 'withdrawn') AND"
        f" EXISTS (SELECT 1 FROM payment y WHERE y.pitch_id = p.id AND y.state IN {RECEIVED}))"
    )


def it_is_funded_with_money(walk: Asked) -> Sequence[Any]:
    """What came in for a funded pitch and its top-up make the peer goal, less what was given back to whoever left."""
    return walk.ask(
        "SELECT p.id, s.peer_goal_cents, s.top_up_cents, COALESCE(SUM(y.amount_cents), 0)"
        " FROM pitch p JOIN settlement s ON s.pitch_id = p.id"
        f" LEFT JOIN payment y ON y.pitch_id = p.id AND y.state IN {RECEIVED}"
        " WHERE p.funded_at IS NOT NULL GROUP BY p.id, s.peer_goal_cents, s.top_up_cents"
        " HAVING COALESCE(SUM(y.amount_cents), 0) + s.top_up_cents < s.peer_goal_cents"
    )


def only_cleared_pitches_lock(walk: Asked) -> Sequence[Any]:
    return walk.ask(
        "SELECT p.id, c.state FROM pitch p JOIN clearance c ON c.pitch_id = p.id AND c.terms_version = p.terms_version"
        " WHERE p.state IN ('locked', 'settling') AND c.state NOT IN ('not_asked', 'cleared')"
    )


def backers_see_what_went_back(walk: Asked) -> Sequence[Any]:
    return walk.ask(
        "SELECT y.id FROM payment y LEFT JOIN refund r ON r.payment_id = y.id AND r.state = 'sent'"
        " GROUP BY y.id, y.refunded_cents HAVING COALESCE(SUM(r.amount_cents), 0) <> y.refunded_cents"
    )


def refunds_stay_within_payments(walk: Asked) -> Sequence[Any]:
    return walk.ask(
        "SELECT y.id FROM payment y JOIN refund r ON r.payment_id = y.id WHERE r.state <> 'withdrawn'"
        " GROUP BY y.id, y.amount_cents HAVING SUM(r.amount_cents) > y.amount_cents"
    )


def peers_carry_at_most_half(walk: Asked) -> object:
    """What was paid out and not claimed back is at most K, and K at most half: reckoned from the documents."""
    for pitch in walk.ask("SELECT * FROM settlement"):
        most = _share_of_peers(walk, pitch)
        paid = _of(walk, pitch, "SELECT SUM(amount_cents) FROM payout WHERE state = 'confirmed'")
        claimed = _of(walk, pitch, "SELECT SUM(amount_cents) FROM claim WHERE amount_cents > 0")
        if paid - claimed > most:
            return {"paid": paid, "claimed": claimed, "most": most}
    return None


def the_share_of_peers_is_reckoned_right(walk: Asked) -> object:
    """What the program says that peers carry is K to the cent."""
    with reading() as session:
        said = {str(row.pitch_id): row.outcome.payable for row in figures(session).values()}
    due = {str(UUID(str(row.pitch_id))): _share_of_peers(walk, row) for row in walk.ask("SELECT * FROM settlement")}
    return said != due and (said, due)


def _share_of_peers(walk: Asked, pitch: Any) -> int:
    """Return K of money.md section 2, with fractions and a ruler instead of the program's integers."""
    shown = {row.kind: int(row.cents) for row in walk.ask(
        "SELECT kind, SUM(amount_cents) AS cents FROM document WHERE state = 'verified' AND pitch_id = :id"
        " GROUP BY kind", id=pitch.pitch_id)}  # fmt: skip
    credit = shown.pop("credit", 0)
    spent = min(max(0, sum(shown.values()) - credit), pitch.cost_cents)
    base = max(0, spent - pitch.organisation_actual_cents)
    collected = _of(walk, pitch, f"SELECT SUM(amount_cents) FROM payment WHERE state IN {RECEIVED}")
    back = "SELECT SUM(r.amount_cents) FROM refund r JOIN payment y ON y.id = r.payment_id WHERE r.state <> 'withdrawn'"
    kept = collected - _of(walk, pitch, back)
    planned = Fraction(base * pitch.peer_goal_cents, pitch.base_cents)
    return min(kept, floor(planned + Fraction(1, 2)), floor(Fraction(base, 2)))


def two_people_move_large_sums(walk: Asked) -> Sequence[Any]:
    """From the limit on nobody proposes and confirms alone, records and sends back alone, or certifies and pays."""
    rows: list[Any] = []
    for table in ("payout", "refundround"):
        rows += walk.ask(
            f"SELECT o.id FROM {table} o JOIN pitch p ON p.id = o.pitch_id"
            " WHERE o.state = 'confirmed' AND o.amount_cents >= :large"
            " AND (o.proposed_by = o.confirmed_by OR p.owner_id IN (o.proposed_by, o.confirmed_by))",
            large=LARGE,
        )
    rows += walk.ask(
        "SELECT id FROM arrival WHERE state = 'sent_back' AND amount_cents >= :large AND recorded_by = ended_by",
        large=LARGE,
    )
    return rows


def whoever_certifies_does_not_pay(walk: Asked) -> Sequence[Any]:
    return walk.ask(
        "SELECT o.id FROM payout o JOIN document d ON d.pitch_id = o.pitch_id AND d.decided_by = o.confirmed_by"
        " WHERE o.state = 'confirmed' AND o.amount_cents >= :large AND d.state = 'verified'"
        " AND d.decided_at < o.ended_at",
        large=LARGE,
    )


def the_check_finds_nothing() -> list[object]:
    """Ask the program's own nine checks; waits and bank statements are not what this walk is about."""
    with reading() as session:
        sums = figures(session)
        return [
            *agreement.postings_balance(session),
            *agreement.books_hold_what_is_held(session, sums),
            *agreement.captures_are_booked_once(session),
            *agreement.peers_stay_within_their_half(sums),
            *order.nothing_came_too_early(session),
            *agreement.payouts_are_proven(session, sums),
            *agreement.refunds_stay_within_payments(session),
            *order.miscounted(session),
        ]


TRUTHS: tuple[Callable[[Asked], object], ...] = (
    postings_sum_to_zero,
    the_bank_holds_what_was_typed,
    nothing_is_held_or_owed_below_zero,
    promises_stay_under_the_goal,
    nobody_pays_before_all_is_covered,
    it_is_funded_with_money,
    only_cleared_pitches_lock,
    refunds_stay_within_payments,
    backers_see_what_went_back,
    peers_carry_at_most_half,
    the_share_of_peers_is_reckoned_right,
    two_people_move_large_sums,
    whoever_certifies_does_not_pay,
)


def broken(walk: Asked) -> dict[str, object]:
    """Return the truths that do not hold, by name, with what was found instead."""
    return {truth.__name__: found for truth in TRUTHS if (found := truth(walk))}


def _sum(walk: Asked, statement: str, **values: Any) -> int:
    return int(walk.ask(statement, **values)[0][0] or 0)


def _of(walk: Asked, pitch: Any, statement: str) -> int:
    return _sum(walk, f"{statement} AND pitch_id = :id", id=pitch.pitch_id)
