"""My notices."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.locale import current_language
from crowdlearn.web.mail import headline
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in

from . import queries, service

blueprint = Blueprint("notices", __name__)


@blueprint.get("/me/notices")
@access("notice.list")
def index() -> ResponseReturnValue:
    """Show what the person was told, newest first."""
    page, language = queries.notices_of(signed_in().id, request.args.get("after", "")), current_language()
    told = [(line, headline(line.kind, language, line.facts)) for line in page.lines]
    more = following("notices.index", page.after)
    return render_template("notices/index.html", told=told, more=more, action=ActionForm())


@blueprint.post("/me/notices/read")
@access("notice.read")
def read() -> ResponseReturnValue:
    """Mark all notices as read."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.mark_read(signed_in().id)
            return form.done(url_for("notices.index"))
    return form.back(url_for("notices.index"))
