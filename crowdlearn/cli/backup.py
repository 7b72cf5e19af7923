"""Backups: one zip file with the database and the uploads, taken while the program serves."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from crowdlearn.db import migrations
from crowdlearn.db.session import database
from crowdlearn.kernel.clock import now

SQLITE, POSTGRESQL, UPLOADS = "crowdlearn.db", "crowdlearn.sql", "uploads"


@click.command()
@with_appcontext
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Write the database and the uploads to FILE (a new zip in CROWDLEARN_HOME/backups by default)."""
    target = file or _home() / "backups" / f"crowdlearn-{now():%Y%m%d-%H%M%S}.zip"
    if target.exists():
        raise click.ClickException(f"{target} exists already.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = _dump(Path(folder))
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(dump, dump.name)
            for path in sorted((_home() / UPLOADS).rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(_home()))
    draft.chmod(0o600)
    draft.rename(target)  # a backup has its name only when it is whole
    click.echo(str(target))


@click.command()
@with_appcontext
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what is there now.")
def restore(file: Path, replace: bool) -> None:
    """Bring back the database and the uploads from FILE. Stop web and worker first."""
    if not replace and holds_people():
        raise click.ClickException("The database is not empty; say --replace to replace it.")
    if not zipfile.is_zipfile(file):
        raise click.ClickException(f"{file} is no backup: it is not a zip file.")
    with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory(dir=_home()) as folder:
        wanted = SQLITE if database.is_sqlite else POSTGRESQL
        if wanted not in archive.namelist():
            raise click.ClickException(f"{file} holds no {wanted}: it was taken from another kind of database.")
        archive.extractall(folder)  # zipfile keeps every name inside the folder
        _load(Path(folder) / wanted)
        uploads, before = _home() / UPLOADS, Path(folder) / "before"
        if uploads.exists():
            uploads.rename(before)
        if (Path(folder) / UPLOADS).exists():
            shutil.move(Path(folder) / UPLOADS, uploads)
    migrations.upgrade(_url())
    click.echo("Restored.")


def _home() -> Path:
    return Path(current_app.config["CROWDLEARN_HOME"])


def _url() -> str:
    return database.engine.url.render_as_string(hide_password=False)


def holds_people() -> bool:
    """Tell whether anyone is in the database, migrated or not."""
    with database.engine.connect() as connection:
        if not sa.inspect(connection).has_table("person"):
            return False
        return connection.execute(sa.text("SELECT 1 FROM person LIMIT 1")).first() is not None


def _dump(folder: Path) -> Path:
    """Write the database as of one moment into `folder` and return the file."""
    if not database.is_sqlite:
        target = folder / POSTGRESQL
        _postgresql("pg_dump", "--no-owner", "--no-privileges", "--clean", "--if-exists", f"--file={target}")
        return target
    target = folder / SQLITE
    with (
        closing(sqlite3.connect(str(database.engine.url.database))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def _load(dump: Path) -> None:
    """Replace the database by what `dump` holds, whole or not at all."""
    if not database.is_sqlite:
        _postgresql("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={dump}")
        return
    with closing(sqlite3.connect(dump)) as source, closing(_sqlite_file()) as live:
        if (said := source.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise click.ClickException(f"The backup is damaged: {said}.")
        source.backup(live)


def _sqlite_file() -> sqlite3.Connection:
    return sqlite3.connect(str(database.engine.url.database))


def _postgresql(program: str, *options: str) -> None:
    if shutil.which(program) is None:
        raise click.ClickException(f"{program} is not installed: install the package postgresql-client.")
    address = database.engine.url
    env = {
        **os.environ,
        "PGHOST": address.host or "",
        "PGPORT": str(address.port or 5432),
        "PGUSER": address.username or "",
        "PGPASSWORD": str(address.password or ""),
        "PGDATABASE": address.database or "",
    }
    done = subprocess.run(  # noqa: S603 - our own words only
        [program, "--no-password", *options], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(f"{program} failed: {done.stderr.strip().splitlines()[-1]}")
