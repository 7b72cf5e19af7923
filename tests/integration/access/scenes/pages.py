"""Discover, the pitch page, files."""

import io
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from crowdlearn.conversations import service as conversations
from crowdlearn.db.session import transaction
from crowdlearn.files import service as files
from crowdlearn.files.rules import Visibility
from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.access import Cast, Scene, prepare

from .conversations import talked_about


class Upload:
    """A file as a form hands it over."""

    filename = "plan.pdf"

    def __init__(self) -> None:
        self.stream = io.BytesIO(b"%PDF-1.7 x")


def kept(cast: Cast, visibility: Visibility) -> UUID:
    """Return a file of the cast's pitcher."""
    if not hasattr(files.store, "folder"):
        files.store.connect(Path(mkdtemp()))
    owner_id = cast.pitcher.id
    with transaction() as session:
        return files.keep(session, owner_id, Upload(), "pitch", owner_id, visibility)


@prepare("pitch.list")
def discover(cast: Cast) -> Scene:
    make.money_pitch(cast.pitcher)
    return Scene("/pitches")


@prepare("pitch.view")
def pitch(cast: Cast) -> Scene:
    return Scene(f"/pitches/{talked_about(cast).id}")


@prepare("pitch.view_draft")
def draft(cast: Cast) -> Scene:
    return Scene(f"/pitches/{make.pitch(cast.pitcher, state=PitchState.DRAFT).id}")


@prepare("pitch.view_hidden")
def hidden(cast: Cast) -> Scene:
    pitch = talked_about(cast)
    conversations.hide(cast.admin.id, "pitch", pitch.id, "Copied.")
    return Scene(f"/pitches/{pitch.id}")


@prepare("file.get")
def public_file(cast: Cast) -> Scene:
    return Scene(f"/files/{kept(cast, Visibility.PUBLIC)}", prefixed=False)


@prepare("file.get_members")
def members_file(cast: Cast) -> Scene:
    return Scene(f"/files/{kept(cast, Visibility.MEMBERS)}", prefixed=False)


@prepare("file.get_private")
def private_file(cast: Cast) -> Scene:
    return Scene(f"/files/{kept(cast, Visibility.OWNER)}", prefixed=False)


@prepare("file.get_finance")
def finance_file(cast: Cast) -> Scene:
    return Scene(f"/files/{kept(cast, Visibility.FINANCE)}", prefixed=False)


@prepare("public.how_it_works")
def how_it_works(_cast: Cast) -> Scene:
    return Scene("/how-it-works")


@prepare("public.for_pitchers")
def for_pitchers(_cast: Cast) -> Scene:
    return Scene("/for-pitchers")


@prepare("public.for_backers")
def for_backers(_cast: Cast) -> Scene:
    return Scene("/for-backers")


@prepare("public.for_managers")
def for_managers(_cast: Cast) -> Scene:
    return Scene("/for-managers")


@prepare("public.rules")
def house_rules(_cast: Cast) -> Scene:
    return Scene("/rules")


@prepare("public.privacy")
def privacy(_cast: Cast) -> Scene:
    return Scene("/privacy")


@prepare("public.accessibility", "feedback.give")
def accessibility(_cast: Cast) -> Scene:
    return Scene("/accessibility", {"text": "The map has no words.", "email": ""})


@prepare("public.search")
def search(cast: Cast) -> Scene:
    talked_about(cast)
    return Scene("/search?q=letters")
