"""The search index, written anew: after its rules changed, or when somebody doubts it."""

import click
from flask.cli import with_appcontext

from crowdlearn.pitches import service as pitches
from crowdlearn.search.service import rebuild as rebuild_index
from crowdlearn.sharebacks import service as sharebacks


@click.group()
def search() -> None:
    """Look after the search index."""


@search.command()
@with_appcontext
def rebuild() -> None:
    """Write every entry anew from pitches and share-backs, and the full-text index from the entries."""
    written = pitches.index_all() + sharebacks.index_all()
    click.echo(f"{written} things written anew; {rebuild_index()} can be found.")
