"""The page of one pitch."""

from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from crowdlearn.conversations.forms import EncourageForm, QuestionForm, TakeBackForm
from crowdlearn.conversations.rules import may_edit
from crowdlearn.kernel.clock import clock, now
from crowdlearn.outreach.forms import ThankForm
from crowdlearn.pages.queries.pitch import Head, Looker, PitchPage, pitch_page
from crowdlearn.pages.rules import next_step
from crowdlearn.pitches.forms import FollowForm
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.rules.money import MINIMUM_CENTS
from crowdlearn.pledges.forms import Suggested
from crowdlearn.pledges.rules import why_not_back
from crowdlearn.sharebacks.rules import takes_notes
from crowdlearn.web.access import access
from crowdlearn.web.fragments import Alike, draw
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.locale import current_language
from crowdlearn.web.mail import public_url
from crowdlearn.web.viewer import viewer
from crowdlearn.web.words import friendly

from .base import blueprint

AMOUNTS = tuple(map(int, Suggested))  # cents; offered at once, any other can be typed
TAKES_HELP = {PitchState.OPEN, PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING, PitchState.FUNDED}
drawn = Alike(most=200)  # some 25 kB each


@blueprint.route("/pitches/<uuid:pitch_id>")
@access("pitch.view")
def pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Show a pitch with all that became of it."""
    who = viewer()
    page = pitch_page(pitch_id, Looker(who.id, getattr(who, "email", ""), who.roles))
    today = clock.today(page.head.time_zone)
    if (same := page_unchanged(page, today)) is not None:
        return same
    forms = _forms(page.head)
    article = _article(page, today, forms)
    return render_template("pages/pitch.html", head=page.head, said=_said(page), forms=forms, article=article)


def _article(page: PitchPage, today: date, forms: dict[str, object] | None) -> Markup:
    head, mine = page.head, viewer().id == page.head.owner_id
    refusal = why_not_back(page.backing) if page.backing is not None else None
    shared = {
        "page": page,
        "head": head,
        "said": (said := _said(page)),
        "today": today,
        "mine": mine,
        "live": takes_notes(head.state, head.starts_on, head.ends_on, today),
        "foreign": head.language != current_language(),
        "open_for_help": head.state in TAKES_HELP,
    }
    facts = (head.for_everyone, said.for_everyone, page.parts, page.supporters, page.trail, today, page.other)

    def alike(template: str) -> Markup:
        return drawn.get(
            (template, head.id, current_language(), mine, said is head), facts, lambda: draw(template, **shared)
        )

    return draw(
        "pages/parts/pitch_article.html",
        **shared,
        fund=alike("pages/parts/pitch_fund.html"),
        told=alike("pages/parts/pitch_told.html"),
        now=now(),
        may_edit=may_edit,
        refusal=friendly(refusal) if refusal is not None else "",
        step=next_step(head.state, head.clearance, has_peers_money=head.peer_goal_cents > 0) if mine else None,
        amounts=[head.money(cents) for cents in _amounts(head.room.cents)],
        share_url=public_url(url_for("pages.pitch", pitch_id=head.id)),
        forms=forms,
    )


def _said(page: PitchPage) -> Head:
    """Return the pitch in the words that its reader reads; who asked for the original reads that."""
    return page.head if "original" in request.args else page.head.said_in(current_language(), page.other)


def _amounts(room_cents: int) -> list[int]:
    """Return the amounts in cents offered at once: round ones that fit, and the rest itself where it is small."""
    fitting = [cents for cents in AMOUNTS if cents <= room_cents]
    rest = len(fitting) < len(AMOUNTS) and room_cents >= MINIMUM_CENTS and room_cents % 100 == 0
    return sorted({*fitting, room_cents}) if rest else fitting


def _forms(head: Head) -> dict[str, object] | None:
    """Return the page's forms; visitors get none, so that their page needs no cookie."""
    if not viewer().is_authenticated:
        return None
    return {
        "question": QuestionForm(),
        "encourage": EncourageForm(),
        "take_back": TakeBackForm() if head.i_encouraged else None,
        "follow": FollowForm(),
        "thank": ThankForm(),
    }
