"""Places to learn in another organisation, and who is interested."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.expertise import queries, service
from crowdlearn.expertise.forms import (
    AnswerForm,
    CloseForm,
    InterestForm,
    OpeningsFilter,
    OpenPlaceForm,
    TakeBackForm,
)
from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.access import access
from crowdlearn.web.limits import by_person, limited
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, check_shown


@blueprint.get("/expertise/openings")
@access("opening.list")
def openings() -> ResponseReturnValue:
    """Show the places that are open, the soonest to be answered first."""
    form = OpeningsFilter(request.args)
    cards, after = queries.openings(
        form.kind.data, form.region.data or "", form.language.data or "", request.args.get("after", "")
    )
    more = following("expertise.openings", after)
    return render_template("expertise/openings.html", form=form, cards=cards, more=more)


@blueprint.route("/expertise/openings/new", methods=["GET", "POST"])
@access("opening.new_form", "opening.create")
@limited("LIMIT_PLEDGE", by_person)
def open_place() -> ResponseReturnValue:
    """Ask about the place, then open it."""
    form = OpenPlaceForm(data={"language": signed_in().language})
    if form.submitted():
        with form.showing_refusals():
            opening_id = service.open_place(signed_in().id, form.opened())
            return form.done(url_for(".opening", opening_id=opening_id), _("It is open. You hear who is interested."))
    return form.page("expertise/open_place.html")


@blueprint.route("/expertise/openings/<uuid:opening_id>", methods=["GET", "POST"])
@access("opening.view", "interest.create")
@limited("LIMIT_COMMENT", by_person)
def opening(opening_id: UUID) -> ResponseReturnValue:
    """Show one opening; take somebody's interest."""
    page = _shown(opening_id)
    if not viewer().is_authenticated:
        return render_template("expertise/opening.html", page=page)
    form = InterestForm()
    if form.submitted():
        with form.showing_refusals():
            service.show_interest(signed_in().id, opening_id, form.text.data)
            words = _("%(name)s has been told, and you will hear back.", name=page.owner)
            return form.done(url_for(".opening", opening_id=opening_id), words)
    return form.page("expertise/opening.html", page=page, close_form=CloseForm(), back_form=TakeBackForm())


@blueprint.post("/expertise/openings/<uuid:opening_id>/close")
@access("opening.close")
def close(opening_id: UUID) -> ResponseReturnValue:
    """Close one's own opening."""
    form = CloseForm()
    if form.submitted():
        with form.showing_refusals():
            service.close_opening(signed_in().id, opening_id, taken=form.taken.data == "yes")
            return form.done(url_for(".opening", opening_id=opening_id), _("It is closed. Who waited is told."))
    return form.back(url_for(".opening", opening_id=opening_id))


@blueprint.route("/expertise/openings/<uuid:opening_id>/interests/<uuid:interest_id>/answer", methods=["GET", "POST"])
@access("interest.answer_form", "interest.answer")
def answer(opening_id: UUID, interest_id: UUID) -> ResponseReturnValue:
    """Answer somebody's interest in one's own opening."""
    page, row = _belonging(opening_id, interest_id)
    form = AnswerForm()
    if form.submitted():
        with form.showing_refusals():
            accepts = form.accepts.data == "yes"
            service.answer_interest(signed_in().id, interest_id, form.answer.data, accepts=accepts)
            return form.done(url_for(".opening", opening_id=opening_id, _anchor="interests"), _("Answered."))
    return form.page("expertise/answer.html", page=page, row=row)


@blueprint.post("/expertise/openings/<uuid:opening_id>/interests/<uuid:interest_id>/back")
@access("interest.withdraw")
def take_back(opening_id: UUID, interest_id: UUID) -> ResponseReturnValue:
    """Take one's own interest back."""
    _belonging(opening_id, interest_id)
    form = TakeBackForm()
    if form.submitted():
        with form.showing_refusals():
            service.take_interest_back(signed_in().id, interest_id)
            return form.done(url_for(".opening", opening_id=opening_id), _("Taken back."))
    return form.back(url_for(".opening", opening_id=opening_id))


def _shown(opening_id: UUID) -> queries.OpeningPage:
    page = queries.opening_page(opening_id, viewer().id)
    check_shown(hidden=page.hidden, owner_id=page.owner_id)
    return page


def _belonging(opening_id: UUID, interest_id: UUID) -> tuple[queries.OpeningPage, queries.InterestRow]:
    """Return an opening with an interest in it that the viewer may see. Raises NotFound."""
    page = queries.opening_page(opening_id, signed_in().id)
    for row in page.interests:
        if row.id == interest_id:
            return page, row
    raise NotFound("Interest")
