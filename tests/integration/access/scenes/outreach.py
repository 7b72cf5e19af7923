"""Rows of asking and championing."""

from crowdlearn.outreach.rules import seal
from crowdlearn.outreach.service import champion as come
from crowdlearn.pitches.models import Pitch
from tests import make
from tests.support.access import Cast, Scene, prepare


def _pitch(cast: Cast) -> Pitch:
    return make.pitch(cast.pitcher)


def _colleague(cast: Cast) -> dict[str, str]:
    domain = make.domain_of(cast.organisation)
    return {"emails": f"colleague@{domain}", "language": "en", "note": "You know letters."}


@prepare("ask.form")
def form(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_pitch(cast).id}/ask?q=Mia")


@prepare("ask.check")
def check(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_pitch(cast).id}/ask", _colleague(cast))


@prepare("ask.review", "ask.send")
def send(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_pitch(cast).id}/ask/send", _colleague(cast))


@prepare("ask.stop_form", "ask.stop")
def stop(cast: Cast) -> Scene:
    make.ask(_pitch(cast), cast.member, "colleague@work.example")
    return Scene(f"/asks/stop/{seal.of('colleague@work.example')}", prefixed=False)


@prepare("champion.form", "champion.come")
def champion(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_pitch(cast).id}/champion", {"line": "My whole team needs these letters."})


@prepare("champion.go")
def go(cast: Cast) -> Scene:
    pitch = _pitch(cast)
    officers = (cast.treasurer, cast.steward, cast.auditor, cast.admin)
    for who in (cast.member, cast.pitcher, cast.pledger, cast.manager, cast.other_manager, *officers):
        come(who.id, pitch.id, "My whole team needs these letters.", "en")
    return Scene(f"/pitches/{pitch.id}/champion/stop")


@prepare("champion.thank")
def thank(cast: Cast) -> Scene:
    pitch = _pitch(cast)
    return Scene(f"/pitches/{pitch.id}/champions/{make.champion(pitch, cast.member).id}/thank")


@prepare("outreach.via")
def via(cast: Cast) -> Scene:
    return Scene(f"/via/{make.champion(_pitch(cast), cast.member).id}")
