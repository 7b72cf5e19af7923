"""What the bar above their pitch tells the pitcher to do next."""

import pytest

from crowdlearn.pages.rules import Step, next_step
from crowdlearn.pitches.rules import PitchState


@pytest.mark.parametrize("state", [state for state in PitchState if not state.fell_through])
def test_every_state_on_the_way_has_a_step_of_its_own(state: PitchState) -> None:
    assert next_step(state, "cleared") is not Step.TRY_AGAIN


def test_receipts_are_asked_for_only_where_peers_pay() -> None:
    assert next_step(PitchState.FUNDED, "cleared") is Step.PROVE
    assert next_step(PitchState.FUNDED, "not_asked", has_peers_money=False) is Step.SHARE_BACK


def test_changes_that_the_manager_asked_for_come_first() -> None:
    assert next_step(PitchState.OPEN, "changes_asked") is Step.ANSWER_MANAGER
    assert next_step(PitchState.OPEN, "waiting") is Step.SHARE
