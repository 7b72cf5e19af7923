"""Rows of notices."""

from itsdangerous import URLSafeSerializer

from crowdlearn.notices.rules import REASONS
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
    channels = {f"tell_{reason.key}": "site" for reason in REASONS}
    return Scene("/me/notifications", channels | {"quiet_from": "20", "quiet_until": "7", "takes_asks": "y"})


@prepare("account.unsubscribe_form", "account.unsubscribe")
def unsubscribe(_cast: Cast) -> Scene:
    token = URLSafeSerializer([SECRET], salt="unsubscribe").dumps(f"{make.person().id}/pitch")
    return Scene(f"/u/{token}", prefixed=False)
