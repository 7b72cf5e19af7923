"""Reading the scenario: content/*.toml into frozen dataclasses, refused when anything does not hold."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from . import checks
from .shapes import (
    Acting,
    Collection,
    Entry,
    FreeOffer,
    Opening,
    Organisation,
    Person,
    Pitch,
    RoleHeld,
    Scenario,
    SignIn,
)

CONTENT = Path(__file__).parent / "content"
T = TypeVar("T")


class ContentError(ValueError):
    """The scenario is badly written. The message names the file, the place and what is wrong."""


@cache
def load() -> Scenario:
    """Return the whole scenario, read and checked. Raises ContentError with every problem found."""
    scenario = read(CONTENT)
    if problems := checks.problems(scenario):
        raise ContentError("\n".join(problems))
    return scenario


def read(folder: Path) -> Scenario:
    """Return the scenario written in `folder`, well-formed but not yet checked against the house rules."""
    roles = _toml(folder / "roles.toml")
    pitches = [shaped(Pitch, _toml(path), path.stem) for path in sorted((folder / "pitches").glob("*.toml"))]
    people = [person for path in sorted((folder / "people").glob("*.toml")) for person in _list(Person, path, "people")]
    return Scenario(
        password=roles["password"],
        organisations=_by_key(_list(Organisation, folder / "organisations.toml", "organisations")),
        people=_by_key(people),
        acting=tuple(_list(Acting, folder / "roles.toml", "acting")),
        roles=tuple(_list(RoleHeld, folder / "roles.toml", "roles")),
        sign_ins=tuple(_list(SignIn, folder / "roles.toml", "sign_ins")),
        pitches=_by_key(pitches),
        offers=tuple(_list(FreeOffer, folder / "expertise.toml", "offers")),
        openings=tuple(_list(Opening, folder / "expertise.toml", "openings")),
        entries=_by_key(_list(Entry, folder / "library.toml", "entries")),
        collections=tuple(_list(Collection, folder / "stories.toml", "collections")),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}") from error


def _list(shape: type[T], path: Path, name: str) -> list[T]:
    entries = _toml(path)[name]
    return [shaped(shape, entry, f"{path.stem}.{entry.get('key', number)}") for number, entry in enumerate(entries, 1)]


def _by_key(things: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for thing in things:
        if thing.key in found:
            raise ContentError(f"{thing.key}: this key is used twice")
        found[thing.key] = thing
    return found


def shaped(shape: type[T], data: Mapping[str, Any], where: str) -> T:
    """Return `data` as the dataclass `shape`; nothing unknown, nothing missing, every type as declared."""
    hints = get_type_hints(shape)
    known = {f.name: f for f in fields(shape)}  # type: ignore[arg-type]
    needed = {name for name, f in known.items() if f.default is MISSING and f.default_factory is MISSING}
    if wrong := sorted(data.keys() - known.keys()):
        raise ContentError(f"{where}: unknown {', '.join(wrong)}")
    if missing := sorted(needed - data.keys()):
        raise ContentError(f"{where}: missing {', '.join(missing)}")
    return shape(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in data.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    """Return `value` as `hint` asks, or refuse it."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (hint,) = (one for one in inner if one is not NoneType)
        return _value(hint, value, where)
    if origin is Literal:
        return _one_of(inner, value, where)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(_one_of(tuple(hint), value, where))
    if origin is tuple and isinstance(value, list):
        return tuple(_value(inner[0], entry, f"{where}.{number}") for number, entry in enumerate(value, 1))
    if is_dataclass(hint) and isinstance(value, dict):
        return shaped(hint, value, where)  # type: ignore[arg-type]
    if type(value) is not hint:
        raise ContentError(f"{where}: {value!r} is not {getattr(hint, '__name__', hint)}")
    return value.strip() if isinstance(value, str) else value


def _one_of(options: tuple[Any, ...], value: Any, where: str) -> Any:
    if value not in options:
        raise ContentError(f"{where}: {value!r} is none of {', '.join(map(str, options))}")
    return value
