"""The gate: every request passes it before its view runs.

Several rows of authz.csv may share a route, one per state of the object; the gate lets pass whoever may pass in one
of them, and queries and rules decide the rest.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Flask, Request, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from wtforms import ValidationError

from crowdlearn.kernel.errors import NotAllowed, NotFound

from . import stepup
from .access import BEST, PASSING, Policy, best, is_here, judge, policies, settles
from .kept import keep_posted, where_to_return
from .viewer import Relations, Viewer, viewer

MOST_FIELDS = 1000
LANGUAGE_PART = "/<any(en, fr):lang>"
# what a host whose pages are for members only still shows to everyone
ALWAYS_OPEN = (
    "auth.",
    "ops.",
    "static.",
    "webhook.",
    "cert.",
    "ics.",
    "public.how_it_works",
    "public.for_",  # pitchers, backers, managers
    "public.rules",
    "public.privacy",
    "public.accessibility",
    "display.",
    "account.",
    "demo.",
    "sandbox.",
)


class NoPolicy(RuntimeError):  # noqa: N818 - it says what is missing
    """A route and authz.csv do not fit together; the application does not start."""


class Gate:
    """Knows for each endpoint and method which rows of authz.csv decide."""

    def __init__(self, app: Flask, table: Mapping[str, Policy], relations: Mapping[str, Relations]) -> None:
        self.rows = rows_of_routes(app, table)
        self.relations = relations
        self.members_only = app.config["HOST_READING"] == "members"

    def check(self) -> ResponseReturnValue | None:
        """Let the request pass, or answer it."""
        if request.url_rule is None:
            return None  # nothing here; Flask answers 404 or 405
        method = "GET" if request.method == "HEAD" else request.method
        rows = self.rows[request.url_rule.endpoint, method]
        g.policy = rows[0]
        if len(request.args) > MOST_FIELDS:
            raise RequestEntityTooLarge
        if "%00" in f"{request.query_string!r}{quote(request.path)}":
            abort(400, "a null character")  # PostgreSQL refuses it, and no page takes it
        changes = method != "GET" and rows[0].csrf
        if changes:
            _refuse_foreign_origin(request)
        verdict = self.verdict(rows)
        if verdict in PASSING:
            _let_send_more(request)
        if changes and len(request.form) > MOST_FIELDS:
            raise RequestEntityTooLarge
        if verdict not in PASSING:
            return _refusal(verdict)
        if changes:
            _refuse_without_token()
        return stepup.ask() if rows[0].step_up else None

    def verdict(self, rows: Iterable[Policy]) -> str:
        """Return the most permissive verdict of `rows` for who is looking."""
        who = viewer()
        if not isinstance(who, Viewer):
            return best(self._for_anyone(row) for row in rows)
        if who.suspended:
            return best(row.cells["suspended"] for row in rows)
        first = best(judge(row, who.roles, ()) for row in rows)
        if all(map(settles, rows)) or any(settles(row) and judge(row, who.roles, ()) == BEST for row in rows):
            return first  # no relation could change it
        found = self._relations_of(who)
        return best(judge(row, who.roles, found) for row in rows)

    def _for_anyone(self, row: Policy) -> str:
        closed = self.members_only and row.method == "GET" and not row.action.startswith(ALWAYS_OPEN)
        return "login" if closed and row.cells["anonymous"] == "allow" else row.cells["anonymous"]

    def _relations_of(self, who: Viewer) -> set[str]:
        values: Mapping[str, Any] = request.view_args or {"": who.id}
        found = set[str]()
        for name, of in self.relations.items():
            blueprint, _, argument = name.rpartition(".")
            if isinstance(about := values.get(argument), UUID) and blueprint in ("", request.blueprint):
                found |= of(who.id, about)
        return found


def rows_of_routes(app: Flask, table: Mapping[str, Policy]) -> dict[tuple[str, str], tuple[Policy, ...]]:
    """Return the deciding rows of each endpoint and method. Raises NoPolicy where routes and table do not fit."""
    by_route: dict[tuple[str, str], list[Policy]] = {}
    for row in table.values():
        if is_here(row, app.config):
            by_route.setdefault((row.method, row.route), []).append(row)
    found: dict[tuple[str, str], tuple[Policy, ...]] = {}
    used = set[tuple[str, str]]()
    for rule in app.url_map.iter_rules():
        route = rule.rule.removeprefix(LANGUAGE_PART).replace(LANGUAGE_PART, "/<lang>")
        named = [table[name] for name in _actions(app, rule.endpoint, table)]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            main = [row for row in named if row.method == method and row.route == route]
            if not main:
                raise NoPolicy(f"{method} {route} ({rule.endpoint}) has no row in authz.csv")
            rows = by_route[method, route]
            if len({(row.csrf, row.step_up) for row in rows}) > 1:
                raise NoPolicy(f"{method} {route}: its rows disagree about csrf or step_up")
            found[rule.endpoint, method] = (main[0], *(row for row in rows if row is not main[0]))
            used.add((method, route))
    if unused := sorted(by_route.keys() - used):
        raise NoPolicy(f"authz.csv has rows without a route: {unused}")
    return found


def _actions(app: Flask, endpoint: str, table: Mapping[str, Policy]) -> tuple[str, ...]:
    actions: tuple[str, ...] = getattr(app.view_functions[endpoint], "actions", ())
    if unknown := [name for name in actions if name not in table]:
        raise NoPolicy(f"{endpoint}: authz.csv has no row {', '.join(unknown)}")
    return actions


def _refusal(verdict: str) -> ResponseReturnValue:
    if verdict == "home":
        return redirect(url_for("pages.home"), 303)
    if verdict == "login":
        if request.path.startswith("/api/"):
            abort(401)
        if request.method not in ("GET", "HEAD"):
            keep_posted()
            if _is_wrong():
                return redirect(where_to_return(), 303)
        return redirect(url_for("people.sign_in", next=where_to_return()), 303)
    if verdict.isdigit():
        abort(int(verdict))
    raise NotFound if verdict == "hide" else NotAllowed


def _is_wrong() -> bool:
    """Tell whether the form that a visitor began has mistakes that can be seen without knowing who they are."""
    begun_in = getattr(current_app.view_functions[request.endpoint or ""], "begun_in", None)
    form = begun_in() if begun_in else None
    return form is not None and not form.submitted() and bool(form.errors.keys() - {"csrf_token"})


def _let_send_more(incoming: Request) -> None:
    """Lift the limit of what may be sent, before it is read, where this page takes more: uploads of sound."""
    if most := getattr(current_app.view_functions[incoming.endpoint or ""], "most_bytes", None):
        incoming.max_content_length = most


def _refuse_foreign_origin(incoming: Request) -> None:
    """Refuse what another site made the browser send; browsers tell, other programs send neither header."""
    site, origin = incoming.headers.get("Sec-Fetch-Site"), incoming.headers.get("Origin")
    if site is not None:  # says more than Origin, which is "null" on pages whose address is secret
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin not in (None, incoming.host_url.rstrip("/"), current_app.config["PUBLIC_URL"].rstrip("/"))
    if foreign:
        abort(400, "foreign origin")


class TokenMissing(HTTPException):
    """The form's token is missing, foreign or from an earlier session; what was typed is kept."""

    code = 400
    description = "csrf"


def _refuse_without_token() -> None:
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRF-Token"))
    except ValidationError:
        keep_posted()
        raise TokenMissing from None
    g.csrf_valid = True


def register(app: Flask, relations: Mapping[str, Relations]) -> None:
    """Set up the gate. Called when all routes are known; raises NoPolicy when one has no row.

    `relations` tells by name of the URL argument what the viewer is to that object ("approvals.pitch_id": on the pages
    of one blueprint only); "" is asked where the route names no object.
    """
    gate = Gate(app, policies(), relations)
    app.extensions["gate"] = gate
    app.before_request(gate.check)
