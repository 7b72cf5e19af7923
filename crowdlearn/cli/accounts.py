"""The first people, made by the operator: `flask user create`, `flask user promote`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import with_appcontext

from crowdlearn.kernel.errors import NotFound, RuleBroken
from crowdlearn.people import service
from crowdlearn.people.rules import Role


@contextmanager
def saying_refusals() -> Iterator[None]:
    """Turn a refusal into one line and exit code 1."""
    try:
        yield
    except RuleBroken as refused:
        raise click.ClickException(refused.msgid % refused.facts) from None
    except NotFound:
        raise click.ClickException("Nobody has this address.") from None


@click.group()
def user() -> None:
    """Make the first people and name the first administrator."""


@user.command()
@with_appcontext
@click.argument("email")
@click.option("--name", prompt=True, help="As colleagues know them.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@click.password_option(envvar="CROWDLEARN_PASSWORD", help="Asked for when left out, which keeps it out of the history.")
def create(email: str, name: str, language: str, password: str) -> None:
    """Make a verified account for EMAIL."""
    with saying_refusals():
        service.create_account(email, name, password, language)
    click.echo(f"{email} can sign in.")


@user.command()
@with_appcontext
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def promote(email: str, role: str) -> None:
    """Give EMAIL a role for the whole installation."""
    with saying_refusals():
        service.promote(email, Role(role))
    click.echo(f"{email} is {role.replace('_', ' ')} now.")
