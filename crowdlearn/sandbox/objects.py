"""Making objects and the events that tell of them."""

import json
import secrets
from typing import Any

from crowdlearn.kernel.clock import now

from .store import Body, State
from .wire import missing, published

API_VERSION = "2026-10-28.endive"  # what stripe 16 speaks
PREFIXES = {
    "customer": "cus",
    "payment_method": "pm",
    "setup_intent": "seti",
    "checkout.session": "cs_test",
    "payment_intent": "pi",
    "charge": "ch",
    "refund": "re",
    "dispute": "du",
    "payout": "po",
    "balance_transaction": "txn",
    "webhook_endpoint": "we",
    "event": "evt",
}


def moment() -> int:
    """Return the present moment of the one clock, in whole seconds since 1970."""
    return int(now().timestamp())


def make(state: State, kind: str, **fields: Any) -> Body:
    """Keep a new object of a kind and return it."""
    object_id = f"{PREFIXES[kind]}_{secrets.token_hex(12)}"
    return state.add({"id": object_id, "object": kind, "created": moment(), "livemode": False, **fields})


def get(state: State, kind: str, object_id: str, param: str = "id") -> Body:
    """Return an object. Raises ApiError 404 when there is none of that kind."""
    body = state.find(object_id)
    if body is None or body["object"] != kind:
        raise missing(kind, object_id, param)
    return body


def say(state: State, name: str, body: Body) -> Body:
    """Make an event about an object as it stands now, and due for every endpoint that listens."""
    shown = json.loads(json.dumps(published(state, body)))
    event = make(
        state,
        "event",
        type=name,
        api_version=API_VERSION,
        data={"object": shown},
        pending_webhooks=0,
        request={"id": None, "idempotency_key": None},
    )
    for endpoint in state.all("webhook_endpoint"):
        if endpoint["status"] == "enabled" and {"*", name} & set(endpoint["enabled_events"]):
            state.connection.execute(
                "INSERT INTO delivery (event, endpoint, due_at) VALUES (?, ?, ?)",
                (event["id"], endpoint["id"], moment()),
            )
    return event


def merge_metadata(body: Body, metadata: Body | None) -> Body:
    """Return the metadata of an object after an update: an empty value removes its name."""
    merged = {**body.get("metadata", {}), **(metadata or {})}
    return {name: value for name, value in merged.items() if value != ""}
