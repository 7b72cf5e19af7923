"""A commitment from its promise to its proof."""

from datetime import date, timedelta

import pytest

from crowdlearn.commitments.rules import (
    COMMITMENT,
    AlreadyMoved,
    CommitmentState,
    DateOutOfReach,
    MoveNotLater,
    ReasonMissing,
    Standing,
    check_move,
    check_replacement,
    replacement_agreed,
    standing,
)

DUE = date(2026, 12, 1)
TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("state", "late", "reviews", "expected"),
    [
        (CommitmentState.OPEN, False, 0, Standing.DUE),
        (CommitmentState.OPEN, True, 0, Standing.LATE),
        (CommitmentState.DELIVERED, True, 0, Standing.DELIVERED),
        (CommitmentState.LAPSED, True, 0, Standing.DELIVERED),
        (CommitmentState.CONFIRMED, True, 0, Standing.CONFIRMED),
        (CommitmentState.CONFIRMED, False, 2, Standing.REVIEWED),
        (CommitmentState.DISPUTED, False, 2, Standing.DISPUTED),
        (CommitmentState.BROKEN, True, 0, Standing.BROKEN),
        (CommitmentState.WAIVED, True, 0, Standing.WAIVED),
    ],
)
def test_how_it_stands(state, late, reviews, expected):
    assert standing(state, late, reviews) is expected


def test_every_state_has_a_standing():
    for state in CommitmentState:
        assert standing(state, late=False) in Standing


def test_it_moves_once_later_and_with_a_reason():
    check_move(None, DUE, DUE + timedelta(days=30), "The venue closed.")
    with pytest.raises(AlreadyMoved):
        check_move(DUE, DUE + timedelta(days=30), DUE + timedelta(days=60), "Again.")
    with pytest.raises(ReasonMissing):
        check_move(None, DUE, DUE + timedelta(days=30), "  ")


@pytest.mark.parametrize("shift", [-1, 0, 181])
def test_it_moves_forward_and_at_most_six_months(shift):
    with pytest.raises(MoveNotLater):
        check_move(None, DUE, DUE + timedelta(days=shift), "Because.")


@pytest.mark.parametrize(
    ("due_on", "new"),
    [(DUE, TODAY), (DUE, DUE + timedelta(days=181)), (TODAY - timedelta(days=9), TODAY + timedelta(days=181))],
)
def test_a_replacement_comes_after_today_and_within_six_months(due_on, new):
    with pytest.raises(DateOutOfReach):
        check_replacement(due_on, new, TODAY, "Readers asked.")


def test_a_replacement_may_come_earlier_than_what_it_replaces():
    check_replacement(DUE, TODAY + timedelta(days=1), TODAY, "Readers asked.")
    with pytest.raises(ReasonMissing):
        check_replacement(DUE, DUE, TODAY, " ")


@pytest.mark.parametrize(
    ("backers", "agreed", "refused", "expected"),
    [
        (0, 0, 0, True),
        (1, 0, 0, None),
        (1, 1, 0, True),
        (1, 0, 1, False),
        (4, 2, 1, None),
        (4, 3, 0, True),
        (4, 2, 2, False),
        (5, 2, 2, None),
        (5, 2, 3, False),
    ],
)
def test_more_than_half_of_the_backers_decide_a_replacement(backers, agreed, refused, expected):
    assert replacement_agreed(backers, agreed, refused) is expected


def test_late_is_better_than_never():
    assert COMMITMENT.may(CommitmentState.BROKEN, CommitmentState.DELIVERED)
    assert not COMMITMENT.may(CommitmentState.CONFIRMED, CommitmentState.OPEN)
