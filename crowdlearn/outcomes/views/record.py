"""A person's own record: to read, to print, to take along as a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.forms import AwardForm
from crowdlearn.outcomes.rules import Entry, Place
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.spreadsheet import csv_answer
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint

_WAYS = {
    Place.PITCH: ("pages.pitch", "pitch_id"),
    Place.COMMITMENT: ("commitments.view", "commitment_id"),
    Place.SHAREBACK: ("sharebacks.view", "shareback_id"),
    Place.USES: ("outcomes.uses", "shareback_id"),
    Place.IMPACT: ("outcomes.impact", "pitch_id"),
}


@blueprint.get("/me/record")
@access("record.view")
def record() -> ResponseReturnValue:
    """Show what one did, gave and received."""
    page = queries.record_of(signed_in().id)
    return render_template("outcomes/record.html", page=page, action=ActionForm(), evidence_at=evidence_at)


@blueprint.get("/me/balance")
@access("balance.view")
def balance() -> ResponseReturnValue:
    """Show what one gave and received; nobody else sees it."""
    return render_template("outcomes/balance.html", page=queries.balance_of(signed_in().id))


@blueprint.get("/me/record.csv")
@access("record.csv")
def record_csv() -> ResponseReturnValue:
    """Return the record's entries as a spreadsheet."""
    header = [_("Date"), _("What"), _("Title"), _("Borne out by"), _("People"), _("Hours"), _("Evidence")]
    return csv_answer("crowdlearn-record", header, list(_rows()))


@blueprint.get("/me/record.json")
@access("record.json")
def record_json() -> Response:
    """Return the record for another program, with the page that proves each entry."""
    page = queries.record_of(signed_in().id)
    answer = jsonify(
        name=page.name,
        title=page.title,
        organisation={"en": page.organisation_en, "fr": page.organisation_fr},
        at=page.at.isoformat(),
        entries=[
            {
                "on": entry.on.isoformat(),
                "deed": entry.deed.value,
                "title": entry.title,
                "borne_out_by": entry.borne_out_by,
                "people": entry.people,
                "minutes": entry.minutes,
                "evidence": evidence_at(entry, external=True),
            }
            for entry in page.entries
        ],
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="crowdlearn-record.json"'
    return answer


@blueprint.route("/me/record/awards/new", methods=["GET", "POST"])
@access("award.form", "award.add")
def award() -> ResponseReturnValue:
    """Record what one received elsewhere."""
    form = AwardForm()
    if form.submitted():
        with form.showing_refusals():
            service.record_award(signed_in().id, form.title.data, form.giver.data, form.on.day, form.link.data)
            return form.done(url_for("outcomes.record"), _("Recorded. It stands on your page and in your record."))
    return form.page("outcomes/award.html")


@blueprint.post("/me/record/awards/<uuid:award_id>/remove")
@access("award.remove")
def remove_award(award_id: UUID) -> ResponseReturnValue:
    """Take an entry away."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.remove_award(signed_in().id, award_id)
            return form.done(url_for("outcomes.record"), _("Taken away."))
    return form.back(url_for("outcomes.record"))


def evidence_at(entry: Entry, *, external: bool = False) -> str:
    """Return the address of the page that shows a deed."""
    if entry.place is Place.AWARD:
        return entry.link
    endpoint, name = _WAYS[entry.place]
    named: dict[str, Any] = {name: entry.about_id}
    return url_for(endpoint, _external=external, **named)


def _rows() -> Iterator[tuple[object, ...]]:
    for entry in queries.record_of(signed_in().id).entries:
        hours = f"{entry.minutes // 60}:{entry.minutes % 60:02}" if entry.minutes else ""
        people = entry.people or ""
        yield (
            entry.on,
            _(entry.deed.label),
            entry.title,
            entry.borne_out_by,
            people,
            hours,
            evidence_at(entry, external=True),
        )
