"""The wire: nested form bodies in, JSON out, errors in Stripe's shape. Source: Stripe's API reference."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import parse_qsl

from .store import Body, State

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


class ApiError(Exception):
    """A request that is refused. The body is what the processor would send."""

    def __init__(self, status: int, message: str, *, kind: str = "invalid_request_error", **details: Any) -> None:
        super().__init__(message)
        self.status = status
        known = {name: value for name, value in details.items() if value is not None}
        self.body: Body = {"error": {"type": kind, "message": message, **known}}


def missing(kind: str, object_id: str, param: str = "id") -> ApiError:
    """Return the refusal of an object that does not exist."""
    return ApiError(404, f"No such {kind}: '{object_id}'", code="resource_missing", param=param)


def invalid(message: str, param: str, code: str = "parameter_invalid") -> ApiError:
    """Return the refusal of a parameter."""
    return ApiError(400, message, code=code, param=param)


def parse(*encoded: str | None) -> Body:
    """Return the parameters of a query and a form body, nested as their names say: `a[b][0]=c`."""
    nested: Body = {}
    for text in encoded:
        for name, value in parse_qsl(text or "", keep_blank_values=True):
            _place(nested, name, value)
    return {name: _with_lists(value) for name, value in nested.items()}


def _place(nested: Body, name: str, value: str) -> None:
    match = _NAME.fullmatch(name)
    if match is None:
        raise invalid(f"Invalid parameter name: {name}", name)
    *parents, last = [match[1], *_PART.findall(match[2])]
    here = nested
    for parent in parents:
        here = here.setdefault(parent or str(len(here)), {})
        if not isinstance(here, dict):
            raise invalid(f"Invalid parameter: {name}", name)
    here[last or str(len(here))] = value


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(each) for name, each in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def published(state: State, body: Body, expand: Iterable[str] = ()) -> Body:
    """Return an object as it is sent: without private fields, and with the asked-for links expanded."""
    shown = {name: value for name, value in body.items() if not name.startswith("_")}
    for path in expand:
        name, _, rest = path.partition(".")
        if name not in shown:
            raise invalid(f"This property cannot be expanded ({name}).", "expand")
        shown[name] = _expanded(state, shown[name], [rest] if rest else [])
    return shown


def _expanded(state: State, value: Any, rest: Sequence[str]) -> Any:
    if isinstance(value, list):
        return [_expanded(state, each, rest) for each in value]
    if isinstance(value, str):
        found = state.find(value)
        return published(state, found, rest) if found else value
    return published(state, value, rest) if isinstance(value, dict) and rest else value


def listed(url: str, found: Iterable[Body], limit: int, after: str | None) -> Body:
    """Return a page of a list, newest first, as the API does."""
    if not 1 <= limit <= 100:
        raise invalid("Invalid integer: limit must be between 1 and 100", "limit")
    bodies = list(found)
    if after is not None:
        ids = [body["id"] for body in bodies]
        if after not in ids:
            raise missing("object", after, "starting_after")
        bodies = bodies[ids.index(after) + 1 :]
    return {"object": "list", "url": url, "has_more": len(bodies) > limit, "data": bodies[:limit]}
