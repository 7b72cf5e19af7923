"""The list of pitches."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.pages.forms import FilterForm
from crowdlearn.pages.queries.cards import CardFacts
from crowdlearn.pages.queries.discover import DiscoverPage, Place, discover_page
from crowdlearn.pages.queries.follows import follows_topic
from crowdlearn.pages.queries.front import Front, front_page
from crowdlearn.pages.rules import Filters
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.fragments import Fragments, Kept, draw
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import viewer

from .base import blueprint

cards = Fragments(most=4000)  # some 4 kB each
forms = Fragments(most=500)
front = Kept[Front](timedelta(minutes=5))


@blueprint.route("/pitches")
@access("pitch.list")
def discover() -> ResponseReturnValue:
    """Show the pitches that the address asks for."""
    return show_pitches()


def show_pitches() -> ResponseReturnValue:
    """Show the pitches that the address asks for; below a welcome when it asks for nothing and nobody is signed in."""
    filters = Filters.read(request.args)
    above = front.get(front_page)
    page = _listed(filters, viewer().id)
    if (same := page_unchanged(above.mark, page.listing.following, *map(_key(), page.listing.places))) is not None:
        return same
    here, following = url_for("pages.discover"), page.listing.following
    return render_template(
        "pages/discover.html",
        cards=_drawn(page),
        filters=filters,
        filter_form=_filter_form(filters, above, here),
        front=above,
        here=here,
        next_href=f"{here}?{filters.query(after=following)}#pitches" if following else "",
        follow=_follow_topic(filters.topic),
        welcome=not viewer().is_authenticated and not filters.narrowed and not filters.after,
    )


def _follow_topic(topic: str) -> tuple[ActionForm | None, bool] | None:
    """Return the form that follows the topic, None for visitors, and whether it is followed; None without a topic."""
    if not topic:
        return None
    form = ActionForm() if viewer().is_authenticated else None
    return form, follows_topic(viewer().id, topic)


def drawn_cards(filters: Filters, viewer_id: UUID | None) -> list[Markup]:
    """Return the cards of the pitches that the filters ask for, drawn for everyone."""
    return _drawn(_listed(filters, viewer_id))


def _filter_form(filters: Filters, above: Front, here: str) -> Markup:
    """Return the form as drawn for these filters: the same for everyone, but that visitors have no skills here."""
    asked, skills = replace(filters, after=""), viewer().is_authenticated
    key = (asked, current_language(), skills, above.organisations)
    if (known := forms.get(key)) is not None:
        return known
    form = FilterForm(MultiDict(parse_qsl(asked.query())), organisations=above.organisations, skills=skills)
    return forms.put(key, draw("pages/parts/filters.html", form=form, filters=asked, here=here))


def _listed(filters: Filters, viewer_id: UUID | None) -> DiscoverPage:
    key = _key()
    return discover_page(filters, viewer_id, lambda place: cards.get(key(place)) is not None)


def _drawn(page: DiscoverPage) -> list[Markup]:
    key = _key()
    return [
        cards.get(key(place)) or cards.put(key(place), _draw(page.facts[place.id])) for place in page.listing.places
    ]


def _key() -> Callable[[Place], tuple[object, ...]]:
    """Return what names a card: all it depends on."""
    language, today = current_language(), clock.today(HOME_ZONE)
    return lambda place: (place.id, place.mark, language, today)


def _draw(facts: CardFacts) -> Markup:
    """Draw one card, with nothing on it that is meant for one reader only."""
    left = (facts.deadline - clock.today(HOME_ZONE)).days if facts.deadline else None
    return draw(
        "pages/parts/pitch_card.html",
        facts=facts,
        href=url_for("pages.pitch", pitch_id=facts.id),
        days_left=left,
    )
