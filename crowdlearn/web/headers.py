"""What every answer says about itself: policy, privacy and how long it may be kept."""

from hashlib import blake2b
from secrets import token_hex

from flask import Flask, Response, current_app, g, request, session

from crowdlearn.db.session import database
from crowdlearn.kernel.clock import now

from .bodies import answer_with, bodies, marks
from .locale import current_language
from .viewer import viewer

FOREVER = "max-age=63072000; includeSubDomains"
FRAMED = ("/embed/",)
SHARED = ("/embed/", "/og/")
BANKS = "https://hooks.stripe.com"  # where a bank asks its customer
OFF = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"


class Headers:
    """The headers of this installation."""

    def __init__(self, app: Flask) -> None:
        by_card = app.config.get("PAYMENTS", "") == "stripe"
        away = (app.config["STRIPE_CHECKOUT_ORIGIN"], BANKS) if by_card else ()  # the sandbox's pages are our own
        self.form_action = " ".join(("'self'", *away))
        self.production = app.config["ENVIRONMENT"] == "production"

    def policy(self, path: str) -> str:
        """Return the content security policy of an address."""
        if path.startswith(FRAMED):
            return (
                "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; "
                "base-uri 'none'; frame-ancestors *"
            )
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            f"connect-src 'self'; media-src 'self'; form-action {self.form_action}; base-uri 'none'; "
            "frame-ancestors 'none'"
        )

    def add(self, response: Response) -> Response:
        """Complete an answer; what a view has said already stays."""
        said = response.headers
        said.setdefault("Content-Security-Policy", self.policy(request.path))
        said.setdefault("X-Content-Type-Options", "nosniff")
        said.setdefault("Referrer-Policy", "same-origin")
        said.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        shared = "cross-origin" if request.path.startswith(SHARED) else "same-origin"
        said.setdefault("Cross-Origin-Resource-Policy", shared)
        said.setdefault("Permissions-Policy", OFF)
        if self.production:
            said.setdefault("Strict-Transport-Security", FOREVER)
        if "Cache-Control" not in said:
            _say_how_long(response)
        return response


def _say_how_long(response: Response) -> None:
    policy = g.get("policy")
    private = viewer().is_authenticated or (policy is not None and policy.no_store) or response.status_code != 200
    if private or request.method not in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "no-store"
        return
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Cookie")
    if not response.is_streamed and "ETag" not in response.headers:
        response.set_etag(blake2b(response.get_data(), digest_size=12).hexdigest())
    response.make_conditional(request)


def page_unchanged(*versions: object) -> Response | None:
    """Return a 304 when the reader has the page of these versions already, or the page as an earlier visitor got it.

    For pages that show everyone the same: answers None for people who are signed in or have a message waiting.
    """
    if (address := _shared_address()) is None:
        return None
    mark = blake2b("|".join(map(str, (address, *versions))).encode(), digest_size=12).hexdigest()
    if (answer := _answer_marked(mark)) is None:
        g.to_be_kept = mark
    g.mark = mark
    if "beat" in g:
        marks.keep(address, g.beat, mark)
    return answer


def page_of_same_state() -> Response | None:
    """Return what page_unchanged() would, without a look at what the page shows: nobody wrote anything since it did."""
    if request.method not in ("GET", "HEAD") or (address := _shared_address()) is None:
        return None
    if (beat := database.beat()) is None:
        return None
    g.beat = (*beat, now().replace(second=0, microsecond=0))  # what a deadline changes, it changes on the minute
    if (mark := marks.find(address, g.beat)) is None or (answer := _answer_marked(mark)) is None:
        return None
    g.mark = mark
    return answer


def _shared_address() -> str | None:
    """Return what a page is asked with, None where its reader may see another one than everybody else."""
    if viewer().is_authenticated or "kept" in request.args or session.get("_flashes"):
        return None
    looks = (request.cookies.get("theme", ""), request.cookies.get("font", ""))
    return "|".join((current_app.extensions["build"], request.full_path, current_language(), *looks))


def _answer_marked(mark: str) -> Response | None:
    if request.if_none_match.contains_weak(mark):
        return Response(status=304)
    return answer_with(mark, request.headers.get("Accept-Encoding", ""))


def _keep_for_everyone(response: Response) -> Response:
    """Mark the page of `page_unchanged`, and keep what was drawn for the next visitor, if it is nobody's own."""
    if "mark" not in g or response.status_code not in (200, 304):
        return response
    own = session.modified or "csrf_token" in g
    if "to_be_kept" in g and not own and response.mimetype == "text/html":
        bodies.keep(g.mark, "", response.get_data())
        response = answer_with(g.mark, request.headers.get("Accept-Encoding", "")) or response
    if not own:
        response.set_etag(g.mark, weak=True)
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.add("Cookie")
    return response


def private_address(response: Response) -> Response:
    """Keep an address that carries a secret from other sites and from the browser's memory."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def register(app: Flask) -> None:
    """Add the headers to every answer, error pages included."""
    app.extensions["build"] = token_hex(6)  # a page kept before an update is not taken for one after it
    app.after_request(Headers(app).add)
    app.after_request(_keep_for_everyone)  # Flask runs the last registered first
