"""The pictures that networks show beside a link (Open Graph): drawn by the server, kept by what is on them."""

from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import blake2b
from uuid import UUID

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.pages.queries.cards import CardFacts
from crowdlearn.sharing import queries
from crowdlearn.web.access import access
from crowdlearn.web.formats import formatter
from crowdlearn.web.locale import current_language

from .blueprint import plain
from .drawing import Halves, Picture, draw, draw_cover

KEPT = "public, max-age=3600"  # seconds; networks come again for a title that changed


@plain.route("/og/<any(en, fr):lang>/pitches/<uuid:pitch_id>.png")
@access("og.pitch")
def og_pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Return the picture of a pitch: its title, its people, its two halves."""
    page = queries.shown_pitch(pitch_id)
    organisation = (page.organisation_fr if current_language() == "fr" else page.organisation_en) or ""
    about = " · ".join(filter(None, (page.owner, organisation)))
    return _answer(Picture(current_app.config["BRAND_NAME"], page.title, about, str(page.id), _halves(page)))


@plain.route("/og/<any(en, fr):lang>/sharebacks/<uuid:shareback_id>.png")
@access("og.shareback")
def og_shareback(shareback_id: UUID) -> ResponseReturnValue:
    """Return the picture of a share-back."""
    page = queries.shown_shareback(shareback_id)
    words = _("What came back, from %(name)s", name=page.author)
    return _answer(Picture(current_app.config["BRAND_NAME"], page.title, words, str(page.id)))


@plain.route("/og/<any(en, fr):lang>/site.png")
@access("og.site")
def og_site() -> ResponseReturnValue:
    """Return the picture of the site itself."""
    brand = current_app.config["BRAND_NAME"]
    title = f"{_('You bring half.')} {_('Your peers bring the rest.')}"
    return _answer(Picture(brand, title, _("Learning that comes back to all of us"), brand))


@plain.route("/og/<any(en, fr):lang>/podcast.png")
@access("og.podcast")
def podcast_cover() -> ResponseReturnValue:
    """Return the cover of the podcast."""
    brand = str(current_app.config["BRAND_NAME"])
    return _conditional(f"cover of {brand}", partial(_cover, brand))


@lru_cache(maxsize=2)
def _cover(brand: str) -> bytes:
    return draw_cover(brand)


def _halves(page: CardFacts) -> Halves | None:
    if not page.asks_money or page.goal.cents <= 0:
        return None
    money, promised = formatter(current_language()).money, page.promised
    if page.state.fell_through:
        return None
    return Halves(
        own=f"{_('Own share')} {money(page.own)}",
        peers=f"{_('Peers’ half')} {money(promised)} / {money(page.goal)}",
        own_is_proven=page.own_proven,
        percent=min(100, promised.cents * 100 // page.goal.cents),
    )


@lru_cache(maxsize=128)  # some 40 kB each
def _drawn(picture: Picture) -> bytes:
    return draw(picture)


def _answer(picture: Picture) -> Response:
    return _conditional(repr(picture), partial(_drawn, picture))


def _conditional(what_is_on_it: str, drawn: Callable[[], bytes]) -> Response:
    """Return a picture; what is on it makes its mark, so it is drawn only for who does not have it."""
    answer = Response(mimetype="image/png")
    answer.set_etag(blake2b(what_is_on_it.encode(), digest_size=12).hexdigest())
    answer.headers["Cache-Control"] = KEPT
    if not request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.set_data(drawn())
    answer.make_conditional(request)
    return answer
