"""Rows of what leaves the site."""

from itsdangerous import URLSafeSerializer

from crowdlearn.sharing.service import make_address
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.web import SECRET


def _pitch(cast: Cast, rest: str, *, prefixed: bool = True) -> Scene:
    return Scene(rest.replace("<id>", str(make.pitch(cast.pitcher, topics=["data"]).id)), prefixed=prefixed)


@prepare("public.calendar")
def calendar(cast: Cast) -> Scene:
    make.event(cast.pitcher)
    return _pitch(cast, "/calendar")


@prepare("public.calendar_feed")
def calendar_feed(cast: Cast) -> Scene:
    return _pitch(cast, "/calendar.ics")


@prepare("public.feed")
def feed(cast: Cast) -> Scene:
    return _pitch(cast, "/feed.atom", prefixed=False)


@prepare("feed.pitches")
def pitches(cast: Cast) -> Scene:
    return _pitch(cast, "/pitches.atom")


@prepare("feed.sharebacks")
def sharebacks(cast: Cast) -> Scene:
    make.shareback(cast.pitcher)
    return Scene("/sharebacks.atom")


@prepare("feed.topic")
def topic(cast: Cast) -> Scene:
    return _pitch(cast, "/topics/data.atom")


@prepare("feed.person")
def person(cast: Cast) -> Scene:
    return Scene(f"/people/{cast.pitcher.id}.atom")


@prepare("embed.pitch")
def embed_pitch(cast: Cast) -> Scene:
    return _pitch(cast, "/embed/en/pitches/<id>", prefixed=False)


@prepare("embed.badge")
def embed_badge(cast: Cast) -> Scene:
    return _pitch(cast, "/embed/fr/pitches/<id>/badge", prefixed=False)


@prepare("embed.calendar")
def embed_calendar(cast: Cast) -> Scene:
    return _pitch(cast, "/embed/en/calendar", prefixed=False)


@prepare("og.pitch")
def og_pitch(cast: Cast) -> Scene:
    return _pitch(cast, "/og/en/pitches/<id>.png", prefixed=False)


@prepare("og.shareback")
def og_shareback(cast: Cast) -> Scene:
    return Scene(f"/og/fr/sharebacks/{make.shareback(cast.pitcher).id}.png", prefixed=False)


@prepare("feed.podcast")
def podcast(_cast: Cast) -> Scene:
    return Scene("/podcast.xml")


@prepare("og.podcast")
def cover(_cast: Cast) -> Scene:
    return Scene("/og/en/podcast.png", prefixed=False)


@prepare("og.site")
def og_site(_cast: Cast) -> Scene:
    return Scene("/og/en/site.png", prefixed=False)


@prepare("pitch.share")
def share(cast: Cast) -> Scene:
    return _pitch(cast, "/pitches/<id>/share")


@prepare("pitch.poster")
def poster(cast: Cast) -> Scene:
    return _pitch(cast, "/pitches/<id>/poster")


@prepare("pitch.qr")
def qr(cast: Cast) -> Scene:
    return _pitch(cast, "/pitches/<id>/qr.svg")


@prepare("ics.feed")
def personal(cast: Cast) -> Scene:
    signer = URLSafeSerializer([SECRET], salt="calendar")
    return Scene(f"/ics/{signer.dumps(str(make_address(cast.member.id)))}.ics", prefixed=False)


@prepare("ics.feed_bad")
def personal_bad(_cast: Cast) -> Scene:
    return Scene("/ics/IjAxOTI.not-ours.ics", prefixed=False)


@prepare("calendar.mine")
def mine(_cast: Cast) -> Scene:
    return Scene("/me/calendar")


@prepare("calendar.make")
def make_one(_cast: Cast) -> Scene:
    return Scene("/me/calendar/new")


@prepare("calendar.end")
def end(_cast: Cast) -> Scene:
    return Scene("/me/calendar/end")
