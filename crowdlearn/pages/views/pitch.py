"""The page of one pitch."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from crowdlearn.conversations.forms import EncourageForm, QuestionForm, TakeBackForm
from crowdlearn.conversations.rules import may_edit
from crowdlearn.kernel.clock import clock, now
from crowdlearn.pages.queries.pitch import Looker, pitch_page
from crowdlearn.pages.rules import next_step
from crowdlearn.pitches.forms import FollowForm
from crowdlearn.pledges.rules import why_not_back
from crowdlearn.web.access import access
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.mail import public_url
from crowdlearn.web.viewer import viewer
from crowdlearn.web.words import friendly

from .base import blueprint

AMOUNTS = (2500, 5000, 10000, 25000)  # cents; offered at once, any other can be typed


@blueprint.route("/pitches/<uuid:pitch_id>")
@access("pitch.view")
def pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Show a pitch with all that became of it."""
    who = viewer()
    page = pitch_page(pitch_id, Looker(who.id, getattr(who, "email", ""), who.roles))
    today = clock.today(page.head.time_zone)
    if (same := page_unchanged(page, today)) is not None:
        return same
    refusal = why_not_back(page.backing) if page.backing is not None else None
    return render_template(
        "pages/pitch.html",
        page=page,
        head=page.head,
        today=today,
        now=now(),
        mine=who.id == page.head.owner_id,
        may_edit=may_edit,
        refusal=friendly(refusal) if refusal is not None else "",
        step=next_step(page.head.state, page.head.clearance) if who.id == page.head.owner_id else None,
        amounts=[page.head.money(cents) for cents in AMOUNTS if cents <= page.head.room.cents],
        share_url=public_url(url_for("pages.pitch", pitch_id=pitch_id)),
        **_forms(),
    )


def _forms() -> dict[str, object]:
    """Return the page's forms; visitors get none, so that their page needs no cookie."""
    if not viewer().is_authenticated:
        return {"forms": None}
    return {
        "forms": {
            "question": QuestionForm(),
            "encourage": EncourageForm(),
            "take_back": TakeBackForm(),
            "follow": FollowForm(),
        }
    }
