"""The worker, and the doctor."""

import click
from flask import current_app
from flask.cli import with_appcontext

from crowdlearn import doctor as surgery
from crowdlearn.jobs import build_huey, make_worker
from crowdlearn.web import log


@click.command()
@with_appcontext
def worker() -> None:
    """Deliver events and mail, watch deadlines; stays until it is stopped."""
    log.set_up(current_app.config["LOG_LEVEL"])
    surgery.refuse_unsafe_start(current_app.config)
    make_worker(build_huey(current_app.config, current_app.app_context)).run()


@click.command()
@with_appcontext
def doctor() -> None:
    """Ask whether this installation is sound, and print every answer."""
    answers = surgery.examine(current_app.config)
    for check, wrong in answers.items():
        click.echo(
            f"{click.style('problem', fg='red') if wrong else click.style('ok', fg='green'):9} {check.name}"
            f"{': ' + wrong if wrong else ''}"
        )
    if any(answers.values()):
        raise SystemExit(1)
