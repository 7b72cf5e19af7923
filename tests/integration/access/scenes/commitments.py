"""Rows of the commitment ledger."""

from crowdlearn.commitments.models import Commitment, Replacement
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from tests import make
from tests.support.access import Cast, Scene, prepare

REASON = {"reason": "The venue closed for repairs."}


def _promised(cast: Cast, state: CommitmentState = CommitmentState.OPEN) -> Commitment:
    pitch = make.pitch(cast.pitcher, state=PitchState.FUNDED)
    make.offer(pitch, cast.pledger, state=OfferState.CONFIRMED)
    return make.commitment(pitch, state)


@prepare("commitment.ledger")
def ledger(cast: Cast) -> Scene:
    _promised(cast)
    return Scene("/commitments")


@prepare("commitment.csv")
def download(cast: Cast) -> Scene:
    _promised(cast)
    return Scene("/commitments.csv")


@prepare("commitment.view")
def delivered(cast: Cast) -> Scene:
    return Scene(f"/commitments/{_promised(cast, CommitmentState.DELIVERED).id}")


@prepare("commitment.view_open")
def still_open(cast: Cast) -> Scene:
    return Scene(f"/commitments/{_promised(cast).id}")


@prepare("commitment.move_form", "commitment.move")
def move(cast: Cast) -> Scene:
    return Scene(f"/commitments/{_promised(cast).id}/move", {"due_on": make.days(60).isoformat()} | REASON)


@prepare("commitment.replace_form", "commitment.replace")
def replace(cast: Cast) -> Scene:
    asked = {"kind": "podcast", "title": "The letters, read aloud", "due_on": make.days(60).isoformat()}
    return Scene(f"/commitments/{_promised(cast).id}/replace", asked | REASON)


@prepare("commitment.vote")
def vote(cast: Cast) -> Scene:
    commitment = _promised(cast)
    make.kept(
        Replacement(
            commitment_id=commitment.id, kind=ShareBackKind.PODCAST, title="Aloud", due_on=make.days(60), reason="Asked"
        )
    )
    return Scene(f"/commitments/{commitment.id}/vote", {"agrees": "yes"})


@prepare("commitment.confirm")
def confirm(cast: Cast) -> Scene:
    return Scene(f"/commitments/{_promised(cast, CommitmentState.DELIVERED).id}/confirm")


@prepare("commitment.dispute_form", "commitment.dispute")
def dispute(cast: Cast) -> Scene:
    return Scene(f"/commitments/{_promised(cast, CommitmentState.DELIVERED).id}/dispute", REASON)


@prepare("commitment.resolve_form", "commitment.resolve")
def resolve(cast: Cast) -> Scene:
    commitment = _promised(cast, CommitmentState.DISPUTED)
    return Scene(f"/commitments/{commitment.id}/resolve", {"to": "confirmed"} | REASON)


@prepare("commitment.waive_form", "commitment.waive")
def waive(cast: Cast) -> Scene:
    return Scene(f"/commitments/{_promised(cast).id}/waive", REASON)
