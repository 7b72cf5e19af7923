"""Errors become friendly pages here, and nowhere else."""

import logging
import time
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from crowdlearn.db.operations import DoneBefore, check_not_done, outcome_of
from crowdlearn.kernel.errors import NotAllowed, NotFound, RuleBroken

from .gate import TokenMissing
from .kept import keep_posted, operation_of, posted_key, where_to_return
from .log import request_id
from .trail import note_refusal
from .viewer import Visitor, viewer
from .words import friendly

PAGES = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503)
TRY_AGAIN_SECONDS = 5
PATIENCE_SECONDS = 2.0
# lock not available, query cancelled by time-out, too many connections, disk full
BUSY_STATES = frozenset({"55P03", "57014", "53300", "53100", "40001", "40P01"})
TOO_OFTEN = 429
TWO_AT_ONCE = "23505"  # PostgreSQL let both look before either had written; the second try meets the first
BUSY_WORDS = ("locked", "full", "connection", "unable to open")
_log = logging.getLogger(__name__)


def error_page(status: int, **context: Any) -> ResponseReturnValue:
    """Return the friendly page of `status`."""
    shown = status if status in PAGES else 400 if status < 500 else 500
    if request.path.startswith(("/api/", "/webhooks/")):
        return {"error": status, "request": request_id()}, status
    return render_template(f"errors/{shown}.html", status=status, **context), status


def refused(broken: RuleBroken) -> ResponseReturnValue:
    """A rule said no where there is no form to say it: the reason, and the way back."""
    return error_page(409, reason=friendly(broken), back=where_to_return())


def missing(_error: Exception) -> ResponseReturnValue:
    """No such thing, or not yours to see; or gone because this very form was sent before."""
    if (again := _sent_again()) is not None:
        return again
    note_refusal()
    return error_page(404)


def forbidden(error: Exception) -> ResponseReturnValue:
    """You may see it, but it is not yours to do; a rule says why."""
    if (again := _sent_again()) is not None:
        return again
    note_refusal()
    return error_page(403, reason=friendly(error) if isinstance(error, RuleBroken) else "")


def stale_form(_error: TokenMissing) -> ResponseReturnValue:
    """The form's token is from an earlier session; what was typed is kept where it can be."""
    return error_page(400, back=where_to_return() if "kept_key" in g else None)


def done_before(done: DoneBefore) -> ResponseReturnValue:
    """The very same form once more: where it led the first time. The first may still be about to say."""
    outcome, began = done.outcome, time.monotonic()
    while outcome is None and done.key and time.monotonic() - began < PATIENCE_SECONDS:
        outcome = outcome_of(done.key)
        time.sleep(0.02)
    return redirect(outcome or where_to_return(), 303)


def _sent_again() -> ResponseReturnValue | None:
    """Lead where the first sending of the posted form led, None when there was none."""
    if request.method != "POST" or (key := posted_key()) is None:
        return None
    try:
        check_not_done(operation_of(key))
    except DoneBefore as done:
        return done_before(done)
    return None


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Whatever Werkzeug or Flask raised; its headers (Allow, Retry-After) stay."""
    if error.code is None or error.code < 400 or isinstance(error, SecurityError):
        return error  # for a host that is not ours no address can be built, so no page either
    if error.code == TOO_OFTEN and request.method == "POST" and viewer().is_authenticated:
        keep_posted()
    answer = make_response(error_page(error.code, back=where_to_return() if "kept_key" in g else None))
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            answer.headers.setdefault(name, value)
    return answer


def database_error(error: sa.exc.SQLAlchemyError) -> ResponseReturnValue:
    """Nothing was written. A busy or full database asks to try again; anything else is our mistake."""
    g._login_user = Visitor()  # the frame must not ask the database once more
    if not is_busy(error):
        return unexpected(error)
    _log.warning("the database is busy: %s", type(error).__name__)
    answer = make_response(error_page(503))
    answer.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return answer


def is_busy(error: sa.exc.SQLAlchemyError) -> bool:
    """Tell whether trying again later may help."""
    if isinstance(error, sa.exc.TimeoutError):
        return True
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if isinstance(error, sa.exc.IntegrityError):
        return state == TWO_AT_ONCE
    if not isinstance(error, sa.exc.OperationalError):
        return False
    words = str(error.orig)
    return state in BUSY_STATES or any(sign in words for sign in BUSY_WORDS)


def unexpected(error: Exception) -> ResponseReturnValue:
    """Everything else: an id to quote; details only in the log."""
    _log.error("unexpected %s", type(error).__name__, exc_info=error)
    try:
        return error_page(500, quote=request_id())
    except Exception:  # the frame itself is broken
        _log.exception("the error page failed")
        return Response(f"Error {request_id()}", 500, mimetype="text/plain")


def register(app: Flask) -> None:
    """Teach the app its error pages."""
    app.register_error_handler(RuleBroken, refused)
    app.register_error_handler(NotFound, missing)
    app.register_error_handler(NotAllowed, forbidden)
    app.register_error_handler(DoneBefore, done_before)
    app.register_error_handler(TokenMissing, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(sa.exc.SQLAlchemyError, database_error)
    if not (app.testing or current_debug(app)):
        app.register_error_handler(Exception, unexpected)


def current_debug(app: Flask) -> bool:
    """Tell whether errors are shown in the browser, which production refuses."""
    return bool(app.config.get("DEBUG"))
