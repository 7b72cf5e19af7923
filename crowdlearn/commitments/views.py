"""The follow-up page and the page of one commitment."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.locale import current_language
from crowdlearn.web.paging import following
from crowdlearn.web.spreadsheet import csv_answer
from crowdlearn.web.viewer import Viewer, signed_in, viewer

from . import queries, service
from .forms import FollowUpFilter, MoveForm, ReasonForm, ReplaceForm, ResolveForm, VoteForm
from .rules import Answer, Standing

blueprint = Blueprint("commitments", __name__)


def is_member() -> bool:
    """Tell whether the viewer may see every state, and not only what was delivered."""
    who = viewer()
    return who.is_authenticated and not who.suspended


def scopes() -> list[str]:
    """Return whose promises the viewer may choose."""
    who = viewer()
    if not isinstance(who, Viewer):
        return ["all"]
    return ["all", "mine", "organisation"] if who.organisation_id else ["all", "mine"]


@blueprint.get("/commitments")
@access("commitment.ledger")
def ledger() -> ResponseReturnValue:
    """Show every promised share-back and where it stands: mine, my organisation's, all."""
    form, scope, wanted = _wanted()
    page, counts = queries.follow_up(wanted, request.args.get("after", "")), queries.counts(wanted)
    if (same := page_unchanged(page, counts, [line.standing for line in page.lines])) is not None:
        return same
    return render_template(
        "commitments/ledger.html",
        form=form,
        scope=scope,
        scopes=scopes(),
        kept={name: value for name in ("standing", "kind") if (value := request.args.get(name))},
        page=page,
        more=following("commitments.ledger", page.after),
        csv=url_for("commitments.download", **form.data),
        counts=counts,
        most_counted=queries.MOST_COUNTED,
        standings=list(Standing),
    )


@blueprint.get("/commitments.csv")
@access("commitment.csv")
def download() -> ResponseReturnValue:
    """Return the follow-up page's lines as a file."""
    wanted = _wanted()[-1]
    header = [_("Kind"), _("Title"), _("Pitch"), _("Owner"), _("Organisation")]
    header += [_("Due"), _("Moved from"), _("Standing"), _("Delivered"), _("Reviews")]
    french = current_language() == "fr"
    rows = (
        (
            _(line.kind.label),
            line.title,
            line.pitch_title,
            line.owner,
            line.organisation_fr if french else line.organisation_en,
            line.due_on,
            line.moved_from,
            _(line.standing.label),
            line.delivered_at,
            line.reviews,
        )
        for line in list(queries.all_follow_ups(wanted))
    )
    return csv_answer(_("follow-up"), header, rows)


def _wanted() -> tuple[FollowUpFilter, str, queries.Wanted]:
    who, form = viewer(), FollowUpFilter(request.args)
    organisation_id = who.organisation_id if isinstance(who, Viewer) else None
    scope = form.scope.data if form.scope.data in scopes() else "all"
    if not is_member():
        form.offer_strangers()
    wanted = queries.Wanted(
        member=is_member(),
        owner_id=who.id if scope == "mine" else None,
        organisation_id=organisation_id if scope == "organisation" else None,
        standing=form.standing.data,
        kind=form.kind.data,
    )
    return form, scope, wanted


@blueprint.get("/commitments/<uuid:commitment_id>")
@access("commitment.view")
def view(commitment_id: UUID) -> ResponseReturnValue:
    """Show one commitment, its history, and what the viewer may do about it."""
    who = viewer()
    page = queries.commitment_page(commitment_id, who.id, member=is_member())
    relations = queries.relations(who.id, commitment_id) if who.id else set()
    mine = page.replacement.mine if page.replacement else None
    vote_form = VoteForm(data={} if mine is None else {"agrees": Answer.YES if mine else Answer.NO})
    return render_template(
        "commitments/view.html", page=page, relations=relations, action=ActionForm(), vote_form=vote_form
    )


@blueprint.route("/commitments/<uuid:commitment_id>/move", methods=["GET", "POST"])
@access("commitment.move_form", "commitment.move")
def move(commitment_id: UUID) -> ResponseReturnValue:
    """Move a commitment once to a later date."""
    form = MoveForm()
    if form.submitted():
        with form.showing_refusals():
            service.move(signed_in().id, commitment_id, form.due_on.day, form.reason.data)
            return form.done(_page_of(commitment_id), _("Moved. Your backers are told."))
    return form.page("commitments/move.html", page=queries.commitment_page(commitment_id, signed_in().id, member=True))


@blueprint.route("/commitments/<uuid:commitment_id>/replace", methods=["GET", "POST"])
@access("commitment.replace_form", "commitment.replace")
def replace(commitment_id: UUID) -> ResponseReturnValue:
    """Ask the backers to take another kind of share-back."""
    form = ReplaceForm()
    if form.submitted():
        with form.showing_refusals():
            promised = (form.kind.data, form.title.data, form.due_on.day)
            service.ask_replacement(signed_in().id, commitment_id, *promised, form.reason.data)
            return form.done(_page_of(commitment_id), _("Asked. Your backers decide."))
    return form.page(
        "commitments/replace.html", page=queries.commitment_page(commitment_id, signed_in().id, member=True)
    )


@blueprint.post("/commitments/<uuid:commitment_id>/vote")
@access("commitment.vote")
def vote(commitment_id: UUID) -> ResponseReturnValue:
    """Take a backer's answer to the replacement that is asked for."""
    form = VoteForm()
    if form.submitted():
        with form.showing_refusals():
            service.vote_on_replacement(signed_in().id, commitment_id, form.agrees.data is Answer.YES)
            return form.done(_page_of(commitment_id), _("Thank you, your answer counts."))
    return form.back(_page_of(commitment_id))


@blueprint.post("/commitments/<uuid:commitment_id>/confirm")
@access("commitment.confirm")
def confirm(commitment_id: UUID) -> ResponseReturnValue:
    """Let a backer confirm a delivery."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.confirm(signed_in().id, commitment_id)
            return form.done(_page_of(commitment_id), _("Confirmed. Thank you for closing the loop."))
    return form.back(_page_of(commitment_id))


@blueprint.route("/commitments/<uuid:commitment_id>/dispute", methods=["GET", "POST"])
@access("commitment.dispute_form", "commitment.dispute")
def dispute(commitment_id: UUID) -> ResponseReturnValue:
    """Let a backer say that a delivery is not what was promised."""
    form = ReasonForm()
    if form.submitted():
        with form.showing_refusals():
            service.dispute(signed_in().id, commitment_id, form.reason.data)
            return form.done(_page_of(commitment_id), _("A steward without a stake will decide."))
    return form.page(
        "commitments/dispute.html", page=queries.commitment_page(commitment_id, signed_in().id, member=True)
    )


@blueprint.route("/commitments/<uuid:commitment_id>/resolve", methods=["GET", "POST"])
@access("commitment.resolve_form", "commitment.resolve")
def resolve(commitment_id: UUID) -> ResponseReturnValue:
    """Let a steward decide a dispute."""
    form = ResolveForm()
    if form.submitted():
        with form.showing_refusals():
            service.resolve(signed_in().id, commitment_id, form.state, form.reason.data)
            return form.done(_page_of(commitment_id), _("Decided. Both sides are told."))
    return form.page(
        "commitments/resolve.html", page=queries.commitment_page(commitment_id, signed_in().id, member=True)
    )


@blueprint.route("/commitments/<uuid:commitment_id>/waive", methods=["GET", "POST"])
@access("commitment.waive_form", "commitment.waive")
def waive(commitment_id: UUID) -> ResponseReturnValue:
    """Let a steward waive a commitment for a good reason."""
    form = ReasonForm()
    if form.submitted():
        with form.showing_refusals():
            service.waive(signed_in().id, commitment_id, form.reason.data)
            return form.done(_page_of(commitment_id), _("Waived. The entry stays in the journal."))
    return form.page("commitments/waive.html", page=queries.commitment_page(commitment_id, signed_in().id, member=True))


def _page_of(commitment_id: UUID) -> str:
    return url_for("commitments.view", commitment_id=commitment_id)
