"""Rows of check-ins and impact."""

from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.access import Cast, Scene, prepare


def _funded(cast: Cast) -> Pitch:
    return make.money_pitch(cast.pitcher, state=PitchState.FUNDED)


@prepare("impact.view")
def impact(cast: Cast) -> Scene:
    pitch = _funded(cast)
    make.checkin(pitch, CheckInState.ANSWERED)
    return Scene(f"/pitches/{pitch.id}/impact")


@prepare("checkin.form", "checkin.answer")
def answer(cast: Cast) -> Scene:
    checkin = make.checkin(_funded(cast))
    return Scene(f"/checkins/{checkin.id}", {"applied": "yes", "text": "We rewrote ten letters."})


@prepare("checkin.confirm")
def confirm(cast: Cast) -> Scene:
    return Scene(f"/checkins/{make.checkin(_funded(cast), CheckInState.ANSWERED).id}/confirm", {"words": "I saw it."})
