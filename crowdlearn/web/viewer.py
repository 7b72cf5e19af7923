"""Who is looking: what the web layer knows of the person behind a request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Protocol, cast
from uuid import UUID

from flask import Flask, Request, Response, g
from flask_login import LoginManager, current_user

from crowdlearn.kernel.clock import HOME_ZONE, now
from crowdlearn.kernel.errors import NotAllowed

PROOF_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Viewer:
    """A signed-in person. `roles` are the words of authz.csv; `proved_at` is when the password was last given."""

    is_authenticated: ClassVar[bool] = True

    id: UUID
    session_id: UUID
    name: str
    email: str
    language: str
    time_zone: str
    proved_at: datetime
    organisation_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    suspended: bool = False
    waiting: bool = False

    def get_id(self) -> str:
        """Return the id in the form Flask-Login wants."""
        return str(self.id)

    @property
    def has_proved(self) -> bool:
        """Tell whether the password was given within the last ten minutes."""
        return now() - self.proved_at <= PROOF_LASTS


class Visitor:
    """Someone who is not signed in."""

    is_authenticated: ClassVar[bool] = False

    id = None
    name = ""
    language = ""
    time_zone = HOME_ZONE
    roles: frozenset[str] = frozenset()
    suspended = waiting = has_proved = False

    def get_id(self) -> None:
        """Return no id."""


Anyone = Viewer | Visitor


class Accounts(Protocol):
    """What the web layer asks of the people feature; app.py connects the two."""

    def viewer_of(self, token: str) -> Viewer | None:
        """Return who holds this session token, None when it ended."""

    def person_of_ended(self, token: str) -> UUID | None:
        """Return whose session this was, also when it has ended; good for finding their kept form, nothing else."""

    def prove(self, viewer: Viewer, password: str) -> str | None:
        """Check the password again and return the session's new token, None when it is wrong."""


def viewer() -> Anyone:
    """Return who is looking."""
    return cast("Anyone", current_user._get_current_object())


def signed_in() -> Viewer:
    """Return the signed-in person, in views that authz.csv opens to nobody else."""
    who = viewer()
    if not isinstance(who, Viewer):
        raise NotAllowed
    return who


def cookie_name(app: Flask) -> str:
    """Return the name of the cookie that holds the session token; in production browsers guard it by its prefix."""
    return "__Host-session" if app.config["ENVIRONMENT"] == "production" else "session"


def give_token(token: str | None) -> None:
    """Let the answer to this request set the session cookie to `token`, or delete it."""
    g.new_token = token


def register(app: Flask, accounts: Accounts) -> None:
    """Find the viewer by the session cookie. Flask-Login's own cookies and its `login_user` are not used."""
    app.extensions["accounts"] = accounts
    name = cookie_name(app)
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.anonymous_user = Visitor

    def load(request: Request) -> Viewer | None:
        token = request.cookies.get(name)
        return accounts.viewer_of(token) if token else None

    manager.request_loader(load)

    @app.after_request
    def hand_out(response: Response) -> Response:
        if "new_token" not in g:
            return response
        secure = app.config["ENVIRONMENT"] == "production"
        if g.new_token is None:
            response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
        else:
            response.set_cookie(name, g.new_token, secure=secure, httponly=True, samesite="Lax")
        return response


Relations = Callable[[UUID, UUID], "set[str]"]
