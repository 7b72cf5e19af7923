"""The reader's language. It is part of the address (/en/…, /fr/…), which decides; the cookie only redirects /."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from flask.typing import ResponseReturnValue

from .access import access

LANGUAGES = ("en", "fr")
SOURCE_LANGUAGE = "en"
PREFIX = "/<any(en, fr):lang>"
COOKIE = "lang"
LOCALES = {"en": Locale("en", "CA"), "fr": Locale("fr", "CA")}
A_YEAR = 365 * 24 * 3600
_forced: ContextVar[str | None] = ContextVar("language", default=None)


def current_language() -> str:
    """Return "en" or "fr": that of the address, or of the person a job writes to."""
    if (forced := _forced.get()) is not None:
        return forced
    return str(g.get("lang", SOURCE_LANGUAGE)) if has_request_context() else SOURCE_LANGUAGE


def current_locale() -> Locale:
    """Return Babel's locale of the current language, with Canada's habits."""
    return LOCALES[current_language()]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block, whatever the request says; unknown ones become English."""
    token = _forced.set(language if language in LANGUAGES else SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _forced.reset(token)


def preferred_language() -> str:
    """Return the language of the cookie, else the best of Accept-Language."""
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    asked = (request.cookies.get(COOKIE), *wanted)
    return next((language for language in asked if language in LANGUAGES), SOURCE_LANGUAGE)


def other_language_url() -> str:
    """Return the address of this very page, query included, in the other language."""
    other = "fr" if current_language() == "en" else "en"
    language, rest = _split(request.path)
    query = request.query_string.decode("ascii", "ignore")
    return f"/{other}{rest if language else '/'}" + (f"?{query}" if query and language else "")


def _split(path: str) -> tuple[str | None, str]:
    """Part "/fr/pitches" into "fr" and "/pitches"; the language is None where the address has none."""
    first, _, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if first in LANGUAGES else (None, path)


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    named = values.pop("lang", None) if values else None
    g.lang = named or _split(request.path)[0] or preferred_language()


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    known = endpoint in current_app.view_functions
    if known and "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()


def _remember_switch(response: Response) -> Response:
    """Keep the language of a person who has just changed it, and only then."""
    language, _ = _split(request.path)
    before, _ = _split(urlsplit(request.referrer or "").path)
    if language and before and language != before and request.method == "GET":
        response.set_cookie(COOKIE, language, max_age=A_YEAR, samesite="Lax", secure=request.is_secure)
    return response


@access("public.home")
def _root() -> ResponseReturnValue:
    answer = redirect(f"/{preferred_language()}/", 303)
    answer.vary.update(("Cookie", "Accept-Language"))
    return answer


def register(app: Flask) -> None:
    """Let addresses carry the language."""
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.after_request(_remember_switch)
    app.add_url_rule("/", "root", _root)
