"""Cards: the one on which a pledge stands, the list of mine, and what to do when a bank says no."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug import Response

from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments.gateway import Unanswered, offers_cards
from crowdlearn.payments.service import PageAsked
from crowdlearn.pledges import queries, service
from crowdlearn.pledges.forms import NEW_CARD, AskBankForm, CardForm, NewCardForm, RemoveCardForm
from crowdlearn.pledges.rules import ROOM_KEPT, PledgeState
from crowdlearn.web.access import access
from crowdlearn.web.forms import AppForm
from crowdlearn.web.limits import by_person, hit
from crowdlearn.web.locale import current_language
from crowdlearn.web.redirects import without_host
from crowdlearn.web.viewer import signed_in
from crowdlearn.web.words import friendly

from .blueprint import blueprint


@blueprint.route("/pledges/<uuid:pledge_id>/card", methods=["GET", "POST"])
@access("pledge.card_form", "pledge.card")
def card(pledge_id: UUID) -> ResponseReturnValue:
    """Show how far a pledge is with its card; save one, or choose another."""
    form, who = CardForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            if (saved := chosen_card(form.card.data)) is not None:
                service.use_saved_card(who.id, pledge_id, saved)
                return form.done(_after_card(pledge_id), _("Your pledge stands on this card now."))
            return go_to_card(form, service.go_to_card_page(who.id, pledge_id, page_asked()))
    page = queries.card_page_of(pledge_id, who.id, current_language())
    offer_cards(form, page.cards, prefer_saved=page.pledge.card is None)
    return form.page("pledges/card.html", page=page, trouble=page.trouble and friendly(page.trouble))


@blueprint.get("/me/cards/back/<uuid:card_page_id>")
@access("card.back")
def card_back(card_page_id: UUID) -> ResponseReturnValue:
    """Read what became of a card page that a person comes back from, and go on."""
    pledge_id = service.come_back(signed_in().id, card_page_id)
    if pledge_id is None:
        return redirect(url_for(".cards"), 303)
    return redirect(_after_card(pledge_id), 303)


@blueprint.route("/me/cards", methods=["GET", "POST"])
@access("card.mine", "card.setup")
def cards() -> ResponseReturnValue:
    """Show my cards; save another one for later."""
    if not offers_cards():
        abort(404)
    form = NewCardForm()
    if form.submitted():
        with form.showing_refusals():
            url = service.open_own_card_page(signed_in().id, page_asked())
            done = form.done(url_for(".cards"))
            return away(url) if url else _say_silent(done)
    return form.page("pledges/cards.html", cards=queries.my_cards(signed_in().id), remove=RemoveCardForm())


@blueprint.post("/me/cards/<uuid:card_id>/delete")
@access("card.remove", "card.remove_used")
def remove_card(card_id: UUID) -> ResponseReturnValue:
    """Take a card away, unless a live pledge hangs on it."""
    form = RemoveCardForm()
    if form.submitted():
        with form.showing_refusals():
            service.remove_own_card(signed_in().id, card_id)
            return form.done(url_for(".cards"), _("The card is removed. The processor forgets it too."))
    return form.back(url_for(".cards"))


@blueprint.route("/pledges/<uuid:pledge_id>/repair", methods=["GET", "POST"])
@access("pledge.repair_form", "pledge.repair")
def repair(pledge_id: UUID) -> ResponseReturnValue:
    """Say why a bank did not hold the money; confirm with the bank, or go on to another card."""
    form, who = AskBankForm(), signed_in()
    here = url_for(".repair", pledge_id=pledge_id)
    if form.submitted():
        back = url_for(".repaired", pledge_id=pledge_id, _external=True)
        with form.showing_refusals():
            hit("LIMIT_CARD", by_person())
            try:
                asks_at = service.confirm_with_bank(who.id, pledge_id, back)
            except Unanswered:
                return _say_silent(form.done(here))
            done = form.done(here)
            return away(asks_at) if asks_at else done
    pledge = queries.own_pledge_page(pledge_id, who.id, current_language())
    return form.page("pledges/repair.html", pledge=pledge)


@blueprint.get("/pledges/<uuid:pledge_id>/repaired")
@access("pledge.repaired")
def repaired(pledge_id: UUID) -> ResponseReturnValue:
    """Read what the bank said to a person who comes back from it."""
    service.look_at_bank(signed_in().id, pledge_id)
    return redirect(url_for(".repair", pledge_id=pledge_id), 303)


def page_asked() -> PageAsked:
    """Return a card page to ask for, in the reader's language, that leads back here; each one asked for is counted."""
    hit("LIMIT_CARD", by_person())
    return PageAsked(
        expires_at=(now() + ROOM_KEPT).replace(microsecond=0) + timedelta(seconds=1),
        back=_back,
        cancel=_back,
        language=current_language(),
    )


def go_to_card(form: AppForm, going: service.Going, begun: Sequence[str | None] = ()) -> Response:
    """Send a person on to the page that saves a card; who sends the form again is shown where the pledge stands."""
    done = form.done(url_for(".card", pledge_id=going.pledge_id), begun=begun)
    return away(going.url) if going.url else _say_silent(done)


def away(url: str) -> Response:
    """Send a person to a page of the processor, or of a bank."""
    return redirect(without_host(url), 303)


def offer_cards(form: Any, saved: tuple[queries.SavedCard, ...], *, prefer_saved: bool = True) -> None:
    """Offer the saved cards, and a new one; at first the newest that is saved is chosen, if it is preferred."""
    if saved and prefer_saved and "card" not in dict(form.kept.pairs if form.kept else ()):
        form.card.data = str(saved[0].id)
    named = [(str(one.id), _("%(card)s, good through %(month)s", card=one.name, month=one.expiry)) for one in saved]
    form.card.choices = [*named, (NEW_CARD, _("Another card"))]


def chosen_card(value: str | None) -> UUID | None:
    """Return the saved card that was chosen, None for a new one. Raises NotFound for what is no card."""
    if value in (None, "", NEW_CARD):
        return None
    try:
        return UUID(value)
    except ValueError:
        raise NotFound("Card") from None


def _back(page_id: UUID) -> str:
    return url_for("pledges.card_back", card_page_id=page_id, _external=True)


def _after_card(pledge_id: UUID) -> str:
    """Return where a person goes on whose pledge has a card now, or still needs one."""
    pledge = queries.own_pledge_page(pledge_id, signed_in().id, current_language())
    if pledge.state is PledgeState.CARD_PENDING or not pledge.live:
        return url_for(".card", pledge_id=pledge_id)
    if pledge.refused:
        return url_for(".repair", pledge_id=pledge_id)
    return url_for(".thanks" if queries.is_first_card(pledge_id) else ".view", pledge_id=pledge_id)


def _say_silent(answer: Response) -> Response:
    flash(
        _("The card processor does not answer at the moment. Nothing is lost: try again in a few minutes."), "warning"
    )
    return answer
