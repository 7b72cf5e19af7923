"""Uploads on disk and in their rows."""

import io
import os
from pathlib import Path
from uuid import UUID

import pytest

from crowdlearn.db.session import Database, transaction
from crowdlearn.files import service
from crowdlearn.files.models import StoredFile
from crowdlearn.files.queries import file_for, is_for_members
from crowdlearn.files.rules import (
    MOST_PER_PERSON,
    BrokenFile,
    NotWhatItSays,
    QuotaFull,
    TooLarge,
    UnknownKind,
    Visibility,
)
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from tests import make


class Upload:
    """A file as a form hands it over."""

    def __init__(self, filename: str | None, raw: bytes) -> None:
        self.filename, self.stream = filename, io.BytesIO(raw)


@pytest.fixture
def folder(tmp_path: Path, database: Database) -> Path:
    before = vars(service.store).get("folder")
    service.store.connect(tmp_path / "uploads")
    yield tmp_path / "uploads"
    if before is not None:
        service.store.folder = before


def keep(owner: Person, name: str = "plan.pdf", raw: bytes = b"%PDF-1.7 x", **more: object) -> UUID:
    with transaction() as session:
        return service.keep(
            session,
            owner.id,
            Upload(name, raw),
            "pitch",
            more.get("about") or new_id(),
            more.get("visibility", Visibility.PUBLIC),
            more.get("host"),
        )


def test_a_file_is_kept_under_a_random_name_outside_the_reach_of_others(folder: Path) -> None:
    owner = make.person()
    facts = file_for(keep(owner, "Le plan d’été.pdf"), None)
    path = service.store.path(facts.place)
    assert path.read_bytes() == b"%PDF-1.7 x"
    assert (facts.name, facts.media_type, facts.size) == ("Le plan d-été.pdf", "application/pdf", 10)
    assert "plan" not in facts.place
    assert path.is_relative_to(folder)
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.stat(folder).st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "raw", "refusal"),
    [
        ("plan.svg", b"<svg/>", UnknownKind),
        ("plan.pdf", b"<svg/>", NotWhatItSays),
        ("plan.pdf", b"", BrokenFile),
        ("plan.pdf", b"%PDF-" + bytes(10_000_000), TooLarge),
        (None, b"%PDF-", UnknownKind),
        ("map.png", b"\x89PNG\r\n\x1a\n" + bytes(99), BrokenFile),
    ],
)
def test_what_is_refused_leaves_nothing(folder: Path, name: str | None, raw: bytes, refusal: type[Exception]) -> None:
    owner = make.person()
    with pytest.raises(refusal):
        keep(owner, name, raw)  # type: ignore[arg-type]
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("visibility", "visitor", "member", "treasurer"),
    [
        (Visibility.PUBLIC, True, True, True),
        (Visibility.MEMBERS, False, True, True),
        (Visibility.FINANCE, False, False, True),
        (Visibility.OWNER, False, False, False),
    ],
)
def test_who_may_fetch(folder: Path, visibility: Visibility, visitor: bool, member: bool, treasurer: bool) -> None:
    owner, other, local, elsewhere, steward = (make.person() for _ in range(5))
    host = make.organisation()
    make.role(local, Role.TREASURER, of=host)
    make.role(elsewhere, Role.TREASURER, of=make.organisation())
    make.role(steward, Role.STEWARD)
    file_id = keep(owner, visibility=visibility, host=host.id)
    assert file_for(file_id, owner.id).id == file_id
    for viewer, may in (
        (None, visitor),
        (other.id, member),
        (local.id, treasurer),
        (elsewhere.id, member),
        (steward.id, member),
    ):
        if may:
            assert file_for(file_id, viewer).id == file_id
        else:
            with pytest.raises(NotFound):
                file_for(file_id, viewer)
    assert is_for_members(file_id) is (visibility is Visibility.MEMBERS)


def test_the_quota_counts_what_is_kept(folder: Path) -> None:
    owner = make.person()
    first = keep(owner)
    with transaction() as session:  # as large as leaves room for one more, to the byte
        session.get_one(StoredFile, first).size = MOST_PER_PERSON - len(b"%PDF-1.7 x")
    keep(owner)
    with pytest.raises(QuotaFull):
        keep(owner)
    keep(make.person())
    with transaction() as session:
        service.remove(session, first, by=owner.id)
    keep(owner)


def test_the_sweep_takes_what_nobody_wants_and_nothing_else(folder: Path) -> None:
    owner = make.person()
    kept, removed = keep(owner), keep(owner)
    orphan = service.receive(Upload("a.pdf", b"%PDF-1"))
    fresh = service.receive(Upload("a.pdf", b"%PDF-1"))
    with transaction() as session:
        service.remove(session, removed, by=owner.id)
        places = {row_id: session.get(StoredFile, row_id).place for row_id in (kept, removed)}
    for place in (*places.values(), orphan.place):
        os.utime(service.store.path(place), (1, 1))
    assert service.sweep() == 2
    left = {str(path.relative_to(folder)) for path in folder.glob("??/*")}
    assert left == {places[kept], fresh.place}
    with pytest.raises(NotFound):
        file_for(removed, owner.id)
