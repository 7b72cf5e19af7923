"""Handing files out: as attachments, never as pages of this site."""

from uuid import UUID

from flask import Blueprint, Response, abort, send_file
from flask.typing import ResponseReturnValue

from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.access import access
from crowdlearn.web.viewer import viewer

from . import queries
from .service import store

blueprint = Blueprint("files", __name__)


@blueprint.get("/files/<uuid:file_id>")
@access("file.get")
def get(file_id: UUID) -> ResponseReturnValue:
    """Hand out a file to whoever may have it; a visitor is asked to sign in where that is all it takes."""
    who = viewer()
    try:
        facts = queries.file_for(file_id, who.id)
    except NotFound:
        if not who.is_authenticated and queries.is_for_members(file_id):
            abort(401)
        raise
    return handed_out(facts)


def handed_out(facts: queries.FileFacts) -> Response:
    """Return a file as an attachment; whether its reader may have it was looked at before."""
    answer = send_file(
        store.path(facts.place),
        mimetype=facts.media_type,
        as_attachment=True,
        download_name=facts.name,
        etag=facts.sha256,
        max_age=0,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    del answer.headers["Cache-Control"]  # the headers of every answer know better
    return answer
