"""Rows of the demo's own pages."""

from tests.support.access import Cast, Scene, prepare


@prepare("demo.index", "demo.advance")
def index(_cast: Cast) -> Scene:
    return Scene("/demo", {"days": "1"})


@prepare("demo.mail")
def mail(_cast: Cast) -> Scene:
    return Scene("/demo/mail")
