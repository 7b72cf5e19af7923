"""The demo: invented people, and a clock that can be moved."""

import importlib
import json
import logging
import re
from datetime import timedelta
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from crowdlearn.cli.backup import holds_people
from crowdlearn.jobs import advance_clock

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _demo() -> Any:
    return importlib.import_module("crowdlearn.demo")  # only here: production need not hold it


class Span(click.ParamType[timedelta]):
    """A length of time such as 90m, 12h, 4d or 2w."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the length of time."""
        if not (found := re.fullmatch(r"(\d{1,4})([mhdw])", str(value))):
            self.fail("say it as 90m, 12h, 4d or 2w", param, ctx)
        return timedelta(**{UNITS[found[2]]: int(found[1])})


@click.group()
@with_appcontext
def demo() -> None:
    """Play the demo; refused in production."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("There is no demo in production.")


@demo.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when there are people already.")
def load(if_empty: bool) -> None:
    """Fill the database with a believable public service."""
    if holds_people():
        if not if_empty:
            raise click.ClickException("There are people already; the demo needs an empty database.")
        return
    _demo().load()
    click.echo("The demo is loaded.")


@demo.command()
@click.argument("span", type=Span())
def advance(span: timedelta) -> None:
    """Move the clock ahead by SPAN (4d, 12h) and run what falls due."""
    logging.getLogger("crowdlearn.requests").setLevel(logging.WARNING)  # the sandbox reports to us in this process
    advance_clock(span)
    click.echo("The clock was moved, and what was due has run.")


@demo.command("sign-ins")
@click.option("--json", "as_json", is_flag=True, help="As a list of role, email, password.")
def sign_ins(as_json: bool) -> None:
    """Show who can sign in, with which password."""
    rows = [{"role": one.role.en, "email": one.email, "password": one.password} for one in _demo().sign_ins()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = {key: max([len(key), *(len(row[key]) for row in rows)]) for key in ("role", "email", "password")}
    for row in [{key: key for key in width}, *rows]:
        click.echo("  ".join(row[key].ljust(width[key]) for key in width).rstrip())
