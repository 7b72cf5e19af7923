"""The control page of a demo: whoever tries it lets things go wrong at the pretended processor."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sandbox import faults, playing, queries
from crowdlearn.sandbox.forms import FaultForm, NextForm
from crowdlearn.sandbox.line import store
from crowdlearn.sandbox.reporting import deliver_reports
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm

control = Blueprint("sandbox_control", __name__)
BOARD = "sandbox_control.index"


@control.route("/sandbox/control", methods=["GET", "POST"])
@access("sandbox.control", "sandbox.lose_answers")
def index() -> ResponseReturnValue:
    """Show what the processor holds and what can be done to it; plan what goes wrong."""
    form = FaultForm()
    if form.submitted():
        with form.showing_refusals():
            calls, kind, place = form.calls.data, form.kind.data, form.place.data
            playing.lose_answers(store(), calls, kind, place, int(form.times.data))
            return form.done(url_for(BOARD), _("It will go wrong the next time."))
    board = playing.board(store())
    things = (*board.cards, *board.holds, *board.charges, *board.disputes, *board.refunds)
    names = queries.names({thing.person_id for thing in things if thing.person_id})
    return form.page("sandbox/control.html", board=board, names=names, button=ActionForm())


@control.post("/sandbox/control/<any(lapse, dispute, win, lose, fail, send, bounce):act>/<object_id>")
@access("sandbox.act")
def happen(act: str, object_id: str) -> ResponseReturnValue:
    """Let something happen at the processor."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            playing.play(store(), playing.Act(act), object_id)
            return form.done(url_for(BOARD), _("It happened. The processor reports it within a minute."))
    return form.back(url_for(BOARD))


@control.post("/sandbox/control/clear")
@access("sandbox.clear_faults")
def clear() -> ResponseReturnValue:
    """Let everything go well again."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            faults.clear(store())
            return form.done(url_for(BOARD), _("Everything goes well again."))
    return form.back(url_for(BOARD))


@control.post("/sandbox/control/deliver")
@access("sandbox.deliver")
def deliver() -> ResponseReturnValue:
    """Hand over what the processor has to report, now."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            deliver_reports()
            return form.done(url_for(BOARD), _("The reports were handed over. What they say is being looked at."))
    return form.back(url_for(BOARD))


@control.route("/sandbox/control/cards/<card_id>", methods=["GET", "POST"])
@access("sandbox.card", "sandbox.say_next")
def card(card_id: str) -> ResponseReturnValue:
    """Choose what the bank of a card says from now on."""
    thing = playing.card_at(store(), card_id)
    form = NextForm(data={"said": thing.next_word})
    if form.submitted():
        with form.showing_refusals():
            playing.say_next(store(), card_id, form.said.data)
            return form.done(url_for(BOARD), _("The bank knows what to say."))
    names = queries.names({thing.person_id} if thing.person_id else set())
    return form.page("sandbox/card.html", card=thing, owner=names.get(thing.person_id) if thing.person_id else None)
