"""Offering help."""

from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from crowdlearn.pledges import queries, service
from crowdlearn.pledges.forms import ANYTHING, OfferForm
from crowdlearn.pledges.rules import Help
from crowdlearn.web.access import access
from crowdlearn.web.formats import formatter
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in, viewer
from crowdlearn.web.words import friendly, in_language

from .blueprint import blueprint


@blueprint.route("/pitches/<uuid:pitch_id>/offer", methods=["GET", "POST"])
@access("pledge.offer_form", "pledge.create_expertise")
@writes_limited("LIMIT_PLEDGE")
def offer(pitch_id: UUID) -> ResponseReturnValue:
    """Ask what help is offered, then record it. Visitors may begin; what they typed waits for them."""
    page = queries.offer_page(pitch_id, viewer().id, current_language())
    form = OfferForm(data={"need": request.args.get("need") or None, "name_shown": True})
    _fill_choices(form, page)
    if form.submitted():
        with form.showing_refusals():
            offer_id = service.offer_help(signed_in().id, pitch_id, _need_id(form), _help(form))
            words = _("Thank you. %(name)s has been told, and you will hear back.", name=page.pitch.owner)
            return form.done(url_for(".offer_view", offer_id=offer_id), words)
    hints = {str(need.id): _still_wanted(need) for need in page.needs}
    return form.page("pledges/offer.html", page=page, hints=hints, refusal=page.refusal and friendly(page.refusal))


def _fill_choices(form: OfferForm, page: queries.OfferPage) -> None:
    theirs = partial(in_language, current_language(), language=page.pitch.language)
    form.need.choices = [*((str(need.id), theirs(need.title)) for need in page.needs), (ANYTHING, _("Something else"))]
    if form.need.data is None and not page.needs:
        form.need.data = ANYTHING
    money = formatter(current_language()).money
    lines = [(str(line.id), f"{line.label or _(line.kind.label)} ({money(line.left)})") for line in page.lines]
    form.line.choices = [("", _("No")), *lines]


def _still_wanted(need: queries.NeedLine) -> str:
    habits = formatter(current_language())
    if need.is_timed:
        words = _("%(left)s of %(all)s still wanted", left=habits.hours(need.left), all=habits.hours(need.wanted))
    else:
        words = ngettext("%(num)s still wanted", "%(num)s still wanted", need.left)
    parts = [need.detail, words, need.wanted_by and _("by %(day)s", day=habits.day(need.wanted_by))]
    return " · ".join(filter(None, parts))


def _need_id(form: OfferForm) -> UUID | None:
    return None if form.need.data == ANYTHING else UUID(form.need.data)


def _help(form: OfferForm) -> Help:
    return Help(
        minutes=form.hours.data or 0,
        window_from=form.window_from.data,
        window_to=form.window_to.data,
        note=form.note.data,
        wish=form.wish.data,
        name_shown=form.name_shown.data,
        cost_line_id=UUID(form.line.data) if form.line.data else None,
        stated_cents=form.stated.data.cents if form.stated.data else 0,
    )
