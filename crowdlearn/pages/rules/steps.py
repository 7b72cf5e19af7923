"""The pitcher's next action in each state of a pitch."""

from crowdlearn.kernel.words import N_, Worded
from crowdlearn.pitches.rules import PitchState


class Step(Worded):
    """The pitcher's own next action, as the bar above their pitch says it."""

    FINISH = "finish", N_("Finish and publish")
    COMPLETE_IDEA = "complete_idea", N_("Make it a pitch")
    ANSWER_MANAGER = "answer_manager", N_("Make the changes your manager asked for")
    SHARE = "share", N_("Tell people who may want to back it")
    RESUME = "resume", N_("Open it again")
    TOP_UP = "top_up", N_("Decide what happens with the shortfall")
    WAIT_FOR_MONEY = "wait_for_money", N_("Backers are paying now; you need do nothing")
    PROVE = "prove", N_("Show receipts, then keep your promises")
    SHARE_BACK = "share_back", N_("Keep your promises, and share what you learn")
    LOOK_BACK = "look_back", N_("See what came of it")
    TRY_AGAIN = "try_again", N_("Start again from a copy")


_STEPS = {
    PitchState.DRAFT: Step.FINISH,
    PitchState.IDEA: Step.COMPLETE_IDEA,
    PitchState.OPEN: Step.SHARE,
    PitchState.PAUSED: Step.RESUME,
    PitchState.TOP_UP: Step.TOP_UP,
    PitchState.LOCKED: Step.WAIT_FOR_MONEY,
    PitchState.SETTLING: Step.WAIT_FOR_MONEY,
    PitchState.FUNDED: Step.PROVE,
    PitchState.COMPLETED: Step.LOOK_BACK,
}


def next_step(state: PitchState, clearance: str, *, has_peers_money: bool = True) -> Step:
    """Return the pitcher's next action in a state; `clearance` is the display word of the clearance."""
    if state is PitchState.FUNDED and not has_peers_money:
        return Step.SHARE_BACK
    if state is PitchState.OPEN and clearance == "changes_asked":
        return Step.ANSWER_MANAGER
    return _STEPS.get(state, Step.TRY_AGAIN)
