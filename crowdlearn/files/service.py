"""Keeping files: on disk first, then in a row, so that a row never points to nothing."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now

from .models import StoredFile
from .rules import (
    BrokenFile,
    Kind,
    TooLarge,
    UnknownKind,
    Visibility,
    check_contents,
    check_quota,
    kind_of,
    picture_size,
    picture_without_secrets,
    plain_name,
)
from .rules.kinds import MEGABYTE

_CHUNK = 256 * 1024
_ORPHAN_AFTER = 24 * 3600  # seconds


class Upload(Protocol):
    """A file as a form hands it over."""

    filename: str | None
    stream: IO[bytes]


class Store:
    """The folder of uploads, outside the web root; bound once by the application."""

    folder: Path

    def connect(self, folder: Path) -> None:
        """Keep files below `folder` from now on."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder

    def path(self, place: str) -> Path:
        """Return where a file lies."""
        return self.folder / place

    def put(self, contents: Iterable[bytes]) -> str:
        """Write a file durably under a random name; return its place."""
        name = secrets.token_hex(24)
        place = f"{name[:2]}/{name}"
        path = self.path(place)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("xb") as file:
            for chunk in contents:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(0o600)
        return place

    def present(self) -> float:
        """Return the disk's own time in seconds: files are aged by it, whatever the program's clock shows."""
        mark = self.folder / ".swept"
        mark.touch()
        return mark.stat().st_mtime


store = Store()


@dataclass(frozen=True)
class Received:
    """An upload that was looked at and lies on disk; it is kept for good once a row names it."""

    name: str
    media_type: str
    size: int
    sha256: str
    place: str


def receive(upload: Upload) -> Received:
    """Look at an upload and lay it on disk, best before a transaction begins. Refused: see FileRefused."""
    if not upload.filename:
        raise UnknownKind
    kind = kind_of(upload.filename)
    with TemporaryFile() as file:
        _copy(upload.stream, file, kind.most)
        check_contents(kind, file)
        return _lay_down(plain_name(upload.filename), kind, file)


def pixels(received: Received) -> tuple[int, int]:
    """Return the width and height of a picture that lies on disk; (0, 0) for anything else."""
    with store.path(received.place).open("rb") as file:
        return picture_size(file)


def keep(
    session: Session,
    owner_id: UUID,
    upload: Upload | Received,
    about_kind: str,
    about_id: UUID,
    visibility: Visibility,
    organisation_id: UUID | None = None,
) -> UUID:
    """Keep an upload for a thing; return the file's id. Refused: see FileRefused, and a full quota.

    Treasurers and auditors of `organisation_id` may fetch a FINANCE file.
    """
    received = upload if isinstance(upload, Received) else receive(upload)
    check_quota(_kept(session, owner_id), received.size)
    file = StoredFile(
        owner_id=owner_id,
        organisation_id=organisation_id,
        about_kind=about_kind,
        about_id=about_id,
        visibility=visibility,
        name=received.name,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        place=received.place,
    )
    session.add(file)
    record(session, "file.add", by=owner_id, about=file.id, kind=about_kind, size=received.size)
    return file.id


def copy(
    session: Session, file_id: UUID, owner_id: UUID, about_kind: str, about_id: UUID, visibility: Visibility
) -> UUID:
    """Keep a copy of a file for another thing; return its id. Refused: a full quota."""
    file = session.get_one(StoredFile, file_id)
    place = store.put((store.path(file.place).read_bytes(),))
    received = Received(file.name, file.media_type, file.size, file.sha256, place)
    return keep(session, owner_id, received, about_kind, about_id, visibility)


def show(session: Session, file_ids: Iterable[UUID], visibility: Visibility) -> None:
    """Let files be fetched by these people from now on."""
    session.execute(sa.update(StoredFile).where(col(StoredFile.id).in_(list(file_ids))).values(visibility=visibility))


def remove(session: Session, file_id: UUID, by: UUID) -> None:
    """Take a file away; its row stays, its contents go with the next sweep."""
    file = session.get(StoredFile, file_id)
    if file is not None and file.removed_at is None:
        file.removed_at = now()
        record(session, "file.remove", by=by, about=file.id)


def sweep() -> int:
    """Delete, a day later, what lies on disk but in no row, and what was removed; return how many files went."""
    with reading() as session:
        wanted = set(session.execute(sa.select(StoredFile.place).where(col(StoredFile.removed_at).is_(None))).scalars())
    present, gone = store.present(), 0
    for path in store.folder.glob("??/*"):
        old = present - path.stat().st_mtime > _ORPHAN_AFTER
        if old and str(path.relative_to(store.folder)) not in wanted:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _copy(source: IO[bytes], target: BinaryIO, most: int) -> None:
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise TooLarge(megabytes=most // MEGABYTE)
        target.write(chunk)
    if not size:
        raise BrokenFile


def _lay_down(name: str, kind: Kind, file: BinaryIO) -> Received:
    drawn = picture_without_secrets(kind, file)
    file.seek(0)
    size, digest = 0, hashlib.sha256()

    def contents() -> Iterable[bytes]:
        nonlocal size
        for chunk in (drawn,) if drawn is not None else iter(lambda: file.read(_CHUNK), b""):
            size += len(chunk)
            digest.update(chunk)
            yield chunk

    place = store.put(contents())
    return Received(name, kind.media_type, size, digest.hexdigest(), place)


def _kept(session: Session, owner_id: UUID) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(StoredFile.size), 0)).where(
        col(StoredFile.owner_id) == owner_id, col(StoredFile.removed_at).is_(None)
    )
    return int(session.execute(query).scalar_one())
