"""The log: one JSON object per line, in UTC, with internal ids only."""

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from crowdlearn.kernel.ids import new_id

_log = logging.getLogger("crowdlearn.requests")
SLOW_SECONDS = 1.0


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON. Paths are written as their rule, since addresses may carry secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if has_request_context():
            line |= {"request": request_id(), "method": request.method, "rule": _rule()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def request_id() -> str:
    """Return the id that a person can quote and the log can be searched for."""
    if "request_id" not in g:
        g.request_id = new_id().hex[-12:]
    return str(g.request_id)


def _rule() -> str:
    return request.url_rule.rule if request.url_rule is not None else "-"


def _note(response: Response) -> Response:
    seconds = time.monotonic() - g.get("began", time.monotonic())
    if request.method not in ("GET", "HEAD") or response.status_code >= 500 or seconds > SLOW_SECONDS:
        facts = {"status": response.status_code, "ms": round(seconds * 1000)}
        _log.info("answered", extra={"facts": facts})
    return response


def set_up(level: str) -> None:
    """Send the log of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("stripe").setLevel(max(logging.getLevelName(level), logging.WARNING))  # it tells every request


def register(app: Flask) -> None:
    """Note what changes something, fails, or takes long."""

    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()

    app.after_request(_note)
