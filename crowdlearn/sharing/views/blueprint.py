"""The blueprints of these views, and the addresses that they hand out."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, url_for

from crowdlearn.web.mail import public_url

blueprint = Blueprint("sharing", __name__)
plain = Blueprint("sharing_plain", __name__)  # addresses without a language in front


def outside(endpoint: str, **values: Any) -> str:
    """Return the address of a view as people outside reach it."""
    return public_url(url_for(endpoint, **values))


def host() -> str:
    """Return the name of this site, which makes the ids of calendar entries its own."""
    return urlsplit(str(current_app.config["PUBLIC_URL"])).hostname or "localhost"
