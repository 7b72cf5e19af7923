"""The library's own hook: requests of the unmodified stripe-python are answered in this process, without a port."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

import stripe

from . import books, checkout, customers, endpoints, intents, payouts, refunds  # noqa: F401 - they answer
from .calls import Request, Response, answer
from .faults import Kind, Place, strike
from .store import Store

_WORDS = {
    Kind.ERROR_500: (500, "api_error", "An error occurred."),
    Kind.ERROR_503: (503, "api_error", "The service is unavailable."),
    Kind.LIMITED: (429, "invalid_request_error", "Too many requests hit the API too quickly."),
    Kind.IN_FLIGHT: (409, "idempotency_error", "There is currently another in-progress request using this key."),
}


class SandboxClient(stripe.HTTPClient):
    """An HTTP client whose other end is the sandbox."""

    name = "sandbox"

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_ignored: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """Answer a request, unless a planned fault strikes before or after."""
        named = {name.lower(): value for name, value in (headers or {}).items()}
        asked = Request(method.upper(), url.removeprefix("https://api.stripe.com"), named, post_data or "")
        fault = strike(self.store, asked.method, asked.path)
        if fault and fault[0] is Place.BEFORE:
            return _sent(_gone_wrong(fault[1]))
        response = answer(self.store, asked)
        return _sent(_gone_wrong(fault[1]) if fault else response)

    def close(self) -> None:
        """Nothing is open."""


def _gone_wrong(kind: Kind) -> Response:
    if kind in (Kind.RESET, Kind.TIMEOUT):
        words = "Connection reset by peer" if kind is Kind.RESET else "Read timed out."
        raise stripe.APIConnectionError(f"Unexpected error communicating with the processor: {words}")  # type: ignore[no-untyped-call]
    status, type_, message = _WORDS[kind]
    return Response(status, json.dumps({"error": {"type": type_, "message": message}}))


def _sent(response: Response) -> tuple[str, int, Mapping[str, str]]:
    headers = {"Request-Id": f"req_{secrets.token_hex(7)}", **response.headers}
    return response.body, response.status, headers
