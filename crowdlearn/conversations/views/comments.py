"""Questions and answers."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations import queries, service
from crowdlearn.conversations.forms import AnswerForm, CommentForm, DeleteForm, QuestionForm
from crowdlearn.kernel.ids import new_id
from crowdlearn.web.access import access
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in

from .base import blueprint, here, pitch_page


@blueprint.post("/pitches/<uuid:pitch_id>/comments")
@access("comment.create")
@writes_limited("LIMIT_COMMENT")
def ask(pitch_id: UUID) -> ResponseReturnValue:
    """Ask publicly about a pitch."""
    form = QuestionForm()
    if form.submitted():
        comment_id = new_id()
        done = pitch_page(pitch_id, f"c-{comment_id}")
        with form.showing_refusals(to=done):
            service.ask(signed_in().id, "pitch", pitch_id, form.text.data, current_language(), comment_id)
            return form.done(done, _("Your question is on the page."))
    return form.back(pitch_page(pitch_id), anchor="questions")


@blueprint.route("/comments/<uuid:comment_id>/answer", methods=["GET", "POST"])
@access("comment.answer_form", "comment.answer")
@writes_limited("LIMIT_COMMENT")
def answer(comment_id: UUID) -> ResponseReturnValue:
    """Show a question and ask for an answer."""
    form, question = AnswerForm(), queries.question(comment_id)
    if form.submitted():
        with form.showing_refusals():
            answer_id = service.answer(signed_in().id, comment_id, form.text.data, current_language())
            return form.done(here(question.path, f"c-{answer_id}"), _("Your answer is on the page."))
    return form.page("conversations/answer.html", question=question, back=here(question.path, f"c-{comment_id}"))


@blueprint.route("/comments/<uuid:comment_id>/edit", methods=["GET", "POST"])
@access("comment.edit_form", "comment.edit")
@writes_limited("LIMIT_COMMENT")
def edit(comment_id: UUID) -> ResponseReturnValue:
    """Let people change what they wrote, for a quarter of an hour."""
    comment = queries.comment_to_edit(comment_id, signed_in().id)
    form, back = CommentForm(obj=comment), here(comment.path, f"c-{comment_id}")
    if form.submitted():
        with form.showing_refusals():
            service.edit_comment(signed_in().id, comment_id, form.text.data)
            return form.done(back, _("Your comment is changed."))
    return form.page("conversations/edit.html", comment=comment, back=back)


@blueprint.route("/comments/<uuid:comment_id>/delete", methods=["GET", "POST"])
@access("comment.delete_form", "comment.delete")
def delete(comment_id: UUID) -> ResponseReturnValue:
    """Ask once more, then take the words of a comment away."""
    form, comment = DeleteForm(), queries.question(comment_id)
    if form.submitted():
        with form.showing_refusals():
            service.delete_comment(signed_in().id, comment_id)
            return form.done(here(comment.path, "questions"), _("The comment is deleted."))
    return form.page(
        "conversations/delete.html",
        comment=comment,
        back=here(comment.path, f"c-{comment_id}"),
        to=url_for(".delete", comment_id=comment_id),
    )
