"""What peers agree to is kept by its version, so the wording may not change under it."""

from hashlib import sha256
from pathlib import Path

import pytest

from crowdlearn.pledges.rules import CARD_CONSENT_VERSION, CONSENT_VERSION

FOLDER = Path(__file__).parents[3] / "templates/pledges"
# a changed wording needs a new version, and then a new line here
KNOWN = {"2026-11": "e5a3aa5885c43041", "2026-11-card": "3081951356fc55f8"}


@pytest.mark.parametrize(
    ("file", "version"), [("consent.html", CONSENT_VERSION), ("consent_card.html", CARD_CONSENT_VERSION)]
)
def test_the_wording_is_the_one_its_version_names(file, version):
    assert sha256((FOLDER / file).read_bytes()).hexdigest()[:16] == KNOWN[version]
