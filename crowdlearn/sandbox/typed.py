"""Parameters are checked against stripe-python's own types: a name that the library does not know is refused."""

import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from stripe import RequestOptions

from .store import Body
from .wire import invalid

_LATER = {"StripeContext": object, "Mapping": Mapping}  # names that the library imports for type checkers only


@cache
def _hints(typed: type) -> dict[str, Any]:
    return typing.get_type_hints(typed, localns=_LATER)


@cache
def _options() -> frozenset[str]:
    return frozenset(_hints(RequestOptions))


def checked(params: Body, typed: type, path: str = "") -> Body:
    """Return the parameters, numbers and switches read. Raises ApiError for what Stripe would not take."""
    hints = {name: hint for name, hint in _hints(typed).items() if path or name not in _options()}
    for name in params:
        if name not in hints:
            raise invalid(f"Received unknown parameter: {_named(path, name)}", _named(path, name), "parameter_unknown")
    for name in sorted(typed.__required_keys__ & hints.keys()):  # type: ignore[attr-defined]
        if params.get(name) in (None, ""):
            raise invalid(f"Missing required param: {_named(path, name)}.", _named(path, name), "parameter_missing")
    return {name: _value(value, hints[name], _named(path, name)) for name, value in params.items()}


def _named(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _alternatives(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, types.UnionType, typing.NotRequired, typing.Required):
        for each in get_args(hint):
            yield from _alternatives(each)
    else:
        yield hint


def _value(value: Any, hint: Any, path: str) -> Any:
    ways = list(_alternatives(hint))
    if isinstance(value, dict):
        return _mapping(value, ways, path)
    if isinstance(value, list):
        return _sequence(value, ways, path)
    return _scalar(value, ways, path)


def _mapping(value: Body, ways: list[Any], path: str) -> Body:
    typed = next((way for way in ways if hasattr(way, "__required_keys__")), None)
    if typed is not None:
        return checked(value, typed, path)
    if any(get_origin(way) in (dict, Mapping) for way in ways):
        return value
    raise invalid(f"Invalid object: {path}", path)


def _sequence(value: list[Any], ways: list[Any], path: str) -> list[Any]:
    inner = next((get_args(way)[0] for way in ways if get_origin(way) is list), None)
    if inner is None:
        raise invalid(f"Invalid array: {path}", path)
    return [_value(each, inner, f"{path}[{number}]") for number, each in enumerate(value)]


def _scalar(value: str, ways: list[Any], path: str) -> Any:
    if bool in ways and value in ("true", "false"):
        return value == "true"
    if int in ways and value.lstrip("-").isdigit():
        return int(value)
    allowed = [word for way in ways if get_origin(way) is Literal for word in get_args(way)]
    if value in allowed:
        return value
    if allowed or str not in ways:
        expected = ", ".join(map(str, allowed)) or " or ".join(getattr(way, "__name__", "") for way in ways)
        code = "parameter_invalid_integer" if int in ways else "parameter_invalid"
        raise invalid(f"Invalid {path}: must be one of {expected}", path, code)
    return value
