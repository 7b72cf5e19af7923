"""Rows of consent: who appears in a share-back, asked and answered."""

from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.sharebacks.models import Appearance
from crowdlearn.sharebacks.rules import Item
from tests import make
from tests.support.access import Cast, Scene, prepare


@prepare("shareback.people", "shareback.ask_consent")
def people(cast: Cast) -> Scene:
    post = make.shareback(cast.pitcher)
    return Scene(
        f"/sharebacks/{post.id}/people", {"name": "Guy Roy", "email": "guy@elsewhere.example", "items": ["name"]}
    )


@prepare("shareback.take_out")
def take_out(cast: Cast) -> Scene:
    post = make.shareback(cast.pitcher)
    return Scene(f"/sharebacks/{post.id}/people/{make.appearance(post, cast.pledger).id}/remove")


@prepare("consent.list")
def listing(cast: Cast) -> Scene:
    make.appearance(make.shareback(cast.pitcher), cast.member)
    return Scene("/me/appearances")


@prepare("consent.answer")
def answer(cast: Cast) -> Scene:
    row = make.appearance(make.shareback(cast.pitcher), cast.pledger)
    return Scene(f"/me/appearances/{row.id}", {"agrees": "yes"})


@prepare("consent.file")
def file(cast: Cast) -> Scene:
    return Scene(f"/me/appearances/{_pictured(cast).id}/file")


@prepare("consent.letter")
def letter(cast: Cast) -> Scene:
    _pictured(cast, email="guy@elsewhere.example")
    return Scene("/appearing/a-letter")


@prepare("consent.letter_answer")
def answer_letter(cast: Cast) -> Scene:
    return Scene(f"/appearing/a-letter/{_pictured(cast, email='guy@elsewhere.example').id}", {"agrees": "yes"})


@prepare("consent.letter_file")
def letter_file(cast: Cast) -> Scene:
    return Scene(f"/appearing/a-letter/{_pictured(cast, email='guy@elsewhere.example').id}/file")


def _pictured(cast: Cast, email: str = "") -> Appearance:
    post = make.shareback(cast.pitcher)
    whose = {"person_id": None, "email": email, "token_hash": token_hash("a-letter")} if email else {}
    return make.appearance(post, cast.pledger, item=Item.PICTURE, medium_id=make.picture(post).id, **whose)
