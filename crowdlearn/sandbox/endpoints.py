"""Webhooks: who listens, and handing events over, signed, again and again until they are taken."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stripe import WebhookSignature
from stripe import params as asked

from .calls import Call, answers, pass_time
from .objects import API_VERSION, get, make, merge_metadata, moment
from .store import Body, State, Store
from .wire import invalid, published

FIRST_WAIT_SECONDS, MOST_TRIES = 15, 16  # doubled each time, for about three days


@answers("POST", "/v1/webhook_endpoints", asked.WebhookEndpointCreateParams)
def create(state: State, call: Call) -> Body:
    """Register who listens. Only this answer shows the secret."""
    url = call.params["url"]
    if not url.startswith(("https://", "http://")):
        raise invalid("Invalid URL: an explicit scheme (such as https) must be provided.", "url", "url_invalid")
    version = call.params.get("api_version", API_VERSION)
    if version != API_VERSION:
        raise invalid(f"Invalid API version: this sandbox speaks {API_VERSION}.", "api_version")
    endpoint = make(
        state,
        "webhook_endpoint",
        url=url,
        enabled_events=call.params["enabled_events"],
        api_version=version,
        description=call.params.get("description"),
        status="enabled",
        metadata=merge_metadata({}, call.params.get("metadata")),
        _secret=f"whsec_{secrets.token_hex(16)}",
    )
    return {**endpoint, "secret": endpoint["_secret"]}


@answers("GET", "/v1/webhook_endpoints", asked.WebhookEndpointListParams)
def index(state: State, call: Call) -> Body:
    """List who listens."""
    return call.page(each for each in state.all("webhook_endpoint") if each["status"] == "enabled")


@answers("POST", "/v1/webhook_endpoints/{}", asked.WebhookEndpointUpdateParams)
def update(state: State, call: Call) -> Body:
    """Change or disable who listens."""
    endpoint = get(state, "webhook_endpoint", call.names[0])
    if call.params.get("disabled"):
        state.put(endpoint, status="disabled")
    return state.put(endpoint, **call.some("url", "enabled_events", "description"))


@answers("DELETE", "/v1/webhook_endpoints/{}", asked.WebhookEndpointDeleteParams)
def delete(state: State, call: Call) -> Body:
    """Forget who listened."""
    endpoint = state.put(get(state, "webhook_endpoint", call.names[0]), status="disabled", enabled_events=[])
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}


@answers("GET", "/v1/events", asked.EventListParams)
def events(state: State, call: Call) -> Body:
    """List events."""
    wanted = call.params.get("types") or ([call.params["type"]] if "type" in call.params else None)
    return call.page(each for each in state.all("event") if wanted is None or each["type"] in wanted)


@answers("GET", "/v1/events/{}", asked.EventRetrieveParams)
def event_of(state: State, call: Call) -> Body:
    """Return an event."""
    return get(state, "event", call.names[0])


def listener(store: Store, url: str) -> str:
    """Let the installation itself listen to everything at an address; return the secret that signs what it hears."""
    with store.visit() as state:
        for known in state.all("webhook_endpoint", {"_own": True}):
            return str(state.put(known, url=url)["_secret"])  # the installation may have moved
        made = make(
            state,
            "webhook_endpoint",
            url=url,
            enabled_events=["*"],
            api_version=API_VERSION,
            status="enabled",
            metadata={},
            _own=True,
            _secret=f"whsec_{secrets.token_hex(16)}",
        )
        return str(made["_secret"])


@dataclass(frozen=True)
class Delivery:
    """An event on its way to an endpoint."""

    event_id: str
    endpoint_id: str
    url: str
    body: str
    headers: Mapping[str, str]


Post = Callable[[Delivery], bool]  # tells whether it was taken


def deliver(store: Store, post: Post, most: int = 100) -> int:
    """Hand over the events that are due, oldest first; return how many were taken. What is not taken waits longer."""
    with store.visit() as state:
        pass_time(state)
        due = [_delivery(state, *row) for row in _due(state, most)]
    taken = [post(each) for each in due]
    with store.visit() as state:
        for each, done in zip(due, taken, strict=True):
            _note(state, each, done=done)
    return sum(taken)


def _due(state: State, most: int) -> list[tuple[str, str]]:
    query = (
        "SELECT delivery.event, delivery.endpoint FROM delivery JOIN object ON object.id = delivery.event"
        " WHERE done = 0 AND due_at <= ? ORDER BY object.seq LIMIT ?"
    )
    return state.connection.execute(query, (moment(), most)).fetchall()


def _delivery(state: State, event_id: str, endpoint_id: str) -> Delivery:
    endpoint = get(state, "webhook_endpoint", endpoint_id)
    body = json.dumps(published(state, get(state, "event", event_id)))
    signature = WebhookSignature.generate_signature_header(body, endpoint["_secret"], timestamp=moment())
    headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
    return Delivery(event_id, endpoint_id, endpoint["url"], body, headers)


def _note(state: State, each: Delivery, *, done: bool) -> None:
    where = (each.event_id, each.endpoint_id)
    row = state.connection.execute("SELECT tries FROM delivery WHERE event = ? AND endpoint = ?", where).fetchone()
    tries = row[0] + 1
    given_up = done or tries >= MOST_TRIES
    due_at = moment() + FIRST_WAIT_SECONDS * 2 ** min(tries - 1, 14)
    state.connection.execute(
        "UPDATE delivery SET tries = ?, due_at = ?, done = ? WHERE event = ? AND endpoint = ?",
        (tries, due_at, int(given_up), *where),
    )
