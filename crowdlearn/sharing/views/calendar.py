"""The public calendar: a page per month, and a feed for calendar programs."""

from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parseaddr
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.calendars.service import Appointment, Days, calendar_feed
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.sharing import queries
from crowdlearn.sharing.forms import AskedForm
from crowdlearn.sharing.rules import Asked, Coming, Date, Month
from crowdlearn.web.access import access
from crowdlearn.web.formats import formatter
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import viewer

from .blueprint import blueprint, host, outside

LONG = 10  # days; of what lasts longer the picture shows where it begins and ends in the month
BACK, AHEAD = timedelta(days=31), timedelta(days=366)  # what the feed holds, around today


@dataclass(frozen=True)
class Cell:
    """One day of the month's picture; `anchor` is the day of the list that tells of its dates."""

    day: date
    inside: bool
    dates: list[Date]
    anchor: date


@dataclass(frozen=True)
class Day:
    """One day of the month's list."""

    day: date
    dates: list[Date]


@blueprint.route("/calendar")
@access("public.calendar")
def calendar() -> ResponseReturnValue:
    """Show what is coming in a month, as a picture of the month and as an equal list."""
    today, asked = clock.today(HOME_ZONE), Asked.read(request.args)
    month = Month.read(request.args.get("month", ""), today)
    dates = queries.dates_between(month.first, month.last, asked, member=viewer().is_authenticated)
    if (same := page_unchanged(today, *dates)) is not None:
        return same
    form = AskedForm(request.args, month=str(month))
    return render_template(
        "sharing/calendar.html",
        form=form,
        asked=asked,
        month=month,
        today=today,
        name=month_name,
        near={step: month.after(step) for step in (-1, 1) if month.after(step).is_near(today)},
        days=(days := _days(month, dates)),
        weeks=_weeks(month, dates, {day.day for day in days}),
        weekdays=_weekdays(),
        href=_address_of,
        feed=outside("sharing.calendar_file") + _query(asked.query()),
        embed=outside("sharing_plain.embed_calendar", lang=current_language()) + _query(asked.query()),
    )


@blueprint.route("/calendar.ics")
@access("public.calendar_feed")
def calendar_file() -> ResponseReturnValue:
    """Return what is coming, public things only, as a calendar to subscribe to; it takes the page's filters."""
    today, asked = clock.today(HOME_ZONE), Asked.read(request.args)
    dates = queries.dates_between(today - BACK, today + AHEAD, asked, member=False)
    name = _("%(brand)s: what is coming", brand=current_app.config["BRAND_NAME"])
    return ics(calendar_feed(name, *map(_entry, dates)), "calendar.ics")


def ics(body: bytes, name: str) -> Response:
    """Return a calendar as an answer."""
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def month_name(month: Month) -> str:
    """Return a month in words, as a heading has it: "November 2026"."""
    return f"{formatter(current_language()).months[month.number].capitalize()} {month.year}"


def organiser() -> str:
    """Return the address that stands for organisers: members' own are nobody's business."""
    return parseaddr(current_app.config["MAIL_FROM"])[1]


def _entry(one: Date) -> Appointment | Days:
    endpoint, values = place_of(one)
    address = outside(endpoint, **values)
    title = one.title if one.kind is Coming.EVENT else f"{_(one.kind.label)} – {one.title}"
    where, text = one.place_name or _(one.place.label), f"{one.summary}\n{address}".strip()
    uid = f"{one.kind}-{one.id}@{host()}"
    if one.starts_at is None:
        return Days(uid, title, one.first, one.last, where, text, address, one.version, one.changed_at, one.language)
    return Appointment(
        uid=f"{one.id}@{host()}",  # as in the event's own file, so that nobody has it twice
        title=title,
        starts_at=one.starts_at,
        minutes=one.minutes,
        time_zone=one.time_zone,
        place=where,
        text=text,
        url=address,
        organiser=(one.who, organiser()),
        sequence=one.version,
        cancelled=one.cancelled,
        stamped=one.changed_at,
        language=one.language,
    )


def place_of(one: Date) -> tuple[str, dict[str, Any]]:
    if one.kind is Coming.EVENT:
        return "sharebacks.view", {"shareback_id": one.id}
    if one.kind is Coming.STORIES:
        return "sharebacks.collection", {"collection_id": one.id}
    return "pages.pitch", {"pitch_id": one.id}


def _address_of(one: Date) -> str:
    endpoint, values = place_of(one)
    return url_for(endpoint, **values)


def _days(month: Month, dates: list[Date]) -> list[Day]:
    """Return the days of the month on which something is or begins; what goes on from before is on the first."""
    by_day: dict[date, list[Date]] = {}
    for one in dates:
        by_day.setdefault(max(one.first, month.first), []).append(one)
    return [Day(day, by_day[day]) for day in sorted(by_day)]


def _weeks(month: Month, dates: list[Date], listed: set[date]) -> list[list[Cell]]:
    found: dict[date, list[Date]] = {}
    for one in dates:
        days = one.days(month.first, month.last)
        for day in days if len(days) < LONG else {days[0], days[-1]}:
            found.setdefault(day, []).append(one)
    return [[_cell(month, day, found.get(day, []), listed) for day in week] for week in month.weeks]


def _cell(month: Month, day: date, dates: list[Date], listed: set[date]) -> Cell:
    anchor = day if day in listed or not dates else max(dates[0].first, month.first)
    return Cell(day, month.first <= day <= month.last, dates, anchor)


def _weekdays() -> list[tuple[str, str]]:
    names = formatter(current_language()).weekdays
    return [(names[number], names[number][:3]) for number in (6, 0, 1, 2, 3, 4, 5)]


def _query(asked: str) -> str:
    return f"?{asked}" if asked else ""
