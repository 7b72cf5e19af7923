"""The list of pitches."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.money import Money
from crowdlearn.pages.forms import FilterForm
from crowdlearn.pages.queries.discover import HOME_ZONE, CardFacts, discover_page
from crowdlearn.pages.queries.front import Front, front_page
from crowdlearn.pages.rules import Filters
from crowdlearn.pitches.rules import PitchState
from crowdlearn.web.access import access
from crowdlearn.web.fragments import Fragments, Kept
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import viewer

from .base import blueprint

cards = Fragments(most=4000)  # some 4 kB each
front = Kept[Front](timedelta(minutes=5))


@blueprint.route("/pitches")
@access("pitch.list")
def discover() -> ResponseReturnValue:
    """Show the pitches that the address asks for."""
    return show_pitches()


def show_pitches() -> ResponseReturnValue:
    """Show the pitches that the address asks for; below a welcome when it asks for nothing and nobody is signed in."""
    filters, language, today = Filters.read(request.args), current_language(), clock.today(HOME_ZONE)
    above = front.get(front_page)
    key = _card_key(language, today)
    page = discover_page(filters, viewer().id, lambda place: cards.get(key(place)) is not None)
    marks = [key(place) for place in page.listing.places]
    if (same := page_unchanged(above.as_of, page.listing.following, *marks)) is not None:
        return same
    drawn = [
        cards.get(key(place)) or cards.put(key(place), _draw(page.facts[place.id], today))
        for place in page.listing.places
    ]
    here = url_for("pages.discover")
    return render_template(
        "pages/discover.html",
        cards=drawn,
        filters=filters,
        form=FilterForm(request.args, organisations=above.organisations, skills=viewer().is_authenticated),
        front=above,
        here=here,
        next_href=f"{here}?{filters.query(after=page.listing.following)}#pitches" if page.listing.following else "",
        welcome=not viewer().is_authenticated and not filters.narrowed and not filters.after,
    )


def _card_key(language: str, today: date) -> Any:
    return lambda place: (place.id, place.mark, language, today)


def _draw(facts: CardFacts, today: date) -> str:
    """Draw one card, with nothing on it that is meant for one reader only."""
    href = url_for("pages.pitch", pitch_id=facts.id) if facts.state is not PitchState.DRAFT else ""
    left = (facts.deadline - today).days if facts.deadline else None
    proven = Money(0, facts.own.currency)
    return render_template("pages/parts/pitch_card.html", facts=facts, href=href, days_left=left, proven=proven)
