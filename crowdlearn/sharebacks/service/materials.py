"""What goes with an event: slides, handouts, its recording; links and files."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.files.service import Upload, keep, receive, remove
from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks.models import Material
from crowdlearn.sharebacks.rules import SHAREBACK_KIND, MaterialKind, NothingThere, SharebackState, check_tool

from .media import beside, changeable, show_media, who_may_fetch


def add_material(
    person_id: UUID, shareback_id: UUID, kind: MaterialKind, title: str, link: str = "", upload: Upload | None = None
) -> None:
    """Add a link or a file to one's own share-back. Raises NothingThere, and what the keeper of files refuses."""
    received = receive(upload) if upload is not None and upload.filename else None
    if received is None and not link:
        raise NothingThere
    with transaction() as session:
        shareback = changeable(session, shareback_id, person_id)
        row = Material(shareback_id=shareback_id, kind=kind, title=title, link="" if received else link)
        if received is not None:
            row.file_id = keep(session, person_id, received, SHAREBACK_KIND, shareback_id, who_may_fetch(shareback))
        session.add(row)
        show_media(session, shareback)
        record(session, "share.add_material", by=person_id, about=shareback_id)


def remove_material(person_id: UUID, shareback_id: UUID, material_id: UUID) -> None:
    """Take a link or a file off one's own share-back. Raises NotFound for one of another.

    Raises ToolFileMissing for the last file of a tool that is one and can be read.
    """
    with transaction() as session:
        shareback = changeable(session, shareback_id, person_id)
        row = session.get(Material, material_id)
        if row is None or row.shareback_id != shareback_id:
            raise NotFound
        if row.file_id is not None:
            remove(session, row.file_id, person_id)
        session.delete(row)
        session.flush()
        if shareback.state is not SharebackState.DRAFT:
            check_tool(shareback.tool, shareback.link, has_file=beside(session, shareback).file)
        record(session, "share.remove_material", by=person_id, about=shareback_id)
