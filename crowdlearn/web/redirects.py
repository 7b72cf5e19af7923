"""Where to go next, as an address says it: only ever a page of our own."""

import re
from uuid import UUID

from flask import current_app, request, url_for

# one leading slash, then neither slash nor backslash; no white space, control character or backslash anywhere
_OWN = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f-\xa0]{0,1500}")


def is_own_address(target: str) -> bool:
    """Tell whether `target` is a path on this site, however it is read."""
    return _OWN.fullmatch(target) is not None


def next_address(otherwise: str | None = None) -> str:
    """Return the page that `next` names if it is one of ours, else `otherwise`, else the first page."""
    return named_next() or otherwise or url_for("pages.home")


def named_next() -> str:
    """Return the page that `next` names if it is one of ours, "" otherwise."""
    target = request.values.get("next", "")
    return target if is_own_address(target) else ""


def sign_in_url() -> str:
    """Return the address of signing in, from where a visitor comes back to the page about one thing they are on."""
    named = (request.view_args or {}).values()
    about_one = request.method == "GET" and bool(named) and all(isinstance(one, UUID) for one in named)  # no secrets
    return url_for("people.sign_in", next=request.full_path.rstrip("?") if about_one else named_next() or None)


def without_host(url: str) -> str:
    """Return an address of this installation without its host: people may use another name for it than we do."""
    ours: str = current_app.config["PUBLIC_URL"]
    return url.removeprefix(ours) if url.startswith(f"{ours}/") else url
