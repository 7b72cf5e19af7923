"""What one can listen to, for podcast apps."""

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharing import queries
from crowdlearn.sharing.queries.podcast import Episode
from crowdlearn.web.access import access
from crowdlearn.web.locale import current_language
from crowdlearn.web.markdown import excerpt

from .blueprint import blueprint, outside
from .rss import Podcast, Sound, rss


@blueprint.route("/podcast.xml")
@access("feed.podcast")
def podcast() -> ResponseReturnValue:
    """Return the podcast of all share-backs in this language that have their sound here."""
    language, brand = current_language(), str(current_app.config["BRAND_NAME"])
    whole = Podcast(
        title=_("%(brand)s: what came back", brand=brand),
        words=_("What public servants learned with the help of their peers, told by themselves."),
        author=brand,
        address=outside("sharing.podcast"),
        page=outside("sharebacks.index", kind="podcast"),
        cover=outside("sharing_plain.podcast_cover", lang=language),
        language=f"{language}-ca",
        episodes=[_sound(episode) for episode in queries.episodes(language)],
    )
    return Response(rss(whole), content_type="application/rss+xml; charset=utf-8")


def _sound(episode: Episode) -> Sound:
    page = outside("sharebacks.view", shareback_id=episode.id)
    return Sound(
        id=f"urn:uuid:{episode.id}",
        title=episode.title,
        page=page,
        words=episode.summary or excerpt(episode.body_html, 400) or episode.title,
        author=episode.author,
        published_at=episode.published_at,
        address=outside("files.get", file_id=episode.file_id),
        media_type=episode.media_type,
        size=episode.size,
        transcript=f"{page}#transcript",
    )
