"""Forms that could not be carried out are kept, so that nobody types twice.

A failed form is kept under its one-time key for an hour; a form that met an expired session, or that a visitor began
before signing up, waits for its person. Passwords and files are never kept.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, g, request, session
from sqlmodel import Field, Session, SQLModel, col
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from crowdlearn.db.operations import is_noted, note_outcome, operating
from crowdlearn.db.session import Then, before_each_transaction, reading, transaction
from crowdlearn.db.statements import prepared
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now

from .redirects import is_own_address
from .viewer import cookie_name, viewer

KEPT_FOR = timedelta(hours=1)
KEPT_THROUGH_SIGN_UP = timedelta(days=7)
MOST_CHARACTERS = 200_000
KEY = re.compile(r"[A-Za-z]{1,30}\.[A-Za-z0-9_-]{22}")
PLACE = "Place"  # stands in a key where forms have their name
NEVER_KEPT = {"csrf_token", "key", "proof"}  # forms add the names of their password and file fields

Pairs = list[tuple[str, str]]


@dataclass
class _Ending:
    """What was kept of the form at hand, by key and owner; it goes with the transaction that carries the form out."""

    keys: set[str]
    owners: list[str]
    dropped: bool = False

    def note_dropped(self) -> None:
        self.dropped = True


_ending: ContextVar[_Ending | None] = ContextVar("ending", default=None)


class KeptForm(SQLModel, table=True):
    """What was typed into a form; `owner` is a person's id, or a visitor's mark while there is none."""

    key: str = Field(primary_key=True, max_length=64)
    owner: str = Field(max_length=40, index=True)
    path: str = Field(max_length=500)
    pairs: list[Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))
    refusals: list[Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))
    failed: bool
    expires_at: datetime = Field(sa_type=Moment, index=True)


@dataclass(frozen=True)
class Kept:
    """A kept form as its class takes it up: what was typed, and (field, text) of what a rule refused."""

    pairs: Pairs
    refusals: list[tuple[str, str]]
    failed: bool


def new_key(form: str) -> str:
    """Return a fresh one-time key for a form of this name."""
    return f"{form}.{secrets.token_urlsafe(16)}"


def operation_of(key: str) -> str:
    """Return the name of the operation that a form's one-time key stands for, bound to who is looking."""
    return blake2b(f"{viewer().id}:{key}".encode(), digest_size=24).hexdigest()


def posted_key() -> str | None:
    """Return the one-time key of the posted form, None when it has none in the right shape."""
    key = request.form.get("key", "")
    return key if KEY.fullmatch(key) else None


def keep(key: str, pairs: Pairs, refusals: list[tuple[str, str]], *, failed: bool, path: str | None = None) -> None:
    """Keep what was typed under `key` for an hour. One that is too long, or someone else's key, is not kept."""
    if sum(len(name) + len(value) for name, value in pairs) > MOST_CHARACTERS:
        return
    owner = _owner()
    with transaction() as db:
        kept = db.get(KeptForm, key)
        if kept is not None and kept.owner != owner:
            return
        typed = KeptForm(
            key=key,
            owner=owner,
            path=(path or _get_address())[:500],
            pairs=[list(pair) for pair in pairs],
            refusals=[list(refusal) for refusal in refusals],
            failed=failed,
            expires_at=now() + KEPT_FOR,
        )
        with suppress(sa.exc.IntegrityError), db.begin_nested():  # a second click kept the very same just now
            db.merge(typed)
    g.kept_key = key


def keep_posted() -> None:
    """Keep a form that did not reach its view: the session had expired, or its token was from an earlier one."""
    if (key := posted_key()) is not None:
        keep(key, keepable(request.form), [], failed=False)


def keepable(typed: MultiDict[str, str]) -> Pairs:
    """Return what may be kept of a posted form, in its order."""
    return [(name, value) for name, value in typed.items(multi=True) if name.rsplit("-", 1)[-1] not in NEVER_KEPT]


def take_up(key: str) -> Kept | None:
    """Return the form kept under `key` if it is the viewer's own and not too old."""
    if not KEY.fullmatch(key):
        return None
    with reading() as db:
        kept = db.get(KeptForm, key)
    if kept is None or kept.owner not in _own_marks() or kept.expires_at < now():
        return None
    return Kept([(name, value) for name, value in kept.pairs], [(at, text) for at, text in kept.refusals], kept.failed)


@contextmanager
def carrying_out(operation: str | None, outcome: str | None, keys: set[str | None]) -> Iterator[None]:
    """Let the next transaction carry out an operation, and drop what was kept of it under `keys`.

    `outcome` is where its person will be sent, if that is known: then finish() has nothing more to write.
    """
    token = _ending.set(_Ending(_in_shape(keys), _own_marks()))
    try:
        with operating(operation, outcome):
            yield
    finally:
        _ending.reset(token)


def finish(operation: str | None, outcome: str, keys: set[str | None]) -> None:
    """Remember where the person of an operation was sent, and drop what was kept of it under `keys`."""
    ending = _ending.get()
    kept = _in_shape(keys) - (ending.keys if ending and ending.dropped else set())
    if operation is not None and is_noted(operation, outcome):
        operation = None
    if operation is None and not kept:
        return
    with operating(None), transaction(wait=False) as db:  # its own operation would be claimed a second time
        if operation is not None:
            note_outcome(db, operation, outcome)
        if kept:
            _drop(db, list(kept), _own_marks())


def _in_shape(keys: set[str | None]) -> set[str]:
    return {key for key in keys if key and KEY.fullmatch(key)}


def _drop_what_ends(db: Session) -> Then | None:
    """Drop what was kept of the form that this transaction carries out."""
    ending = _ending.get()
    if ending is None or ending.dropped or not ending.keys:
        return None
    _drop(db, list(ending.keys), ending.owners)
    return ending.note_dropped


@prepared
def _drop(kept: list[str], marks: list[str]) -> Any:
    return sa.delete(KeptForm).where(col(KeptForm.key).in_(kept), col(KeptForm.owner).in_(marks))


before_each_transaction(_drop_what_ends)


def hand_over(person_id: UUID | None) -> None:
    """Give a visitor's kept forms to the person they turned out to be; they wait through verification.

    None keeps them the visitor's, with the same work: who signs up learns nothing from how long it takes.
    """
    if (visitor := session.get("visitor")) is None:
        return
    with transaction() as db:
        mine = sa.update(KeptForm).where(col(KeptForm.owner) == visitor, col(KeptForm.expires_at) > now())
        db.execute(mine.values(owner=str(person_id or visitor), expires_at=now() + KEPT_THROUGH_SIGN_UP))


def keep_place(person_id: UUID | None, path: str) -> None:
    """Keep the page from which somebody went to sign up: they come back to it once, when they are in.

    None does the same work for nobody, as in `hand_over`. What was typed there is kept as a form, and comes first.
    """
    place = KeptForm(
        key=new_key(PLACE),
        owner=str(person_id or secrets.token_urlsafe(16)),
        path=path[:500],
        pairs=[],
        refusals=[],
        failed=False,
        expires_at=now() + KEPT_THROUGH_SIGN_UP,
    )
    with transaction() as db:
        db.add(place)


def waiting_for(person_id: UUID) -> str | None:
    """Return where a person goes on: the form they sent last before they were signed in, or the place they came from.

    A form that came back to them with what was wrong is not waiting: they have seen it.
    """
    with transaction() as db:
        is_place = col(KeptForm.key).startswith(f"{PLACE}.")
        query = (
            sa.select(KeptForm)
            .where(col(KeptForm.owner) == str(person_id), col(KeptForm.expires_at) > now(), ~col(KeptForm.failed))
            .order_by(is_place, col(KeptForm.expires_at).desc())
            .limit(1)
        )
        found: KeptForm | None = db.execute(query).scalar()
        if found is None:
            return None
        if not found.key.startswith(f"{PLACE}."):
            return with_kept(found.path, found.key)
        db.delete(found)
        return found.path


def sweep() -> int:
    """Delete kept forms past their time; return how many."""
    with transaction() as db:
        result: Any = db.execute(sa.delete(KeptForm).where(col(KeptForm.expires_at) < now()))
        return int(result.rowcount)


def with_kept(path: str, key: str) -> str:
    """Return the address `path` naming the kept form."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'kept': key})}"


def where_to_return(address: str | None = None) -> str:
    """Return the address that shows the posted form, naming what was kept of it; `address` if another page shows it."""
    address = address or _get_address()
    return with_kept(address, g.kept_key) if "kept_key" in g else address


def _get_address() -> str:
    """Return the address that shows the posted form: this one if it answers GET, else the page it was sent from."""
    if request.method in ("GET", "HEAD") or _answers_get():
        query = [(name, value) for name, value in request.args.items(multi=True) if name != "kept"]
        return request.path + (f"?{urlencode(query)}" if query else "")
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host and is_own_address(before.path) else "/"


def _answers_get() -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(method="GET"))
    except HTTPException:
        return False


def _owner() -> str:
    """Return whose form this is: the viewer's, the person's whose session has just expired, or a visitor's."""
    who = viewer()
    if who.id is not None:
        return str(who.id)
    token = request.cookies.get(cookie_name(current_app))
    if token and (person := current_app.extensions["accounts"].person_of_ended(token)):
        return str(person)
    if "visitor" not in session:
        session["visitor"] = secrets.token_urlsafe(16)
    return str(session["visitor"])


def _own_marks() -> list[str]:
    marks = (viewer().id, session.get("visitor"))
    return [str(mark) for mark in marks if mark is not None]
