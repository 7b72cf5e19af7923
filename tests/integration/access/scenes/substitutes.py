"""Somebody else goes in the pitcher's place."""

from crowdlearn.settlement import service
from tests.support.access import Cast, Scene, prepare

from .settlement import funded


@prepare("pitch.substitute")
def propose_substitute(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).pitch_id}/substitute", {"email": cast.member.email, "reason": "Leave."})


def proposed(cast: Cast) -> str:
    ready = funded(cast)
    service.propose_substitute(ready.pitcher.id, ready.pitch_id, cast.member.email, "Leave.")
    return f"/pitches/{ready.pitch_id}/substitute"


@prepare("pitch.substitute_form")
def substitute(cast: Cast) -> Scene:
    return Scene(proposed(cast))


@prepare("pitch.substitute_answer")
def answer_substitute(cast: Cast) -> Scene:
    return Scene(f"{proposed(cast)}/answer", {"opinion": "object"})


@prepare("pitch.substitute_clear")
def clear_substitute(cast: Cast) -> Scene:
    return Scene(f"{proposed(cast)}/clear")
