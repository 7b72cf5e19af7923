"""Where to go next, as an address says it: only ever a page of our own."""

import re

from flask import current_app, request, url_for

# one leading slash, then neither slash nor backslash; no white space, control character or backslash anywhere
_OWN = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f-\xa0]{0,1500}")


def is_own_address(target: str) -> bool:
    """Tell whether `target` is a path on this site, however it is read."""
    return _OWN.fullmatch(target) is not None


def next_address(otherwise: str | None = None) -> str:
    """Return the page that `next` names if it is one of ours, else `otherwise`, else the first page."""
    target = request.values.get("next", "")
    return target if is_own_address(target) else otherwise or url_for("pages.home")


def without_host(url: str) -> str:
    """Return an address of this installation without its host: people may use another name for it than we do."""
    ours: str = current_app.config["PUBLIC_URL"]
    return url.removeprefix(ours) if url.startswith(f"{ours}/") else url
