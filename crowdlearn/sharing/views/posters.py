"""Ways to pass a pitch on: links, code for frames, a QR code, a poster for the wall."""

from io import BytesIO
from urllib.parse import quote, urlencode
from uuid import UUID

import segno
from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharing import queries
from crowdlearn.web.access import access
from crowdlearn.web.locale import current_language
from crowdlearn.web.qr import qr_picture

from .blueprint import blueprint, outside

NETWORKS = (  # plain links: nothing of theirs is loaded before somebody follows one
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/", "url", ""),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php", "u", ""),
    ("Bluesky", "https://bsky.app/intent/compose", "", "text"),
    ("X", "https://x.com/intent/post", "url", "text"),
)


@blueprint.route("/pitches/<uuid:pitch_id>/share")
@access("pitch.share")
def share(pitch_id: UUID) -> ResponseReturnValue:
    """Show every way to pass a public pitch on."""
    page, address, language = queries.shown_pitch(pitch_id), _address(pitch_id), current_language()
    return render_template(
        "sharing/share.html",
        page=page,
        address=address,
        mail=_mail(page.title, address),
        networks=[(name, _link(name, page.title, address)) for name, *_rest in NETWORKS],
        qr=qr_picture(address, _("QR code of the address above")),
        embed=outside("sharing_plain.embed_pitch", lang=language, pitch_id=pitch_id),
        badge=outside("sharing_plain.embed_badge", lang=language, pitch_id=pitch_id),
    )


@blueprint.route("/pitches/<uuid:pitch_id>/poster")
@access("pitch.poster")
def poster(pitch_id: UUID) -> ResponseReturnValue:
    """Show a pitch as a page to print and hang up."""
    page, address = queries.shown_pitch(pitch_id), _address(pitch_id)
    qr = qr_picture(address, _("QR code of the address above"))
    return render_template("sharing/poster.html", page=page, address=address, qr=qr)


@blueprint.route("/pitches/<uuid:pitch_id>/qr.svg")
@access("pitch.qr")
def qr(pitch_id: UUID) -> ResponseReturnValue:
    """Return the QR code of a pitch's address, for those who draw their own posters."""
    queries.shown_pitch(pitch_id)
    out = BytesIO()
    segno.make(_address(pitch_id), error="m").save(out, kind="svg", scale=10, border=4, light="#fff")
    answer = Response(out.getvalue(), content_type="image/svg+xml")
    answer.headers["Content-Disposition"] = 'attachment; filename="qr.svg"'
    return answer


def _address(pitch_id: UUID) -> str:
    return outside("pages.pitch", pitch_id=pitch_id)


def _mail(title: str, address: str) -> str:
    words = _("Have a look at this: %(title)s", title=title)
    letter = {"subject": title, "body": f"{words}\n\n{address}"}
    return f"mailto:?{urlencode(letter, quote_via=quote)}"


def _link(network: str, title: str, address: str) -> str:
    base, url, text = next(rest for name, *rest in NETWORKS if name == network)
    asked = {url: address, text: f"{title} {address}" if not url else title}
    return f"{base}?{urlencode({name: value for name, value in asked.items() if name}, quote_via=quote)}"
