"""Live notes on a pitch: the stream, one note with what was said of it, and the draft they become."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations.rules import may_edit
from crowdlearn.conversations.service import ask
from crowdlearn.files.service import Upload
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.ids import new_id
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import NoteForm, NoteWordsForm, ReactionForm
from crowdlearn.sharebacks.rules import NOTE_KIND
from crowdlearn.sharebacks.rules.notes import Reaction
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.locale import current_language
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, page_of


@blueprint.route("/pitches/<uuid:pitch_id>/notes", methods=["GET", "POST"])
@access("note.list", "note.write")
@writes_limited("LIMIT_COMMENT")
def notes(pitch_id: UUID) -> ResponseReturnValue:
    """Show the stream of live notes, newest first; its pitcher writes at its top."""
    after = request.args.get("after", "")
    page = queries.notes_page(pitch_id, viewer().id, steward="steward" in viewer().roles, after=after)
    form = NoteForm() if viewer().id == page.head.owner_id else None
    if form is not None and form.submitted():
        with form.showing_refusals():
            words = form.picture_words.data
            service.write_note(page.head.owner_id, pitch_id, form.text.data, current_language(), _file(form), words)
            return form.done(
                url_for("sharebacks.notes", pitch_id=pitch_id), _("Noted. Whoever follows the pitch hears of it.")
            )
    if form is None and request.method == "POST":
        raise NotAllowed
    if (same := page_unchanged(page)) is not None and request.method == "GET":
        return same
    context = {"page": page, "more": following("sharebacks.notes", page.after), **_tools()}
    if form is None:
        return render_template("sharebacks/notes.html", **context)
    return form.page("sharebacks/notes.html", **context)


@blueprint.route("/notes/<uuid:note_id>", methods=["GET", "POST"])
@access("note.view", "note.react")
@writes_limited("LIMIT_COMMENT")
def note(note_id: UUID) -> ResponseReturnValue:
    """Show one note with what was said of it, and take a question or an idea to try."""
    head, row = queries.note_page(note_id, viewer().id, steward="steward" in viewer().roles)
    wanted = Reaction.IDEA if request.args.get("idea") else Reaction.QUESTION
    form = ReactionForm(data={"reaction": wanted}) if viewer().is_authenticated else None
    if form is not None and form.submitted():
        comment_id = new_id()
        done = url_for("sharebacks.note", note_id=note_id, _anchor=f"c-{comment_id}")
        with form.showing_refusals(to=done):
            who, words = signed_in().id, form.text.data
            ask(who, NOTE_KIND, note_id, words, current_language(), comment_id, idea=form.idea())
            return form.done(done, _("It stands below the note."))
    context = {"head": head, "note": row, **_tools()}
    if form is None:
        return render_template("sharebacks/note.html", **context)
    return form.page("sharebacks/note.html", **context)


@blueprint.route("/notes/<uuid:note_id>/edit", methods=["GET", "POST"])
@access("note.edit_form", "note.change")
def edit_note(note_id: UUID) -> ResponseReturnValue:
    """Change what one's own note says."""
    head, row = queries.note_page(note_id, signed_in().id)
    if head.owner_id != signed_in().id:
        raise NotAllowed
    form = NoteWordsForm(data={"text": row.text})
    if form.submitted():
        with form.showing_refusals():
            service.change_note(signed_in().id, note_id, form.text.data)
            return form.done(url_for("sharebacks.notes", pitch_id=head.pitch_id), _("Saved."))
    return form.page("sharebacks/edit_note.html", head=head, note=row, action=ActionForm())


@blueprint.post("/notes/<uuid:note_id>/remove")
@access("note.remove")
def remove_note(note_id: UUID) -> ResponseReturnValue:
    """Take one's own note back."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.remove_note(signed_in().id, note_id)
            return form.done(url_for("sharebacks.notes", pitch_id=pitch_id), _("The note is gone."))
    return form.back(url_for("sharebacks.edit_note", note_id=note_id))


@blueprint.post("/pitches/<uuid:pitch_id>/notes/gather")
@access("note.gather")
def gather_notes(pitch_id: UUID) -> ResponseReturnValue:
    """Make a draft of a share-back of the notes."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            draft = service.gather_notes(signed_in().id, pitch_id)
            return form.done(page_of(draft), _("Your notes are a draft now. Make it yours, then publish it."))
    return form.back(url_for("sharebacks.notes", pitch_id=pitch_id))


def _file(form: NoteForm) -> Upload | None:
    chosen = form.file.data
    return chosen if getattr(chosen, "filename", "") else None


def _tools() -> dict[str, object]:
    return {"action": ActionForm() if viewer().is_authenticated else None, "now": now(), "may_edit": may_edit}
