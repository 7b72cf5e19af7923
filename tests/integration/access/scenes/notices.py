"""Rows of notices."""

from tests.support.access import Cast, Scene, prepare


@prepare("notice.list")
def listing(_cast: Cast) -> Scene:
    return Scene("/me/notices")


@prepare("notice.read")
def read(_cast: Cast) -> Scene:
    return Scene("/me/notices/read")
