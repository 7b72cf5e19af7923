"""Whether the program is up, for those who watch over it."""

import ipaddress

import sqlalchemy as sa
from flask import Blueprint, Response, request

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound

from .access import access

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
@access("ops.healthz")
def live() -> Response:
    """Answer that the process answers."""
    return Response("ok", mimetype="text/plain")


@blueprint.get("/health/ready")
@access("ops.readyz_loopback")
def ready() -> Response:
    """Answer that the database answers; from this machine only."""
    if not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104 - nobody's address
        raise NotFound
    with reading() as session:
        session.execute(sa.select(1))
    return Response("ok", mimetype="text/plain")
