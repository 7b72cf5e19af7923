"""What peers agree to is kept by its version, so the wording may not change under it."""

from hashlib import sha256
from pathlib import Path

from crowdlearn.pledges.rules import CONSENT_VERSION

WORDING = Path(__file__).parents[3] / "templates/pledges/consent.html"
# a changed wording needs a new CONSENT_VERSION, and then a new line here
KNOWN = {"2026-11": "e5a3aa5885c43041"}


def test_the_wording_is_the_one_its_version_names():
    assert sha256(WORDING.read_bytes()).hexdigest()[:16] == KNOWN[CONSENT_VERSION]
