"""Rows of what is written together, live and in collections."""

from uuid import UUID

from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.rules import AuthorState
from tests import make
from tests.support.access import Cast, Scene, prepare

from .sharebacks import a_post, funded


@prepare("shareback.authors", "shareback.invite_author")
def authors(cast: Cast) -> Scene:
    make.person("Sven Olofsson")
    return Scene(f"/sharebacks/{a_post(cast).id}/authors", {"who": "Sven Olofsson"})


@prepare("shareback.remove_author")
def remove_author(cast: Cast) -> Scene:
    post = a_post(cast)
    part = make.co_author(post, cast.pledger)
    return Scene(f"/sharebacks/{post.id}/authors/{part.id}/remove")


@prepare("shareback.join_authors")
def join_authors(cast: Cast) -> Scene:
    post = a_post(cast)
    make.co_author(post, cast.pledger, AuthorState.INVITED)
    return Scene(f"/sharebacks/{post.id}/authors/join")


@prepare("shareback.leave_authors")
def leave_authors(cast: Cast) -> Scene:
    post = a_post(cast)
    make.co_author(post, cast.pledger)
    return Scene(f"/sharebacks/{post.id}/authors/leave")


def _note(cast: Cast) -> UUID:
    return sharebacks.write_note(cast.pitcher.id, funded(cast).id, "Line two, and I stopped.", "en")


@prepare("note.list", "note.write")
def notes(cast: Cast) -> Scene:
    return Scene(f"/pitches/{funded(cast).id}/notes", {"text": "Line two, and I stopped."})


@prepare("note.view", "note.react")
def note(cast: Cast) -> Scene:
    return Scene(f"/notes/{_note(cast)}", {"reaction": "idea", "text": "Read it backwards."})


@prepare("note.edit_form", "note.change")
def edit_note(cast: Cast) -> Scene:
    return Scene(f"/notes/{_note(cast)}/edit", {"text": "Line three."})


@prepare("note.remove")
def remove_note(cast: Cast) -> Scene:
    return Scene(f"/notes/{_note(cast)}/remove")


@prepare("note.gather")
def gather_notes(cast: Cast) -> Scene:
    pitch = funded(cast)
    sharebacks.write_note(cast.pitcher.id, pitch.id, "Line two, and I stopped.", "en")
    return Scene(f"/pitches/{pitch.id}/notes/gather")


ASKED = {
    "title_en": "My first counter",
    "question_en": "Who taught you to look up?",
    "title_fr": "Mon premier guichet",
    "question_fr": "Qui vous a appris à lever les yeux ?",
}


def _days() -> dict[str, str]:
    return ASKED | {"starts_on": make.today().isoformat(), "ends_on": make.days(99).isoformat(), "whose": "everyone"}


@prepare("collection.list")
def collections(cast: Cast) -> Scene:
    make.collection(cast.pitcher)
    return Scene("/stories")


@prepare("collection.view")
def collection(cast: Cast) -> Scene:
    return Scene(f"/stories/{make.collection(cast.pitcher).id}")


@prepare("feed.collection")
def feed(cast: Cast) -> Scene:
    return Scene(f"/stories/{make.collection(cast.pitcher).id}.atom")


@prepare("collection.form", "collection.open")
def open_collection(_cast: Cast) -> Scene:
    return Scene("/stories/open", _days())


@prepare("collection.edit_form", "collection.change")
def change_collection(cast: Cast) -> Scene:
    return Scene(f"/stories/{make.collection(cast.pitcher).id}/edit", _days())


@prepare("collection.close")
def close_collection(cast: Cast) -> Scene:
    return Scene(f"/stories/{make.collection(cast.pitcher).id}/close")
