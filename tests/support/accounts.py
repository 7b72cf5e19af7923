"""Accounts as their owners make them: an address, a password, a form filled in."""

import re

import sqlalchemy as sa

from crowdlearn.db.session import reading
from crowdlearn.people.models import Person
from crowdlearn.people.service.passwords import hash_password
from tests.support.web import Browser, Page

PASSWORD = "seven lanterns over the quiet harbour"
OTHER = "eleven paper boats against the tide"
HASH = hash_password(PASSWORD)
ADDRESS = "amira@harbour.example"


def sign_up(browser: Browser, email: str = ADDRESS, password: str = PASSWORD) -> Page:
    return browser.get("/fr/register").submit(name="Amira Benali", email=email, password=password)


def person_at(email: str) -> Person:
    with reading() as session:
        return session.execute(sa.select(Person).where(Person.email == email)).scalar_one()


def without_secrets(page: Page) -> str:
    """Return an answer without what differs from form to form."""
    return re.sub(r'(value|href|src)="[^"]*"', "", page.response.text)


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/en/me", follow=False).status == 200
