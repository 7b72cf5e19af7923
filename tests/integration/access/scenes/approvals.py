"""Clearance."""

from types import SimpleNamespace

from crowdlearn.approvals import service
from crowdlearn.approvals.service import Word, note_stake
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import ManagerLink, Person
from crowdlearn.people.rules import LinkState, PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.access import Cast, Scene, prepare

READ = {"terms_version": "1"}
SAID = {**READ, "reason": "The dates clash with year-end."}


def _asked(cast: Cast) -> Pitch:
    pitch = make.money_pitch(cast.pitcher)
    service.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
    return pitch


@prepare("approval.queue")
def queue(cast: Cast) -> Scene:
    assert cast.pitcher
    return Scene("/approvals")


@prepare("approval.view")
def view(cast: Cast) -> Scene:
    return Scene(f"/approvals/{_asked(cast).id}")


@prepare("approval.approve", "approval.approve_by_get")
def approve(cast: Cast) -> Scene:
    return Scene(f"/approvals/{_asked(cast).id}/approve", READ)


@prepare("approval.approve_stale")
def approve_stale(cast: Cast) -> Scene:
    pitch = _asked(cast)
    with transaction() as session:
        lock(session, Pitch, pitch.id).terms_version = 2
    service.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
    return Scene(f"/approvals/{pitch.id}/approve", READ)


@prepare("approval.approve_own")
def approve_own(cast: Cast) -> Scene:
    return Scene(f"/approvals/{_asked(cast).id}/approve", READ, people={"manager": cast.pitcher.id})


@prepare("approval.approve_ended")
def approve_ended(cast: Cast) -> Scene:
    former = make.person("Fay Former", of=cast.organisation)
    link = make.manages(former, make.person())
    pitcher = cast.pitcher
    with transaction() as session:
        row = lock(session, ManagerLink, link.id)
        row.person_id, row.state, row.ended_at = pitcher.id, LinkState.ENDED, now()
    return Scene(f"/approvals/{_asked(cast).id}/approve", READ, people={"manager": former.id})


@prepare("approval.approve_staked")
def approve_staked(cast: Cast) -> Scene:
    pitch = _asked(cast)
    with transaction() as session:
        note_stake(session, pitch.id, cast.manager.id, "hours")
    return Scene(f"/approvals/{pitch.id}/approve", READ)


@prepare("approval.approve_suspended_owner")
def approve_suspended_owner(cast: Cast) -> Scene:
    pitch = _asked(cast)
    with transaction() as session:
        lock(session, Person, pitch.owner_id).state = PersonState.SUSPENDED
    return Scene(f"/approvals/{pitch.id}/approve", READ, people={"pitcher": make.person(of=cast.organisation).id})


@prepare("approval.ask_changes")
def ask_changes(cast: Cast) -> Scene:
    return Scene(f"/approvals/{_asked(cast).id}/changes", SAID)


@prepare("approval.reject")
def reject(cast: Cast) -> Scene:
    return Scene(f"/approvals/{_asked(cast).id}/reject", SAID)


def _cleared(cast: Cast) -> Pitch:
    pitch = _asked(cast)
    service.clear(cast.manager.id, pitch.id, Word(1))
    return pitch


@prepare("approval.revoke")
def revoke(cast: Cast) -> Scene:
    return Scene(f"/approvals/{_cleared(cast).id}/revoke", SAID)


@prepare("approval.revoke_late")
def revoke_late(cast: Cast) -> Scene:
    pitch = _cleared(cast)
    with transaction() as session:
        row = lock(session, Pitch, pitch.id)
        row.state, row.locked_at = PitchState.SETTLING, now()
        service.seal(session, row)
    return Scene(f"/approvals/{pitch.id}/revoke", SAID)
