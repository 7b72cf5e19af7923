"""Pledging money: choose, review, confirm."""

from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.pledges import queries, service
from crowdlearn.pledges.forms import Fit, PledgeForm, ReviewForm, Suggested
from crowdlearn.pledges.rules import MoneyOffer
from crowdlearn.web.access import access
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in, viewer
from crowdlearn.web.words import friendly

from .blueprint import blueprint
from .cards import chosen_card, go_to_card, offer_cards, page_asked


@blueprint.route("/pitches/<uuid:pitch_id>/pledge", methods=["GET", "POST"])
@access("pledge.form", "pledge.begin")
def new(pitch_id: UUID) -> ResponseReturnValue:
    """Ask for an amount, then show it for review. Visitors may begin; what they typed waits for them."""
    form = PledgeForm(data=_asked_for())
    page = queries.pledge_page(pitch_id, viewer().id, current_language())
    if form.submitted():
        values = {
            "cents": form.cents,
            "terms_version": page.pitch.terms_version,
            "fit": form.fit.data,
            "wish": form.wish.data,
            "name_shown": "yes" if form.name_shown.data else "",
        }
        return form.hand_on(ReviewForm, url_for(".review", pitch_id=pitch_id), values)
    _offer_what_is_possible(form, page)
    return form.page("pledges/new.html", page=page, refusal=page.refusal and friendly(page.refusal))


@blueprint.route("/pitches/<uuid:pitch_id>/pledge/review", methods=["GET", "POST"])
@access("pledge.review", "pledge.create_money")
@writes_limited("LIMIT_PLEDGE")
def review(pitch_id: UUID) -> ResponseReturnValue:
    """Show what would be promised, with the consent; promise it when confirmed."""
    form, who = ReviewForm(), signed_in()
    if form.submitted():
        pledge_id = new_id()
        thanks = None if form.by_card.data else url_for(".thanks", pledge_id=pledge_id)
        with form.showing_refusals(to=thanks, begun=[form.before.data]):
            return _promise(form, who.id, pitch_id, pledge_id)
    if form.cents.data is None:
        return redirect(url_for(".new", pitch_id=pitch_id), 303)
    page = queries.pledge_page(pitch_id, who.id, current_language())
    amount = Money(form.cents.data, page.least.currency)
    form.by_card.data = "yes" if page.by_card else ""
    offer_cards(form, page.cards)
    return form.page("pledges/review.html", page=page, amount=amount, up_to=form.fit.data == Fit.UP_TO)


def _promise(form: ReviewForm, person_id: UUID, pitch_id: UUID, pledge_id: UUID) -> Response:
    """Promise by code, on a saved card, or on one that is saved now; say where to go on."""
    if not form.by_card.data:  # the service refuses the wrong way to pay
        service.promise_money(person_id, pitch_id, _offer(form), pledge_id)
    elif (card_id := chosen_card(form.card.data)) is not None:
        pledge_id = service.promise_with_card(person_id, pitch_id, _offer(form), card_id)
    else:
        going = service.promise_by_card(person_id, pitch_id, _offer(form), page_asked())
        return go_to_card(form, going, begun=[form.before.data])
    return form.done(url_for(".thanks", pledge_id=pledge_id), begun=[form.before.data])


def _asked_for() -> dict[str, Any]:
    """Return the form's beginning when the address names an amount in cents, as the buttons on a pitch do."""
    cents = request.args.get("amount", "")
    if cents in [amount.value for amount in Suggested]:
        return {"suggested": cents}
    return {"amount": Money(int(cents))} if cents.isascii() and cents.isdecimal() and len(cents) < 9 else {}


def _offer(form: ReviewForm) -> MoneyOffer:
    return MoneyOffer(
        Money(form.cents.data),
        terms_version=form.terms_version.data,
        up_to=form.fit.data == Fit.UP_TO,
        wish=(form.wish.data or "")[:500],
        name_shown=bool(form.name_shown.data),
        agreed=form.agreed.data,
    )


def _offer_what_is_possible(form: PledgeForm, page: queries.PledgePage) -> None:
    room = page.pitch.room
    most = min(room, page.most) if room >= page.least else page.most  # without room all of it waits in line
    possible = {amount.value for amount in Suggested if Money(int(amount), most.currency) <= most}
    choices: Any = form.suggested.choices
    form.suggested.choices = [choice for choice in choices if choice.value in possible]
