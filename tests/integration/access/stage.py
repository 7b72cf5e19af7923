"""The stage on which rows of authz.csv are played: every scene, and what a request leaves behind."""

import importlib
import io
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import SQLModel

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.people.models import SignIn
from crowdlearn.web.access import Policy, policies
from tests.support.access import Scene
from tests.support.web import Browser, Page

from . import scenes

for module in pkgutil.iter_modules(scenes.__path__):
    importlib.import_module(f"{scenes.__name__}.{module.name}")

# what a refused request may leave behind
BOOKKEEPING = {"auditrow", "auditlink", "keptform", "ratecount", "operation", "signin", "outbox", "delivery"}
FILLED = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"
    for name in SQLModel.metadata.tables
    if name not in BOOKKEEPING
)
ROWS = list(policies().values())
Business = dict[str, list[str]]


def request(row: Policy, scene: Scene, browser: Browser, **more: str) -> Page:
    """Send the scene's request; `more` are posted values beside it, such as a one-time key."""
    if row.method == "GET":
        return browser.get(scene.address, follow=False, environ_base={"REMOTE_ADDR": scene.address_of_browser})
    if row.method == "POST":
        data = {"csrf_token": browser.csrf_token(), **scene.data, **more} if row.csrf else scene.data
        data |= {name: (io.BytesIO(raw), filename) for name, (raw, filename) in scene.files.items()}
        return browser.post(scene.address, scene.body if scene.body is not None else data, headers=scene.headers)
    response = browser.client.open(scene.address, method=row.method)
    return Page(browser, response, scene.address)


@contextmanager
def undone(database: Database) -> Iterator[None]:
    """Undo what happens inside, so that everyone meets the same scene."""
    assert database.borrowed is not None
    point = database.borrowed.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def business() -> Business:
    """Return every row of every table but the bookkeeping; empty tables are left out."""
    with reading() as session:
        rows = session.connection().exec_driver_sql  # as they are stored: nobody needs them as our own types here
        tables = rows(FILLED).scalars().all()
        return {table: sorted(map(repr, rows(f'SELECT * FROM "{table}"'))) for table in tables}


def audited() -> list[str]:
    """Return the actions of the audit trail, oldest first."""
    with reading() as session:
        return list(session.execute(sa.select(AuditRow.action).order_by(AuditRow.id)).scalars())


def emitted() -> list[str]:
    """Return the names of all events, oldest first: each of them is told to someone."""
    with reading() as session:
        return list(session.execute(sa.select(Outbox.name).order_by(Outbox.id)).scalars())


def age_proofs() -> None:
    """Let everyone have given their password too long ago."""
    with transaction() as session:
        for row in session.execute(sa.select(SignIn)).scalars():
            row.proved_at -= timedelta(minutes=11)
