"""The demo's own pages: who to sign in as, the clock, and the mail. They are there in a demo only."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.jobs import travel_ahead
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.access import access
from crowdlearn.web.locale import current_language
from crowdlearn.web.mail import headline

from .forms import LeapForm
from .letters import find, newest
from .play import sign_ins
from .queries import happened_since

blueprint = Blueprint("demo", __name__)
# a letter looks as in a mail program, with its own style sheet, and can do no more than its links
LETTER_POLICY = "default-src 'none'; style-src {styles}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"


@blueprint.route("/demo", methods=["GET", "POST"])
@access("demo.index", "demo.advance")
def index() -> ResponseReturnValue:
    """Say who to sign in as, show the demo's time, move it ahead, and say what happened on the way."""
    form = LeapForm()
    if form.submitted():
        with form.showing_refusals():
            start, leap = now(), timedelta(days=int(form.days.data))
            done = travel_ahead(leap)
            address = url_for("demo.index", since=_stamp(start), until=_stamp(start + leap), _anchor="happened")
            return form.done(address, _("The clock was moved.") if done else None)
    since, until = _moment("since"), _moment("until")
    told = happened_since(since) if since and until else None
    return form.page(
        "demo/index.html",
        sign_ins=sign_ins(),
        now=now(),
        again=request.full_path,
        arrived=until is None or now() >= until,
        times=told.times if told else None,
        told=[(one, headline(one.kind, current_language(), one.facts)) for one in told.newest] if told else [],
    )


@blueprint.get("/demo/mail")
@access("demo.mail")
def mail() -> ResponseReturnValue:
    """Show the newest mail of everyone."""
    return render_template("demo/mail.html", letters=newest(_folder()))


@blueprint.get("/demo/mail/<uuid:letter_id>")
@access("demo.letter")
def letter(letter_id: UUID) -> ResponseReturnValue:
    """Show a letter's HTML version as a mail program shows it."""
    found = find(_folder(), letter_id)
    if found is None:
        raise NotFound("Letter")
    policy = LETTER_POLICY.format(styles=_allowing(found.html))
    return Response(found.html, headers={"Content-Security-Policy": policy}, mimetype="text/html")


def _allowing(html: str) -> str:
    """Return a policy's source for the style sheets of a letter: their hashes, and nothing else."""
    sheets = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = [b64encode(sha256(sheet.encode()).digest()).decode() for sheet in sheets]
    return " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"


def _folder() -> Path:
    return Path(current_app.config["CROWDLEARN_HOME"]) / "mail"


def _stamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _moment(name: str) -> datetime | None:
    raw = request.args.get(name, "")
    return datetime.fromtimestamp(int(raw), UTC) if raw.isdecimal() and len(raw) <= 11 else None
