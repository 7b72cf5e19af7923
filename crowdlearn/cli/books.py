"""Proving that the books, the counters and the audit trail are whole."""

from collections.abc import Callable

import click
from flask.cli import with_appcontext

from crowdlearn.audit import service as audit_trail
from crowdlearn.outcomes.service import recount_uses
from crowdlearn.settlement.service import run_checks
from crowdlearn.sharebacks.service import recount_sharebacks


def books_and_counters() -> list[str]:
    """Run the checks of the books, set miscounted figures right, and return what was wrong."""
    found = run_checks()
    return [f"law {finding.law}: {finding.words} {finding.about or ''} {finding.facts or ''}" for finding in found]


# each returns what is wrong, in words
CHECKS: dict[str, Callable[[], list[str]]] = {
    "books and counters": books_and_counters,
    "voices of share-backs": recount_sharebacks,
    "uses of share-backs": recount_uses,
    "audit trail": audit_trail.verify,
}


@click.command()
@with_appcontext
def check() -> None:
    """Recompute the books and counters and say where they differ from what is stored."""
    faults = 0
    for name, ask in CHECKS.items():
        wrong = ask()
        faults += len(wrong)
        click.echo(f"{click.style('wrong', fg='red') if wrong else click.style('whole', fg='green'):7} {name}")
        for words in wrong:
            click.echo(f"        {words}")
    if faults:
        raise SystemExit(1)


@click.group()
def audit() -> None:
    """Prove the audit trail."""


@audit.command()
@with_appcontext
def verify() -> None:
    """Walk the chain and say what is missing or changed; print its head, to be kept elsewhere."""
    audit_trail.chain()
    wrong = audit_trail.verify()
    for words in wrong:
        click.echo(words)
    length, digest = audit_trail.head()
    click.echo(f"{length} links, head {digest or '-'}")
    if wrong:
        raise SystemExit(1)
