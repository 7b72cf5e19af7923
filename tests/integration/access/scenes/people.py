"""Accounts and sessions."""

from crowdlearn.people.service.passwords import hash_password
from tests import make
from tests.support.access import Cast, Scene, prepare

PASSWORD = "seven lanterns over the quiet harbour"
HASH = hash_password(PASSWORD)


@prepare("auth.login_form")
def sign_in_form(_cast: Cast) -> Scene:
    return Scene("/sign-in")


@prepare("auth.login")
def sign_in(_cast: Cast) -> Scene:
    who = make.person("Lea Login", password_hash=HASH)
    return Scene("/sign-in", {"email": who.email, "password": PASSWORD})


@prepare("auth.logout_form")
def sign_out_form(_cast: Cast) -> Scene:
    return Scene("/sign-out")


@prepare("auth.logout", "auth.logout_get")
def sign_out(_cast: Cast) -> Scene:
    return Scene("/logout")
