"""Cards: who hears the processor's reports, and asking it now."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from crowdlearn.payments import service
from crowdlearn.payments.gateway import NotTaken, Unanswered, cards, offers_cards


@contextmanager
def speaking() -> Iterator[None]:
    """Turn a silent or unwilling processor into one line and exit code 1."""
    if not offers_cards():
        raise click.ClickException("This installation takes no cards: PAYMENTS is offline.")
    try:
        yield
    except Unanswered as silence:
        raise click.ClickException(f"The processor did not answer: {silence}") from None
    except NotTaken as refused:
        raise click.ClickException(f"The processor refused: {refused}") from None


@click.group()
def payments() -> None:
    """Look after the card processor."""


@payments.command()
@with_appcontext
@click.argument("url", required=False)
def listen(url: str | None) -> None:
    """Have the processor report to URL (this installation's own by default), and print the secret that signs.

    Each report speaks the API version of this program. While a secret is replaced, keep both, with a comma.
    """
    with speaking():
        address = url or _own_address()
        secret = cards().listen_at(address)
    click.echo(f"{cards().name} reports to {address} from now on. Keep this secret; it is shown only once:")
    click.echo(f"STRIPE_WEBHOOK_SECRET={secret}")


def _own_address() -> str:
    with current_app.test_request_context(base_url=current_app.config["PUBLIC_URL"]):
        return url_for("payments_plain.report", _external=True)


@payments.command()
@with_appcontext
def reconcile() -> None:
    """Ask the processor now what it did without our hearing of it, and what it knows that we do not."""
    with speaking():
        click.echo(f"{service.reconcile()} read again")
        strangers = service.find_strangers()
    for reference in strangers:
        click.echo(f"{click.style('stranger', fg='red')} {reference}")
    if strangers:
        raise SystemExit(1)
