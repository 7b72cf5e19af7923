"""What the gate tells the audit trail: what was read, where authz.csv wants that noted, and who was refused."""

from uuid import UUID

from flask import Flask, Response, g, request

from crowdlearn.audit.service import note

from .viewer import viewer

READ, REFUSED = "GET", "authz.denied"


def _object() -> UUID | None:
    """Return the first object that the address names."""
    return next((value for value in (request.view_args or {}).values() if isinstance(value, UUID)), None)


def note_refusal() -> None:
    """Write down that a signed-in person was refused something that would have changed something."""
    who, policy = viewer(), g.get("policy")
    if policy is not None and who.is_authenticated and request.method not in ("GET", "HEAD"):
        note(REFUSED, by=who.id, about=_object(), wanted=policy.action)


def _note_reading(response: Response) -> Response:
    policy = g.get("policy")
    noted = policy is not None and request.method == READ and policy.audit != "-"
    if noted and response.status_code == 200:
        note(policy.audit, by=viewer().id, about=_object())
    return response


def register(app: Flask) -> None:
    """Note readings once their answer is made, and before it leaves."""
    app.after_request(_note_reading)
