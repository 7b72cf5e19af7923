"""Rows that belong to no feature: first page, health, static files, and routes that must not exist."""

from crowdlearn.web.access import policies
from crowdlearn.web.assets import FOLDER
from tests.support.access import Cast, Scene, prepare


@prepare("public.home")
def home(_cast: Cast) -> Scene:
    return Scene("/")


@prepare("public.style_guide")
def style_guide(_cast: Cast) -> Scene:
    return Scene("/style-guide")


@prepare("display.form", "display.choose")
def display(_cast: Cast) -> Scene:
    return Scene("/display", {"theme": "dark", "font": "legible"})


@prepare("static.file")
def static_file(_cast: Cast) -> Scene:
    assert (FOLDER / "img" / "logo.svg").exists()
    return Scene("/static/0/img/logo.svg", prefixed=False)


@prepare("ops.healthz")
def live(_cast: Cast) -> Scene:
    return Scene("/health/live", prefixed=False)


@prepare("ops.readyz_loopback")
def ready(_cast: Cast) -> Scene:
    return Scene("/health/ready", prefixed=False)


@prepare("ops.readyz")
def ready_from_outside(_cast: Cast) -> Scene:
    return Scene("/health/ready", prefixed=False, address_of_browser="192.0.2.7")


@prepare("ops.trace")
def trace(_cast: Cast) -> Scene:
    return Scene("/")


@prepare("ops.unknown", "static.traversal", *(row.action for row in policies().values() if "no such route" in row.note))
def nowhere(_cast: Cast) -> Scene:
    return Scene("/nope")
