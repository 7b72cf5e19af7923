"""One request: who may ask, what was asked before under the same key, which function answers."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from .objects import API_VERSION, moment
from .store import Answer, Body, State, Store
from .typed import checked
from .wire import ApiError, listed, parse, published

KEYS_LIVE_SECONDS = 24 * 3600
Function = Callable[[State, "Call"], Body]


@dataclass(frozen=True)
class Call:
    """What was asked: the parts of the address, and the parameters, checked and read."""

    url: str
    names: tuple[str, ...] = ()
    params: Body = field(default_factory=dict)

    def some(self, *names: str) -> Body:
        """Return those of these parameters that were given."""
        return {name: self.params[name] for name in names if name in self.params}

    def page(self, found: Iterable[Body]) -> Body:
        """Return the asked-for page of what was found, newest first, created when asked."""
        created = self.params.get("created")
        if isinstance(created, dict):
            found = [body for body in found if all(_TESTS[how](body["created"], at) for how, at in created.items())]
        return listed(self.url, found, int(self.params.get("limit", 10)), self.params.get("starting_after"))


_TESTS: Mapping[str, Callable[[int, int], bool]] = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}
_ROUTES: list[tuple[str, re.Pattern[str], type, Function]] = []
_before: list[Callable[[State], None]] = []  # what time has done since the last visit


def answers(method: str, path: str, typed: type) -> Callable[[Function], Function]:
    """Have a function answer a method and path; `typed` is stripe-python's own type of its parameters."""
    pattern = re.compile(path.replace("{}", r"([A-Za-z0-9_]+)"))

    def register(function: Function) -> Function:
        _ROUTES.append((method, pattern, typed, function))
        return function

    return register


def before_each(step: Callable[[State], None]) -> Callable[[State], None]:
    """Run `step` at the start of each visit: it does what time did meanwhile."""
    _before.append(step)
    return step


@dataclass(frozen=True)
class Request:
    """A request as it comes over the wire; names of headers in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str = ""

    @property
    def path(self) -> str:
        """Return the path of the address."""
        return urlsplit(self.url).path


@dataclass(frozen=True)
class Response:
    """What goes back over the wire."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(store: Store, request: Request) -> Response:
    """Answer one request. All it changes is kept before the answer leaves, or nothing is."""
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    with store.visit() as state:
        pass_time(state)
        state.forget_answers(moment() - KEYS_LIVE_SECONDS)
        try:
            _check_caller(request)
            earlier = _replayed(state, key, request)
            understood = _understood(request)
        except ApiError as refused:  # it never began: the key may be used again
            return Response(refused.status, json.dumps(refused.body))
        if earlier is not None:
            return Response(earlier.status, earlier.body, {"Idempotent-Replayed": "true"})
        status, body = _carried_out(state, *understood)
        if key:
            state.remember(key, Answer(_print(request), status, body), moment())
    return Response(status, body)


def pass_time(state: State) -> None:
    """Do what time did since somebody last looked: holds lapse, pages expire."""
    for step in _before:
        step(state)


def _check_caller(request: Request) -> None:
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not key.startswith(("sk_test_", "rk_test_")):
        raise ApiError(401, "Invalid API Key provided: only test keys are known here.")
    if request.headers.get("stripe-version", API_VERSION) != API_VERSION:
        raise ApiError(400, f"Invalid Stripe API version: this sandbox speaks {API_VERSION}.")


def _replayed(state: State, key: str | None, request: Request) -> Answer | None:
    earlier = state.answered(key) if key else None
    if earlier is not None and earlier.print != _print(request):
        raise ApiError(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were first used with.",
            kind="idempotency_error",
        )
    return earlier


def _print(request: Request) -> str:
    return sha256(f"{request.method} {request.url}\n{request.body}".encode()).hexdigest()


def _understood(request: Request) -> tuple[Function, Call, list[str]]:
    """Return who answers, what was asked, and which links to expand. Raises ApiError for what nobody understands."""
    for method, pattern, typed, function in _ROUTES:
        match = pattern.fullmatch(request.path)
        if match and method == request.method:
            params = checked(parse(urlsplit(request.url).query, request.body), typed)
            expand: list[str] = params.pop("expand", [])
            return function, Call(request.path, match.groups(), params), expand
    raise ApiError(404, f"Unrecognized request URL ({request.method}: {request.path}).")


def _carried_out(state: State, function: Function, call: Call, expand: list[str]) -> tuple[int, str]:
    """Return status and body. A bank's refusal is an answer too: it is kept, and replayed."""
    try:
        return 200, json.dumps(_shown(state, function(state, call), expand))
    except ApiError as refused:
        return refused.status, json.dumps(refused.body)


def _shown(state: State, body: Body, expand: list[str]) -> Body:
    if body["object"] != "list":
        return published(state, body, expand)
    inner = [path.removeprefix("data.") for path in expand]
    return {**body, "data": [published(state, each, inner) for each in body["data"]]}
