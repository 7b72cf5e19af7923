"""Pages of the pretended processor that a person is sent to: whoever holds an address may use it."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from crowdlearn.sandbox import hosting
from crowdlearn.sandbox.forms import Answer, BankForm, CardForm
from crowdlearn.sandbox.line import store
from crowdlearn.sandbox.numbers import TEST_CARDS
from crowdlearn.web.access import access

hosted = Blueprint("sandbox", __name__)


def local(url: str) -> str:
    """Return an address of this installation without its host: people may use another name for it than we do."""
    ours: str = current_app.config["PUBLIC_URL"]
    return url.removeprefix(ours) if url.startswith(f"{ours}/") else url


@hosted.route("/sandbox/checkout/<page_id>", methods=["GET", "POST"])
@access("sandbox.card_page", "sandbox.enter_card")
def checkout(page_id: str) -> ResponseReturnValue:
    """Save a card, as the processor's own page would."""
    form = CardForm()
    if form.submitted():
        with form.showing_refusals():
            month, year = int(form.month.data), int(form.year.data)
            return form.done(local(hosting.enter_card(store(), page_id, form.card_number.data, month, year)))
    page = hosting.card_page(store(), page_id)
    back, cancel = local(page.back), local(page.cancel)
    return form.page("sandbox/checkout.html", page=page, back=back, cancel=cancel, numbers=TEST_CARDS)


@hosted.route("/sandbox/bank/<intent_id>", methods=["GET", "POST"])
@access("sandbox.bank_page", "sandbox.answer_bank")
def bank(intent_id: str) -> ResponseReturnValue:
    """Ask a bank's customer whether it is them."""
    form = BankForm()
    if form.submitted():
        with form.showing_refusals():
            yes = form.answer.data is Answer.YES
            return form.done(local(hosting.answer_bank(store(), intent_id, yes=yes)))
    page = hosting.bank_page(store(), intent_id)
    return form.page("sandbox/bank.html", page=page, back=local(page.back))
