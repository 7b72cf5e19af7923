"""The frame and its components on their own: an app that draws in both languages, without people or database."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from flask_login import LoginManager

from crowdlearn.web import assets, catalogue, headers, locale, navigation, quilt, templating
from crowdlearn.web.templating import CrowdLearn
from crowdlearn.web.viewer import Viewer

SETTINGS = {
    "SECRET_KEY": "only drawn",
    "ENVIRONMENT": "development",
    "PUBLIC_URL": "https://learn.example",
    "BRAND_NAME": "CrowdLearn",
    "BRAND_LOGO": "",
    "HOST_NAME": "CrowdLearn",
    "HOST_JOIN": "open",
    "HOST_READING": "public",
    "HOST_LEGAL_EN": "Run by the Interdepartmental Learning Community.",
    "HOST_LEGAL_FR": "Un service de la communauté interministérielle d’apprentissage.",
}
READER = Viewer(
    id=UUID(int=1),
    session_id=UUID(int=2),
    name="Aïcha Benali",
    email="aicha@benefits.example",
    language="en",
    time_zone="America/Toronto",
    proved_at=datetime(2026, 11, 1, tzinfo=UTC),
)


def frame_app() -> Flask:
    """Return an app with the frame's templates, words, static files and headers, seen by an invented reader."""
    app = CrowdLearn("frame", template_folder=str(templating.FOLDER), static_folder=None)
    app.config.from_mapping(SETTINGS)
    for part in (headers, locale, catalogue, templating, assets, navigation, quilt):
        part.register(app)
    readers = LoginManager(app, add_context_processor=False)
    readers.request_loader(lambda _request: READER)
    app.share_globals()
    return app
