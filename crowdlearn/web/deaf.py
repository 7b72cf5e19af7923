"""Addresses that other sites show: nobody is signed in there, and no cookie is read."""

from collections.abc import Iterable
from typing import Any

DEAF = ("/embed/", "/og/", "/ics/")


class Deaf:
    """Takes the cookies from requests for addresses that may not know who asks, before anything can read them."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer the request."""
        if str(environ.get("PATH_INFO", "")).startswith(DEAF):
            environ.pop("HTTP_COOKIE", None)
        answered: Iterable[bytes] = self._inner(environ, start_response)
        return answered
