"""Help that is offered before anybody asked."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.expertise import queries, service
from crowdlearn.expertise.forms import AskForm, EndForm, OfferFreelyForm, OffersFilter
from crowdlearn.expertise.rules import NoPitch
from crowdlearn.web.access import access
from crowdlearn.web.limits import by_person, limited
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import as_id, blueprint, check_shown


@blueprint.get("/expertise/offers")
@access("standing.list")
def offers() -> ResponseReturnValue:
    """Show what people can give before anybody asked, newest first."""
    form = OffersFilter(request.args)
    wanted = queries.StandingFilter(
        kind=form.kind.data,
        skill=form.skill.data or "",
        language=form.language.data or "",
        after=as_id(request.args.get("after", "")),
    )
    cards, after = queries.standing_offers(wanted)
    more = following("expertise.offers", str(after) if after else None)
    return render_template("expertise/offers.html", form=form, cards=cards, more=more)


@blueprint.route("/expertise/offers/new", methods=["GET", "POST"])
@access("standing.new_form", "standing.create")
@limited("LIMIT_PLEDGE", by_person)
def offer_freely() -> ResponseReturnValue:
    """Ask what somebody can give, then offer it to everyone."""
    form = OfferFreelyForm(data={"language": signed_in().language})
    if form.submitted():
        with form.showing_refusals():
            standing_id = service.offer_freely(signed_in().id, form.offered())
            return form.done(
                url_for(".offer", standing_id=standing_id), _("Thank you. Pitchers see it when they write a need.")
            )
    return form.page("expertise/offer_freely.html")


@blueprint.route("/expertise/offers/<uuid:standing_id>", methods=["GET", "POST"])
@access("standing.view", "standing.ask")
@limited("LIMIT_COMMENT", by_person)
def offer(standing_id: UUID) -> ResponseReturnValue:
    """Show one offer; let a pitcher ask for it."""
    page = queries.standing_page(standing_id, viewer().id)
    check_shown(hidden=page.hidden, owner_id=page.card.giver_id)
    if not viewer().is_authenticated:
        return render_template("expertise/offer.html", page=page)
    form = AskForm(tuple(row for row in page.pitches if row[0] not in page.asked))
    if form.submitted():
        with form.showing_refusals():
            if (pitch_id := as_id(form.pitch.data)) is None:
                raise NoPitch
            service.ask_for_help(signed_in().id, standing_id, pitch_id, form.text.data)
            words = _("%(name)s has been told, and answers with an offer to your pitch.", name=page.card.giver)
            return form.done(url_for(".offer", standing_id=standing_id), words)
    return form.page("expertise/offer.html", page=page, end_form=EndForm())


@blueprint.post("/expertise/offers/<uuid:standing_id>/end")
@access("standing.end")
def end_offer(standing_id: UUID) -> ResponseReturnValue:
    """End one's own offer."""
    form = EndForm()
    if form.submitted():
        with form.showing_refusals():
            service.end_offer(signed_in().id, standing_id)
            return form.done(url_for(".offers"), _("Your offer has ended."))
    return form.back(url_for(".offer", standing_id=standing_id))
