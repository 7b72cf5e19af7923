"""Rows of the demo's own pages."""

from pathlib import Path

from flask import current_app

from crowdlearn.web.mail import Written, compose, send
from tests.support.access import Cast, Scene, prepare


@prepare("demo.index", "demo.advance")
def index(_cast: Cast) -> Scene:
    return Scene("/demo", {"days": "1"})


@prepare("demo.mail")
def mail(_cast: Cast) -> Scene:
    return Scene("/demo/mail")


@prepare("demo.letter")
def letter(_cast: Cast) -> Scene:
    written = Written("For you", "Hello", "<!doctype html><title>For you</title><p>Hello</p>", "en")
    send(compose(written, "Zoé", "zoe@x.example"))
    newest = max((Path(current_app.config["CROWDLEARN_HOME"]) / "mail").glob("*.eml"))
    return Scene(f"/demo/mail/{newest.stem}")
