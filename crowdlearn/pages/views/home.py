"""The first page: what waits for me; to visitors, what there is to back."""

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.clock import clock
from crowdlearn.pages.queries.waiting import waiting_for
from crowdlearn.pages.rules import WAYS, Filters, Give, Waiting
from crowdlearn.web.access import access
from crowdlearn.web.formats import formatter
from crowdlearn.web.locale import current_language
from crowdlearn.web.navigation import has_view
from crowdlearn.web.passages import worded
from crowdlearn.web.viewer import Viewer, viewer

from .base import blueprint
from .discover import drawn_cards, show_pitches

SHOWN = 2  # pitches that ask for one's skills, or that others back now


@blueprint.route("/")
@access("public.home")
def home() -> ResponseReturnValue:
    """Show what waits for me, each with its one next action; to visitors, what there is to back."""
    who = viewer()
    if not isinstance(who, Viewer):
        return show_pitches()
    today = clock.today(who.time_zone)
    tasks = [_line(one, today) for one in waiting_for(who.id) if has_view(WAYS[one.task].endpoint)]
    mine = drawn_cards(Filters(give=Give.SKILLS), who.id)[:SHOWN]
    cards = mine or drawn_cards(Filters(), who.id)[:SHOWN]
    return render_template("pages/home.html", tasks=tasks, cards=cards, by_skill=bool(mine))


def _line(one: Waiting, today: date) -> dict[str, Any]:
    """Return one line of the list: its words, its urgency in words, its one next action."""
    way = WAYS[one.task]
    argument: dict[str, Any] = {way.argument: one.id} if way.argument else {}
    return {
        "title": worded(one.task.label, current_language(), title=one.title, name=one.name),
        "href": url_for(way.endpoint, **argument),
        "action": _(way.action),
        "about": "",
        "urgency": _until(one.due, today),
        "urgent": one.due is not None and one.due <= today,
    }


def _until(due: date | None, today: date) -> str:
    if due is None:
        return ""
    day = formatter(current_language()).day(due, year=due.year != today.year)
    if due < today:
        return str(_("Late since %(day)s", day=day))
    return str(_("Today") if due == today else _("By %(day)s", day=day))
