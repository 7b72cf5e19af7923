"""My notices, and which of them come by mail."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import private_address
from crowdlearn.web.locale import current_language
from crowdlearn.web.mail import headline, read_signed
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in

from . import queries, service
from .forms import MailForm
from .rules import GROUPS

blueprint = Blueprint("notices", __name__)
plain = Blueprint("notices_plain", __name__)  # addresses without a language, as mail programs call them


@blueprint.get("/me/notices")
@access("notice.list")
def index() -> ResponseReturnValue:
    """Show what the person was told, newest first."""
    who, language = signed_in(), current_language()
    page = queries.notices_of(who.id, request.args.get("after", ""))
    told = [(line, headline(line.kind, language, line.facts, who.time_zone)) for line in page.lines]
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


@blueprint.route("/me/notifications", methods=["GET", "POST"])
@access("account.notify_form", "account.notify_prefs")
def settings() -> ResponseReturnValue:
    """Offer a switch for every reason to write."""
    who = signed_in()
    form = MailForm(data={"wanted": sorted(GROUPS.keys() - queries.switched_off(who.id))})
    form.wanted.offer(sorted(((group, _(words)) for group, words in GROUPS.items()), key=lambda pair: str(pair[1])))
    if form.submitted():
        with form.showing_refusals():
            service.choose_mail(who.id, {group: group in form.wanted.data for group in GROUPS})
            return form.done(url_for("notices.settings"), _("Your choice is kept."))
    return form.page("notices/settings.html")


@plain.route("/u/<token>", methods=["GET", "POST"])
@access("account.unsubscribe_form", "account.unsubscribe")
def unsubscribe(token: str) -> ResponseReturnValue:
    """Switch off one group of mail by the link in it: one click for mail programs, a button for people."""
    person, _slash, group = (read_signed(token) or "").partition("/")
    if not group:
        raise NotFound
    if request.method == "POST":
        service.choose_mail(UUID(person), {group: False})
    done = request.method == "POST"
    page = render_template("notices/unsubscribe.html", action=ActionForm(), done=done, address=request.path)
    return private_address(Response(page))
