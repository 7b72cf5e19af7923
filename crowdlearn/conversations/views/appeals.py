"""What a steward decided, for those it concerns; appeals, and another steward's answer."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations import queries, service
from crowdlearn.conversations.forms import AppealForm, RulingForm
from crowdlearn.conversations.rules import Decided, Ruling
from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.access import access
from crowdlearn.web.limits import by_person, limited
from crowdlearn.web.viewer import signed_in
from crowdlearn.web.words import friendly

from .base import blueprint, here


@blueprint.route("/decisions/<decided>/<uuid:decision_id>", methods=["GET", "POST"])
@access("decision.view", "appeal.make")
@limited("LIMIT_COMMENT", by_person)
def decision(decided: str, decision_id: UUID) -> ResponseReturnValue:
    """Show a steward's decision to those it concerns, and take an appeal."""
    if decided not in Decided._value2member_map_:
        raise NotFound("Decision")
    page = queries.decision_page(Decided(decided), decision_id, signed_in().id)
    form = AppealForm()
    if form.submitted():
        with form.showing_refusals():
            service.appeal(signed_in().id, Decided(decided), decision_id, form.text.data)
            return form.done(
                url_for(".decision", decided=decided, decision_id=decision_id),
                _("Thank you. Another steward, who has no part in it, decides."),
            )
    refusal = friendly(page.refusal) if page.refusal else ""
    return form.page(
        "conversations/decision.html", page=page, refusal=refusal, back=here(page.content.path), appeal=page.appeal
    )


@blueprint.route("/stewardship/appeals/<uuid:appeal_id>", methods=["GET", "POST"])
@access("appeal.view", "appeal.decide")
def decide_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Let a steward without a stake decide on an appeal."""
    page = queries.appeal_page(appeal_id)
    form = RulingForm()
    if form.submitted():
        with form.showing_refusals():
            grants = form.ruling.data is Ruling.OVERTURN
            service.decide_appeal(signed_in().id, appeal_id, form.answer.data, grants=grants)
            return form.done(url_for(".queue"), _("Decided. Everyone it concerns is told."))
    return form.page("conversations/appeal.html", page=page, appeal=page.appeal, back=url_for(".queue"))
