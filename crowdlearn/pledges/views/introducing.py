"""An introduction from the question to its outcome."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.pledges import service
from crowdlearn.pledges.forms import IntroduceForm, MetForm, NotTakenUpForm, OutcomeForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint
from .offers import act


@blueprint.post("/offers/<uuid:offer_id>/introduce")
@access("offer.introduce")
def introduce(offer_id: UUID) -> ResponseReturnValue:
    """Name somebody who agreed to it."""
    form = IntroduceForm()
    return act(
        form,
        offer_id,
        lambda: service.introduce(signed_in().id, offer_id, form.who.data, form.consent_on.data),
        _("Thank you. The pitcher has the name now."),
    )


@blueprint.post("/offers/<uuid:offer_id>/met")
@access("offer.met")
def met(offer_id: UUID) -> ResponseReturnValue:
    """Say that the two met."""
    return act(MetForm(), offer_id, lambda: service.say_met(signed_in().id, offer_id), _("Good to hear. Noted."))


@blueprint.post("/offers/<uuid:offer_id>/outcome")
@access("offer.outcome")
def outcome(offer_id: UUID) -> ResponseReturnValue:
    """Say what came of it."""
    form = OutcomeForm()
    return act(
        form,
        offer_id,
        lambda: service.say_outcome(signed_in().id, offer_id, form.outcome.data),
        _("Thank you. Who introduced you reads it too."),
    )


@blueprint.post("/offers/<uuid:offer_id>/not-taken-up")
@access("offer.not_taken_up")
def not_taken_up(offer_id: UUID) -> ResponseReturnValue:
    """Say that nothing comes of it."""
    form = NotTakenUpForm()
    return act(
        form, offer_id, lambda: service.not_taken_up(signed_in().id, offer_id, form.why.data), _("Noted, thank you.")
    )
