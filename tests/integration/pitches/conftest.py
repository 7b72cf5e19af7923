"""Who pitches, in the tests of the ways to a pitch."""

import pytest

from crowdlearn.db.session import Database
from crowdlearn.people.models import Person
from tests import make
from tests.support.web import Browser


@pytest.fixture
def pitcher(database: Database) -> Person:
    return make.person("Amira Haddad", of=make.organisation(name_en="Coastal Services"), region="nb", time_zone="UTC")


@pytest.fixture
def mine(browser: Browser, pitcher: Person) -> Browser:
    browser.sign_in(pitcher.id)
    return browser
