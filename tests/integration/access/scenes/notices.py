"""Rows of notices."""

from itsdangerous import URLSafeSerializer

from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.web import SECRET


@prepare("notice.list")
def listing(_cast: Cast) -> Scene:
    return Scene("/me/notices")


@prepare("notice.read")
def read(_cast: Cast) -> Scene:
    return Scene("/me/notices/read")


@prepare("account.notify_form", "account.notify_prefs")
def choices(_cast: Cast) -> Scene:
    return Scene("/me/notifications", {"wanted": []})


@prepare("account.unsubscribe_form", "account.unsubscribe")
def unsubscribe(_cast: Cast) -> Scene:
    token = URLSafeSerializer([SECRET], salt="unsubscribe").dumps(f"{make.person().id}/pitch")
    return Scene(f"/u/{token}", prefixed=False)
