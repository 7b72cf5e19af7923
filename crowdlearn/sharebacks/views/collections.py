"""Story collections: the list, one with its stories, and what its opener does."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import CollectionForm, collection_typed
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, is_member


@blueprint.get("/stories")
@access("collection.list")
def collections() -> ResponseReturnValue:
    """Show which questions are being asked, and what came of earlier ones."""
    page = queries.collections_page(request.args.get("after", ""))
    if (same := page_unchanged(page, clock.today(HOME_ZONE))) is not None:
        return same
    return render_template(
        "sharebacks/collections.html", page=page, more=following("sharebacks.collections", page.after)
    )


@blueprint.get("/stories/<uuid:collection_id>")
@access("collection.view")
def collection(collection_id: UUID) -> ResponseReturnValue:
    """Show one collection: its question, its day, and its stories, the newest first."""
    row = queries.collection_page(collection_id, viewer().id, steward="steward" in viewer().roles)
    wanted = queries.Filter(member=is_member(), collection_id=collection_id, after=request.args.get("after", ""))
    page = queries.listing(wanted)
    if (same := page_unchanged(row, page, clock.today(HOME_ZONE))) is not None:
        return same
    action = ActionForm() if viewer().is_authenticated else None
    more = following("sharebacks.collection", page.after)
    return render_template("sharebacks/collection.html", row=row, page=page, more=more, action=action)


@blueprint.route("/stories/open", methods=["GET", "POST"])
@access("collection.form", "collection.open")
@writes_limited("LIMIT_COMMENT")
def open_collection() -> ResponseReturnValue:
    """Ask for stories."""
    form = CollectionForm(data=collection_typed(today=clock.today(HOME_ZONE)))
    if form.submitted():
        with form.showing_refusals():
            collection_id = service.open_collection(signed_in().id, form.asked())
            return form.done(_page_of(collection_id), _("It is open. Add the first story: people follow an example."))
    return form.page("sharebacks/open_collection.html", row=None)


@blueprint.route("/stories/<uuid:collection_id>/edit", methods=["GET", "POST"])
@access("collection.edit_form", "collection.change")
def change_collection(collection_id: UUID) -> ResponseReturnValue:
    """Change what a collection asks, or how long."""
    row = queries.collection_page(collection_id, signed_in().id)
    if row.opened_by != signed_in().id:
        raise NotAllowed
    form = CollectionForm(data=collection_typed(row, today=clock.today(HOME_ZONE)))
    del form.whose
    if form.submitted():
        with form.showing_refusals():
            service.change_collection(signed_in().id, collection_id, form.asked())
            return form.done(_page_of(collection_id), _("Saved."))
    return form.page("sharebacks/open_collection.html", row=row)


@blueprint.post("/stories/<uuid:collection_id>/close")
@access("collection.close")
def close_collection(collection_id: UUID) -> ResponseReturnValue:
    """End a collection before its last day."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.close_collection(signed_in().id, collection_id)
            return form.done(_page_of(collection_id), _("It is closed. Its stories stay."))
    return form.back(_page_of(collection_id))


def _page_of(collection_id: UUID) -> str:
    return url_for("sharebacks.collection", collection_id=collection_id)
