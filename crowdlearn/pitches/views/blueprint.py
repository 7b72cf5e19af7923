"""The blueprint of a pitcher's pages, and the ways between them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, url_for

from crowdlearn.kernel.errors import NotFound
from crowdlearn.pitches.rules import Step

blueprint = Blueprint("pitches", __name__)
CHECK = "check"


def pitch_url(pitch_id: UUID) -> str:
    """Return the address of a pitch's own page."""
    return url_for("pages.pitch", pitch_id=pitch_id)


def step_url(pitch_id: UUID, step: Step | None) -> str:
    """Return the address of one step of the guided form, of its last page when there is no step."""
    if step is None:
        return url_for("pitches.check", pitch_id=pitch_id)
    return url_for("pitches.edit", pitch_id=pitch_id, step=step.value)


def read_step(word: str) -> Step:
    """Return the step of this name. Raises NotFound for a word that names none."""
    try:
        return Step(word)
    except ValueError:
        raise NotFound("Step") from None


def after(step: Step) -> Step | None:
    """Return the step that follows, None after the last one."""
    steps = list(Step)
    following = steps[steps.index(step) + 1 :]
    return following[0] if following else None


def ways(pitch_id: UUID, here: Step | None, done: Collection[Step], waiting: Collection[Step]) -> list[tuple[Any, ...]]:
    """Return the steps as `ui.steps` shows them: (msgid, address, state, note, what the form sends)."""
    shown: list[tuple[Any, ...]] = []
    for step in Step:
        state = "here" if step is here else "done" if step in done else ""
        shown.append((step.label, step_url(pitch_id, step), state, step in waiting, step.value))
    return [*shown, (CHECK, step_url(pitch_id, None), "here" if here is None else "", False, CHECK)]
