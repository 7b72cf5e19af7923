"""The hours journal of a person, a pitch and an organisation, as a page and as a spreadsheet."""

from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.vocabulary import SKILLS
from crowdlearn.pledges.queries.journal import HoursLine, Whose, all_lines, journal
from crowdlearn.web.access import access
from crowdlearn.web.locale import current_language
from crowdlearn.web.paging import following
from crowdlearn.web.spreadsheet import csv_answer
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.get("/me/hours")
@access("offer.hours_mine")
def hours() -> ResponseReturnValue:
    """Show the hours that somebody gave and took."""
    return _page(Whose.PERSON, signed_in().id, "pledges.hours")


@blueprint.get("/me/hours.csv")
@access("offer.hours_mine_file")
def hours_file() -> ResponseReturnValue:
    """Return them as a spreadsheet."""
    return _file(Whose.PERSON, signed_in().id)


@blueprint.get("/pitches/<uuid:pitch_id>/hours")
@access("offer.hours_pitch")
def hours_of_pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Show the hours that went into a pitch."""
    return _page(Whose.PITCH, pitch_id, "pledges.hours_of_pitch")


@blueprint.get("/pitches/<uuid:pitch_id>/hours.csv")
@access("offer.hours_pitch_file")
def hours_of_pitch_file(pitch_id: UUID) -> ResponseReturnValue:
    """Return them as a spreadsheet."""
    return _file(Whose.PITCH, pitch_id)


@blueprint.get("/organisations/<uuid:organisation_id>/hours")
@access("offer.hours_organisation")
def hours_of_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show the hours that the people of an organisation gave and took, without anybody's name."""
    return _page(Whose.ORGANISATION, organisation_id, "pledges.hours_of_organisation")


@blueprint.get("/organisations/<uuid:organisation_id>/hours.csv")
@access("offer.hours_organisation_file")
def hours_of_organisation_file(organisation_id: UUID) -> ResponseReturnValue:
    """Return them as a spreadsheet."""
    return _file(Whose.ORGANISATION, organisation_id)


def _page(whose: Whose, object_id: UUID, endpoint: str) -> ResponseReturnValue:
    page = journal(whose, object_id, signed_in().id, _after())
    more = following(endpoint, str(page.after) if page.after else None)
    return render_template(
        "pledges/hours.html", page=page, whose=whose.value, object_id=object_id, endpoint=endpoint, more=more
    )


def _file(whose: Whose, object_id: UUID) -> Response:
    header = (_("Day"), _("Category"), _("Pitch"), _("Given by"), _("Taken by"), _("Given"), _("Minutes"), _("Agreed"))
    rows = [
        (
            line.at,
            _category(line),
            line.pitch,
            line.helper,
            line.pitcher,
            _("yes") if line.given else _("no"),
            line.minutes,
            _("yes") if line.agreed else _("no"),
        )
        for line in all_lines(whose, object_id, signed_in().id)
    ]
    return csv_answer("hours", header, rows)


def _category(line: HoursLine) -> str:
    if line.skill in SKILLS:
        return SKILLS[line.skill][current_language() == "fr"]
    return str(_(line.kind.label)) if line.kind else str(_("Help of another kind"))


def _after() -> UUID | None:
    try:
        return UUID(request.args.get("after", ""))
    except ValueError:
        return None
