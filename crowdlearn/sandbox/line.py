"""The line between this installation and its sandbox."""

from collections.abc import Callable, Mapping
from contextvars import Context
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from crowdlearn.db.session import step_outside

from . import reporting
from .client import SandboxClient
from .endpoints import Delivery, deliver, listener
from .store import Store

REPORTS = "/webhooks/stripe"


class _Line:
    store: Store | None = None


_line = _Line()


def store() -> Store:
    """Return the sandbox of this process. Raises RuntimeError where there is none."""
    if _line.store is None:
        raise RuntimeError("this installation has no sandbox")
    return _line.store


def connect(sandbox: Store) -> None:
    """Bind this process to a sandbox."""
    _line.store = sandbox


def pick_up(config: Mapping[str, Any]) -> tuple[SandboxClient, str]:
    """Bind this process to its installation's sandbox, a file in its home.

    Return the client whose other end it is, and the secret with which it signs its reports.
    """
    connect(Store(Path(config["CROWDLEARN_HOME"]) / "sandbox.db"))
    return SandboxClient(store()), listener(store(), config["PUBLIC_URL"] + REPORTS)


def report_to(app: Callable[..., Any], public_url: str) -> None:
    """Let the sandbox hand its reports to the program in this process, as they would come over the wire."""

    def post(each: Delivery) -> bool:
        path = each.url.removeprefix(public_url)
        answer = Client(app).post(path, base_url=public_url, data=each.body, headers=each.headers)
        return answer.status_code == 200

    def post_from_outside(each: Delivery) -> bool:
        step_outside()
        return Context().run(post, each)  # whose request or job hands it over is none of its business

    reporting.connect(lambda: deliver(store(), post_from_outside))
