"""Rows of introductions and of the hours journal."""

from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges import service
from crowdlearn.pledges.rules import IntroductionState, OfferState
from tests import make
from tests.support.access import Cast, Scene, prepare


def _introduction(cast: Cast, state: IntroductionState = IntroductionState.ASKED) -> str:
    pitch = make.pitch(cast.pitcher)
    need = make.need(pitch, kind=NeedKind.INTRODUCTION, wanted=1)
    offer = make.offer(pitch, cast.pledger, 0, OfferState.ACCEPTED, need_id=need.id)
    if state is not IntroductionState.ASKED:
        service.introduce(cast.pledger.id, offer.id, "Nadia Karim", make.days(-1))
    if state is IntroductionState.MET:
        service.say_met(cast.pitcher.id, offer.id)
    return f"/offers/{offer.id}"


@prepare("offer.introduce")
def introduce(cast: Cast) -> Scene:
    named = {"who": "Nadia Karim", "consent_on": make.days(-1).isoformat()}
    return Scene(f"{_introduction(cast)}/introduce", named)


@prepare("offer.met")
def met(cast: Cast) -> Scene:
    return Scene(f"{_introduction(cast, IntroductionState.MADE)}/met")


@prepare("offer.outcome")
def outcome(cast: Cast) -> Scene:
    return Scene(f"{_introduction(cast, IntroductionState.MET)}/outcome", {"outcome": "Letters of 1962."})


@prepare("offer.not_taken_up")
def not_taken_up(cast: Cast) -> Scene:
    return Scene(f"{_introduction(cast)}/not-taken-up", {"why": "No time."})


@prepare("offer.hours_mine")
def hours_mine(_cast: Cast) -> Scene:
    return Scene("/me/hours")


@prepare("offer.hours_mine_file")
def hours_mine_file(_cast: Cast) -> Scene:
    return Scene("/me/hours.csv")


@prepare("offer.hours_pitch")
def hours_pitch(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.pitch(cast.pitcher).id}/hours")


@prepare("offer.hours_pitch_file")
def hours_pitch_file(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.pitch(cast.pitcher).id}/hours.csv")


@prepare("offer.hours_organisation")
def hours_organisation(cast: Cast) -> Scene:
    return Scene(f"/organisations/{cast.organisation.id}/hours")


@prepare("offer.hours_organisation_file")
def hours_organisation_file(cast: Cast) -> Scene:
    return Scene(f"/organisations/{cast.organisation.id}/hours.csv")
