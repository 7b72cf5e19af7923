"""Reading and writing share-backs."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.pitches.rules import Place, ShareBackKind, ShareBackMode
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import (
    ALONE,
    FORMS,
    LearnedForm,
    ListFilter,
    PostForm,
    ReadFirstForm,
    ReplyForm,
    ReviewForm,
    SeatForm,
    WritingForm,
    typed_before,
)
from crowdlearn.sharebacks.rules import FOR_USE, FORM_OF, READABLE, Form
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.locale import current_language
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, is_member, page_of, readable

PLACES = {ShareBackMode.ONLINE: Place.ONLINE, ShareBackMode.ONSITE: Place.ONSITE}


@blueprint.get("/sharebacks")
@access("shareback.list")
def index() -> ResponseReturnValue:
    """Show the library: coming events first, then the newest."""
    form, after = ListFilter(request.args), request.args.get("after", "")
    wanted = queries.Filter(
        member=is_member(),
        kind=form.kind.data,
        mode=form.mode.data,
        topic=form.topic.data if form.topic.data in TOPICS else "",
        language=form.language.data or "",
        upcoming=False,
        words=form.q.data,
        after=after,
    )
    page = queries.listing(wanted)
    coming = [] if after else queries.listing(replace(wanted, upcoming=True), limit=6).cards
    collections = [] if after or form.q.data or form.kind.data else queries.running_collections()
    if (same := page_unchanged(page, coming, collections, _minute())) is not None:
        return same
    return render_template(
        "sharebacks/index.html",
        form=form,
        page=page,
        coming=coming,
        collections=collections,
        more=following("sharebacks.index", page.after),
    )


@blueprint.get("/sharebacks/<uuid:shareback_id>")
@access("shareback.view")
def view(shareback_id: UUID) -> ResponseReturnValue:
    """Show one share-back with its reviews, or its event with its seats."""
    page = readable(shareback_id, request.args.get("after", ""))
    if (same := page_unchanged(page, _minute())) is not None:
        return same
    shown = page if "original" in request.args else page.said_in(current_language())
    return render_template("sharebacks/view.html", page=shown, **_forms())


def _minute() -> datetime:
    """Return the minute we are in: within it, no event that is shown as coming begins."""
    return now().replace(second=0, microsecond=0)


def _forms() -> dict[str, object]:
    """Return the page's forms; visitors get none, so that their page needs no cookie."""
    forms = {
        "action": ActionForm,
        "learned_form": LearnedForm,
        "read_form": ReadFirstForm,
        "reply_form": ReplyForm,
        "review_form": ReviewForm,
        "seat_form": SeatForm,
    }
    return {name: form() if viewer().is_authenticated else None for name, form in forms.items()}


@blueprint.get("/sharebacks/<uuid:shareback_id>/versions")
@access("shareback.versions")
def versions(shareback_id: UUID) -> ResponseReturnValue:
    """Show what a share-back said before it was changed."""
    page = readable(shareback_id)
    if page.state not in READABLE:
        raise NotFound
    by, before = queries.last_writer(shareback_id), queries.versions_of(shareback_id)
    return render_template("sharebacks/versions.html", page=page, versions=before, by=by)


@blueprint.get("/sharebacks/write")
@access("shareback.start")
def start() -> ResponseReturnValue:
    """Offer what the member can share: drafts, open promises, something to use (?from= a share-back), or a story."""
    who = signed_in()
    return render_template(
        "sharebacks/start.html",
        owed=queries.commitments_to_answer(who.id),
        drafts=queries.drafts_of(who.id),
        source=_drawn_from(),
    )


@blueprint.route("/sharebacks/new", methods=["GET", "POST"])
@access("shareback.new", "shareback.create")
def new() -> ResponseReturnValue:
    """Write a share-back for a promise (?commitment=) or of a kind (?kind=); ?form=recording for a recorded one.

    A practice or a tool may come out of another share-back (?from=).
    """
    kind, owed = _asked_for()
    again, source = _given_again(), None
    kind = again.kind if again is not None and "kind" not in request.args else kind
    how = Form.RECORDING if request.args.get("form") == Form.RECORDING else FORM_OF[kind]
    if how in FOR_USE:
        source = _drawn_from()
    who = signed_in()
    promised = {"title": owed.title, "place": PLACES.get(owed.mode)} if owed else {}
    if again is not None:
        promised = {"title": again.title}
    wanted = request.args.get("collection", "")
    given = {"language": who.language, "time_zone": who.time_zone, "collection": wanted or ALONE}
    form = FORMS[how](data=promised | given)
    if owed is not None:
        del form.readers
    _offer_collections(form, kind, None)
    if form.submitted():
        with form.showing_refusals():
            shareback_id = service.draft(
                who.id,
                kind,
                how,
                form.content(),
                commitment_id=owed.id if owed else None,
                retold_from_id=again.id if again else None,
                drawn_from_id=source.id if source else None,
            )
            return form.done(page_of(shareback_id), _("Saved. Look it over, then publish it."))
    return form.page("sharebacks/write.html", kind=kind, how=how, page=None, again=again, source=source)


def _offer_collections(form: WritingForm, kind: ShareBackKind, present: UUID | None) -> None:
    """Let the writer of a story choose a collection, where some are running."""
    if isinstance(form, PostForm):
        story = kind is ShareBackKind.STORY
        form.offer_collections(queries.collections_to_choose(signed_in().id, present) if story else ())


def _given_again() -> queries.Telling | None:
    """Return the share-back of somebody else's that is to be given again (?again=). Raises NotFound for a wrong one."""
    wanted = _named("again")
    return queries.to_be_retold(wanted, signed_in().id) if wanted else None


def _drawn_from() -> queries.Telling | None:
    """Return the share-back that a practice or tool comes out of (?from=). Raises NotFound for a wrong one."""
    wanted = _named("from")
    return queries.to_be_drawn_from(wanted) if wanted else None


def _named(name: str) -> UUID | None:
    """Return the id that the address gives under a name. Raises NotFound for what is none."""
    wanted = request.args.get(name, "")
    try:
        return UUID(wanted) if wanted else None
    except ValueError:
        raise NotFound from None


def _asked_for() -> tuple[ShareBackKind, queries.Owed | None]:
    """Return the kind that is to be written, and the promise it keeps, if any. A foreign promise is NotFound."""
    wanted = request.args.get("commitment", "")
    if wanted:
        for owed in queries.commitments_to_answer(signed_in().id):
            if str(owed.id) == wanted:
                return owed.kind, owed
        raise NotFound
    kinds = {kind.value: kind for kind in ShareBackKind}
    return kinds.get(request.args.get("kind", ""), ShareBackKind.STORY), None


@blueprint.route("/sharebacks/<uuid:shareback_id>/edit", methods=["GET", "POST"])
@access("shareback.edit_form", "shareback.edit")
def edit(shareback_id: UUID) -> ResponseReturnValue:
    """Change a share-back."""
    page, content = queries.writing_page(shareback_id, signed_in().id)
    form = FORMS[page.form](data=typed_before(content))
    if page.commitment_id is not None:
        del form.readers
    _offer_collections(form, page.kind, content.collection_id)
    if form.submitted():
        with form.showing_refusals():
            service.edit(signed_in().id, shareback_id, form.content())
            return form.done(page_of(shareback_id), _("Saved."))
    return form.page("sharebacks/write.html", kind=page.kind, how=page.form, page=page, again=None, source=None)


@blueprint.post("/sharebacks/<uuid:shareback_id>/publish")
@access("shareback.publish")
def publish(shareback_id: UUID) -> ResponseReturnValue:
    """Make a share-back readable."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.publish(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id), _("Published. Those who back or follow it are told."))
    return form.back(page_of(shareback_id))


@blueprint.route("/sharebacks/<uuid:shareback_id>/discard", methods=["GET", "POST"])
@access("shareback.discard_form", "shareback.discard")
def discard(shareback_id: UUID) -> ResponseReturnValue:
    """Throw a draft away, after a page that says so."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.discard(signed_in().id, shareback_id)
            return form.done(url_for("sharebacks.start"), _("The draft is gone."))
    return form.page("sharebacks/discard.html", page=page)


@blueprint.route("/sharebacks/<uuid:shareback_id>/withdraw", methods=["GET", "POST"])
@access("shareback.withdraw_form", "shareback.withdraw")
def withdraw(shareback_id: UUID) -> ResponseReturnValue:
    """Take a share-back off the site, after a page that says what will happen."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.withdraw(signed_in().id, shareback_id)
            return form.done(url_for("sharebacks.index"), _("Withdrawn."))
    return form.page("sharebacks/withdraw.html", page=page)
