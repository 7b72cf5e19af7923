"""Reviews, "I learned from this", confirmation by a reviewer."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import LearnedForm, ReadFirstForm, ReplyForm, ReviewForm
from crowdlearn.sharebacks.rules import CRITERIA, Score
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, page_of


@blueprint.post("/sharebacks/<uuid:shareback_id>/reviews")
@access("review.create")
def review(shareback_id: UUID) -> ResponseReturnValue:
    """Take a member's review."""
    form = ReviewForm()
    if form.submitted():
        with form.showing_refusals():
            service.review(signed_in().id, shareback_id, service.Judgement(**form.judgement()))
            return form.done(page_of(shareback_id) + "#reviews", _("Thank you for your review."))
    return form.back(page_of(shareback_id), "review")


@blueprint.post("/sharebacks/<uuid:shareback_id>/reviews/read")
@access("review.read")
def read_first(shareback_id: UUID) -> ResponseReturnValue:
    """Show a member the others' reviews before they wrote one; the page said what that costs."""
    form = ReadFirstForm()
    if form.submitted():
        with form.showing_refusals():
            service.read_first(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id) + "#reviews")
    return form.back(page_of(shareback_id))


@blueprint.route("/reviews/<uuid:review_id>/edit", methods=["GET", "POST"])
@access("review.edit_form", "review.edit")
def edit_review(review_id: UUID) -> ResponseReturnValue:
    """Change one's own review."""
    row = queries.own_review(review_id, signed_in().id)
    scores = {name: Score(str(getattr(row, name))) for name in CRITERIA}
    form = ReviewForm(data=scores | {"confidence": row.confidence, "text": row.text})
    if form.submitted():
        with form.showing_refusals():
            service.change_review(signed_in().id, review_id, service.Judgement(**form.judgement()))
            return form.done(page_of(row.shareback_id) + "#reviews", _("Changed."))
    return form.page("sharebacks/review.html", row=row, action=ActionForm())


@blueprint.post("/reviews/<uuid:review_id>/delete")
@access("review.delete")
def delete_review(review_id: UUID) -> ResponseReturnValue:
    """Take one's own review back."""
    row, form = queries.own_review(review_id, signed_in().id), ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.delete_review(signed_in().id, review_id)
            return form.done(page_of(row.shareback_id), _("Taken back."))
    return form.back(page_of(row.shareback_id))


@blueprint.route("/reviews/<uuid:review_id>/reply", methods=["GET", "POST"])
@access("review.reply_form", "review.reply")
def reply(review_id: UUID) -> ResponseReturnValue:
    """Let the author answer a review."""
    page, row = queries.reviewed_page(review_id, signed_in().id)
    form = ReplyForm(data={"reply": row.reply})
    if form.submitted():
        with form.showing_refusals():
            service.answer_review(signed_in().id, review_id, form.reply.data)
            return form.done(page_of(page.id) + f"?after={review_id}#{review_id}", _("Answered."))
    return form.page("sharebacks/reply.html", page=page, row=row)


@blueprint.post("/sharebacks/<uuid:shareback_id>/learned")
@access("shareback.learned")
def learned(shareback_id: UUID) -> ResponseReturnValue:
    """Record "I learned from this", or take it back."""
    form = LearnedForm()
    if form.submitted():
        with form.showing_refusals():
            act = service.take_learned_back if form.learned.data == "no" else service.say_learned
            act(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id))
    return form.back(page_of(shareback_id))


@blueprint.post("/sharebacks/<uuid:shareback_id>/confirm")
@access("shareback.confirm")
def confirm(shareback_id: UUID) -> ResponseReturnValue:
    """Let a reviewer confirm a delivery where the pitch has no backers."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.confirm_as_reviewer(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id), _("Confirmed. Thank you for closing the loop."))
    return form.back(url_for("sharebacks.view", shareback_id=shareback_id))
