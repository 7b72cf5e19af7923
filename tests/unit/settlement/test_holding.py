"""How long holds are waited for, and what is decided about them (money.md, rows 41, 42, 44)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crowdlearn.settlement.rules import Decision, Holding, decide, window

SINCE = datetime(2026, 12, 1, 9, tzinfo=UTC)
FAR = SINCE + timedelta(days=30)
FULL, SHORT = Holding(70000, 70000, 0), Holding(70000, 50000, 0)


def after(hours: float) -> datetime:
    return SINCE + timedelta(hours=hours)


@pytest.mark.parametrize(("consent_ends", "holds_lapse", "repair_until", "ends_at"), [
    (FAR, None, 48, 72),
    (FAR, after(114), 48, 72),  # Visa: 4 days 18 hours
    (FAR, after(84), 48, 72),
    (FAR, after(83), 47, 71),
    (FAR, after(60), 24, 48),
    (FAR, after(20), 0, 8),
    (after(70), after(114), 46, 70),
    (after(10), after(60), 0, 10),
])  # fmt: skip
def test_row_41_the_window(consent_ends, holds_lapse, repair_until, ends_at):
    found = window(SINCE, consent_ends, holds_lapse)
    assert (found.repair_until, found.ends_at) == (after(repair_until), after(ends_at))


@pytest.mark.parametrize(("holding", "hours", "cleared", "decision"), [
    (FULL, 0, True, Decision.TAKE),
    (FULL, 0, False, Decision.LET_GO),
    (SHORT, 0, True, None),
    (SHORT, 71.9, True, None),
    (SHORT, 72, True, Decision.LET_GO),
    (SHORT, 50, False, Decision.LET_GO),
    (Holding(70000, 50000, 20000), 60, True, Decision.TAKE),
    (Holding(70000, 50000, 19999), 60, True, None),
    (FULL, 80, True, Decision.TAKE),  # the worker was late, and no hold is about to lapse
    (FULL, 101.9, True, Decision.TAKE),
    (FULL, 102, True, Decision.LET_GO),  # 12 hours before the holds lapse
])  # fmt: skip
def test_rows_41_and_44_the_decision(holding, hours, cleared, decision):
    assert decide(holding, window(SINCE, FAR, after(114)), after(hours), cleared=cleared) is decision


@given(
    held=st.integers(0, 100_000), top_up=st.integers(0, 100_000), at=st.integers(-1, 200), lapse=st.integers(0, 200),
    consent=st.integers(0, 200), cleared=st.booleans(),
)  # fmt: skip
def test_it_is_all_or_nobody_at_every_hour(held, top_up, at, lapse, consent, cleared):
    holding, waits = Holding(70000, held, top_up), window(SINCE, after(consent), after(lapse))
    said = decide(holding, waits, after(at), cleared=cleared)
    if said is Decision.TAKE:
        assert cleared
        assert held + top_up >= 70000
        assert after(at) < after(consent)
        assert after(at) + timedelta(hours=12) < after(lapse)
    if after(at) >= waits.ends_at:
        assert said is not None
    assert waits.ends_at <= after(72)
