"""Rows of the demo's own pages."""

from email.message import EmailMessage
from email.utils import format_datetime

from crowdlearn.files.service import store
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from tests.support.access import Cast, Scene, prepare


@prepare("demo.index", "demo.advance")
def index(_cast: Cast) -> Scene:
    return Scene("/demo", {"days": "1"})


@prepare("demo.mail")
def mail(_cast: Cast) -> Scene:
    return Scene("/demo/mail")


@prepare("demo.letter")
def letter(_cast: Cast) -> Scene:
    letter_id, folder = new_id(), store.folder.parent / "mail"
    message = EmailMessage()
    message["To"], message["Subject"], message["Date"] = "zoe@x.example", "For you", format_datetime(now())
    message.set_content("Hello")
    message.add_alternative("<!doctype html><html lang=en><title>For you</title><p>Hello</p></html>", subtype="html")
    folder.mkdir(exist_ok=True)
    (folder / f"{letter_id}.eml").write_bytes(message.as_bytes())
    return Scene(f"/demo/mail/{letter_id}")
