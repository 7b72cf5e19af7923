"""The two ends that the contract of a card processor is read to: the stand-in, and Stripe's test mode."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from crowdlearn.payments.stripe_gateway import StripeGateway
from crowdlearn.sandbox.client import SandboxClient
from crowdlearn.sandbox.store import Store
from tests.support import strict

KEY = "STRIPE_TEST_SECRET_KEY"
TEST_KEYS = ("sk_test_", "rk_test_")


class Kind(StrEnum):
    """Who is at the other end."""

    SANDBOX = "sandbox"
    STRIPE = "stripe"


@contextmanager
def a_gateway(kind: Kind, folder: Path) -> Iterator[StripeGateway]:
    """Lend our adapter with that end of the line."""
    if kind is Kind.SANDBOX:
        yield StripeGateway("sk_test_contract", http_client=SandboxClient(Store(folder / "sandbox.db")))
        return
    secret = os.environ[KEY]
    assert secret.startswith(TEST_KEYS), f"{KEY} must be a test key"
    with strict.outside_allowed():
        yield StripeGateway(secret)


def saved(gateway: StripeGateway, customer: str, card: str, *, confirmed: bool = True) -> str:
    """Save one of the processor's own test cards; return its reference.

    Without `confirmed` it is one whose bank will ask: it is attached as it is, since nobody is there to answer.
    """
    if not confirmed:
        return gateway._api.payment_methods.attach(card, {"customer": customer}).id
    words: Any = {
        "customer": customer,
        "payment_method": card,
        "allowed_payment_method_types": ["card"],
        "usage": "off_session",
        "confirm": True,
        "return_url": "https://learn.example/back",
    }
    return str(gateway._api.setup_intents.create(words).payment_method)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what speaks to Stripe unless a key was given: it is deselected, not skipped."""
    if os.environ.get(KEY):
        return
    outside = [item for item in items if item.get_closest_marker("stripe")]
    if outside:
        config.hook.pytest_deselected(items=outside)
        items[:] = [item for item in items if item not in outside]
