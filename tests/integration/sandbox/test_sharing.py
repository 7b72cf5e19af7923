"""Several processes share the pretended processor: its memory is one file."""

import multiprocessing
from collections import Counter
from pathlib import Path

import stripe

from crowdlearn.sandbox.client import SandboxClient
from crowdlearn.sandbox.store import Store

TIMES = 25


def ask(path: Path, number: int) -> None:
    """Make the same payments as everybody else, and a customer of one's own each time."""
    api = stripe.StripeClient("sk_test_tests", http_client=SandboxClient(Store(path))).v1
    for each in range(TIMES):
        api.payment_intents.create({"amount": 2500, "currency": "cad"}, {"idempotency_key": f"payment-{each}"})
        api.customers.create({"description": f"{number}-{each}"})


def test_a_key_used_by_four_processes_at_once_makes_one_payment(processor):
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=ask, args=(processor.store.path, number)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert len(processor.all("payment_intent")) == TIMES
    found = Counter(customer["description"] for customer in processor.all("customer"))
    assert found == Counter({f"{number}-{each}": 1 for number in range(4) for each in range(TIMES)})


def test_what_breaks_in_the_middle_is_not_kept(processor):
    try:
        with processor.store.visit() as state:
            state.add({"id": "cus_half", "object": "customer"})
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert processor.all("customer") == []
