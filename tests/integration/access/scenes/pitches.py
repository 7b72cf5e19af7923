"""Pitches: the doors, drafts, and what their pitcher does with them."""

from typing import Any
from uuid import UUID

from crowdlearn.kernel.clock import now
from crowdlearn.languages.rules import MadeBy, Said
from crowdlearn.pitches import service
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import TRANSLATED, PitchState, Plan
from tests import make
from tests.support import pitching
from tests.support.access import Cast, Scene, prepare
from tests.support.plans import ready


@prepare("pitch.start", "pitch.create")
def doors(_cast: Cast) -> Scene:
    return Scene("/pitches/new")


@prepare("pitch.quick_form", "pitch.quick")
def quick(_cast: Cast) -> Scene:
    return Scene("/pitches/quick", pitching.quick() | {"kind": "attend", "gives_back_kind": "blog"})


@prepare("pitch.idea_form", "pitch.share_idea")
def idea(_cast: Cast) -> Scene:
    return Scene("/pitches/idea", {"title": "A reading circle", "summary": "Would you read with me?"})


@prepare("pitch.figures")
def figures(_cast: Cast) -> Scene:
    return Scene("/pitches/figures", {"key": "BudgetForm.", "ask": "money", "costs-0-amount": "100"})


@prepare("pitch.edit_form", "pitch.edit_draft")
def edit(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_draft(cast)}/edit/story", {"story": "It began with a letter."})


@prepare("pitch.edit_settled")
def edit_settled(cast: Cast) -> Scene:
    settled = make.pitch(cast.pitcher, state=PitchState.FUNDED)
    return Scene(f"/pitches/{settled.id}/edit/story", {"story": "Something else."})


@prepare("pitch.change_form", "pitch.edit_open")
def change(cast: Cast) -> Scene:
    improves = "Fewer people call to ask what a letter meant."
    return Scene(f"/pitches/{_open(cast)}/change/story", {"story": "It began with a letter.", "improves": improves})


@prepare("pitch.edit_goal_below")
def change_goal(cast: Cast) -> Scene:
    pitch = make.money_pitch(cast.pitcher)
    make.pledge(pitch, cast.pledger, 60_000)
    return Scene(
        f"/pitches/{pitch.id}/change/money",
        {"ask": "money", "costs-0-label": "Seat", "costs-0-amount": "2400", "own_share": "900"}
        | {"organisation_money-0-label": "Training", "organisation_money-0-amount": "1000"}
        | {"organisation_money-0-confirmed": "y", "costs-0-kind": "fee", "organisation_money-0-kind": "employer"},
    )


@prepare("pitch.autosave")
def autosave(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_draft(cast)}/draft/when", {"starts_on": "next spring"})


@prepare("pitch.check")
def check(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_draft(cast)}/check")


@prepare("pitch.publish")
def publish(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_draft(cast)}/publish")


@prepare("pitch.delete_form", "pitch.delete_draft")
def delete(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_draft(cast)}/delete")


@prepare("pitch.delete_open")
def delete_open(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/delete")


@prepare("pitch.cancel_form", "pitch.cancel")
def withdraw(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/withdraw", {"words": "The course was cancelled."})


@prepare("pitch.cancel_settling")
def withdraw_settling(cast: Cast) -> Scene:
    settling = make.money_pitch(cast.pitcher, state=PitchState.SETTLING, locked_at=now())
    return Scene(f"/pitches/{settling.id}/withdraw")


@prepare("pitch.clone")
def clone(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/clone")


@prepare("pitch.pause")
def pause(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/pause")


@prepare("pitch.resume")
def resume(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.pitch(cast.pitcher, state=PitchState.PAUSED).id}/resume")


@prepare("pitch.update_form", "pitch.update")
def news(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/news", {"text": "We *met*."})


@prepare("pitch.follow")
def follow(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/follow")


@prepare("pitch.unfollow")
def unfollow(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/unfollow")


@prepare("pitch.mine")
def mine(_cast: Cast) -> Scene:
    return Scene("/me/pitches")


_FRENCH = {"title": "Des lettres", "story": "Ils soupirent."}


@prepare("pitch.language_form", "pitch.language")
def language(cast: Cast) -> Scene:
    pitch = _untranslated(cast)
    return Scene(f"/pitches/{pitch.id}/language", {**_FRENCH, "made_by": "author"})


@prepare("pitch.language_drop")
def drop_language(cast: Cast) -> Scene:
    pitch = _untranslated(cast)
    service.say_pitch(cast.pitcher.id, pitch.id, Said(_FRENCH, MadeBy.AUTHOR))
    return Scene(f"/pitches/{pitch.id}/language/remove")


def _untranslated(cast: Cast) -> Pitch:
    return make.pitch(cast.pitcher, **(dict.fromkeys(TRANSLATED, "") | {"title": "Letters", "story": "They sigh."}))


@prepare("pitch.history")
def history(cast: Cast) -> Scene:
    return Scene(f"/pitches/{_open(cast)}/history")


def _draft(cast: Cast) -> UUID:
    said: dict[str, Any] = {name: getattr(ready(), name) for name in Plan.__dataclass_fields__}
    return service.start_draft(cast.pitcher.id, said)


def _open(cast: Cast) -> UUID:
    return make.pitch(cast.pitcher).id
