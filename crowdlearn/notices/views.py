"""My notices, and which of them come by mail."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.access import access
from crowdlearn.web.formats import zone_name
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import private_address
from crowdlearn.web.locale import current_language, speaking
from crowdlearn.web.mail import headline, read_signed
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in

from . import queries, service
from .forms import PREFIX, ChoicesForm
from .rules import DIGESTS, KNOWN, REASONS, Channel, QuietHours, Section

blueprint = Blueprint("notices", __name__)
plain = Blueprint("notices_plain", __name__)  # addresses without a language, as mail programs call them
SECTIONS = [(section, [one for one in REASONS if one.section is section]) for section in Section]
USUALLY_QUIET = QuietHours(20, 7)  # what the form offers to who has none yet


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
    """Offer a channel for every reason to write, and quiet hours."""
    who = signed_in()
    form = ChoicesForm(data=_chosen(queries.preferences(who.id)))
    if form.submitted():
        with form.showing_refusals():
            service.choose(who.id, form.wanted, form.hours, takes_asks=form.takes_asks.data)
            return form.done(url_for("notices.settings"), _("Your choice is kept."))
    return form.page("notices/settings.html", sections=SECTIONS, zone=zone_name(current_language(), who.time_zone))


def _chosen(chosen: queries.Preferences) -> dict[str, object]:
    quiet = chosen.quiet or USUALLY_QUIET
    channels = {f"{PREFIX}{key}": channel.value for key, channel in chosen.channels.items()}
    hours = {"quiet": chosen.quiet is not None, "quiet_from": str(quiet.start), "quiet_until": str(quiet.until)}
    return channels | hours | {"takes_asks": chosen.takes_asks}


@plain.route("/u/<token>", methods=["GET", "POST"])
@access("account.unsubscribe_form", "account.unsubscribe")
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop one kind of mail by the link in it, in its reader's language.

    One click for mail programs, which post without a key or a cookie (RFC 8058), a button for people; looking at the
    page changes nothing, since mail scanners follow links.
    """
    person, _slash, what = (read_signed(token) or "").partition("/")
    if not service.stopped_by(what) or (language := queries.language_of(UUID(person))) is None:
        raise NotFound
    if done := (request.method == "POST"):
        service.stop_mail(UUID(person), what)
    with speaking(language):
        reason = KNOWN[what].words if what in KNOWN else Channel(what).label
        action = None if done else ActionForm()  # a form sets a cookie, and mail programs keep none
        words = {"reason": reason, "is_digest": what in DIGESTS, "address": request.path}
        page = render_template("notices/unsubscribe.html", action=action, **words)
    return private_address(Response(page))
