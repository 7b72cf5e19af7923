"""Small still pages for frames on other sites: no script, no cookie, light or dark as the reader's system is."""

from datetime import timedelta
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.sharing import queries
from crowdlearn.sharing.rules import Asked
from crowdlearn.web.access import access

from .blueprint import outside, plain
from .calendar import place_of

AHEAD, MOST = timedelta(days=120), 8


@plain.route("/embed/<any(en, fr):lang>/pitches/<uuid:pitch_id>")
@access("embed.pitch")
def embed_pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Show a pitch with its two halves and the way to it."""
    page = queries.shown_pitch(pitch_id)
    left = (page.deadline - clock.today(HOME_ZONE)).days if page.deadline else None
    return render_template("sharing/embed_pitch.html", page=page, left=left, href=_way(pitch_id))


@plain.route("/embed/<any(en, fr):lang>/pitches/<uuid:pitch_id>/badge")
@access("embed.badge")
def embed_badge(pitch_id: UUID) -> ResponseReturnValue:
    """Show one line of a pitch: its title and how far it has come."""
    return render_template("sharing/embed_badge.html", page=queries.shown_pitch(pitch_id), href=_way(pitch_id))


@plain.route("/embed/<any(en, fr):lang>/calendar")
@access("embed.calendar")
def embed_calendar() -> ResponseReturnValue:
    """Show the next things of the calendar; it takes the calendar's filters."""
    today, asked = clock.today(HOME_ZONE), Asked.read(request.args)
    dates = queries.dates_between(today, today + AHEAD, asked, member=False)[:MOST]
    ways = {one: outside(endpoint, **values) for one in dates for endpoint, values in [place_of(one)]}
    href = outside("sharing.calendar") + (f"?{asked.query()}" if asked.narrowed else "")
    return render_template("sharing/embed_calendar.html", dates=dates, ways=ways, href=href)


def _way(pitch_id: UUID) -> str:
    return outside("pages.pitch", pitch_id=pitch_id)
