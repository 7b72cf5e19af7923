"""Accounts, profiles, reporting lines, organisations; the standing pages and the errors."""

from collections.abc import Iterator
from uuid import UUID

from itsdangerous import URLSafeSerializer

from crowdlearn.db.session import transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Follow, Person
from crowdlearn.people.rules import FollowKind, LinkState, PersonState, Role, TokenPurpose
from crowdlearn.people.service import Profile, change_profile, follow
from crowdlearn.people.service.tokens import make_token
from crowdlearn.pitches import service as pitches
from tests import make
from tests.support.pictures import NOTHING, Picture
from tests.support.web import SECRET

STANDING = ("how-it-works", "for-pitchers", "for-backers", "for-managers", "rules", "privacy", "accessibility")
OWN = ("me", "me/sessions", "me/password", "me/email", "me/email/confirm/any", "me/profile", "me/team", "me/manager")
FIRST = ("welcome", "welcome/topics", "welcome/offer", "sign-out", "me/acting", "me/notices", "me/notifications")


def pictures() -> Iterator[Picture]:
    """Return the pages of visitors, newcomers, members and administrators."""
    home = make.organisation(name_en="Coastal Services", name_fr="Services côtiers", region="nb")
    ada, boss, noor = (make.person(name, of=home) for name in ("Ada Roy", "Max Roy", "Noor Haddad"))
    make.manages(boss, ada)
    make.manages(ada, noor, LinkState.REQUESTED)
    make.manages(ada, make.person("Sam Wu", of=home))
    for role in (Role.ADMINISTRATOR, Role.STEWARD):
        make.role(ada, role)
    about = Profile(name="Ada Roy", title="Analyst", region="nb", bio="I write letters.", offered=("sql",))
    change_profile(ada.id, about)
    yield from _visitors(ada)
    yield from (Picture(f"/{page}", ada) for page in (*OWN, *FIRST))
    yield from _newcomers()
    yield from (Picture(path, ada) for path in _administration(home.id, boss.id))
    yield from _followed(ada, noor, home.id)
    yield from (Picture(f"/people/{who.id}", noor) for who in (ada, noor, boss))
    yield from (Picture(f"/{page}", ada, sent=NOTHING) for page in ("me/password", "me/email", "me/manager"))
    yield Picture("/admin/organisations/new", ada, sent=NOTHING)
    yield Picture("/admin/users", noor, status=403)


def _followed(ada: Person, noor: Person, organisation_id: UUID) -> Iterator[Picture]:
    for kind, target in (("topic", "data"), ("person", ada.id), ("organisation", organisation_id)):
        follow(noor.id, FollowKind(kind), str(target))
    pitch = make.pitch(ada, organisation_id=organisation_id)
    pitches.follow(noor.id, pitch.id)
    make.kept(Follow(person_id=noor.id, kind=FollowKind.PERSON, target=str(new_id())))
    yield from (Picture("/me/follows", who) for who in (ada, noor))
    yield Picture("/pitches?topic=data", noor)
    yield from (Picture(f"/organisations/{organisation_id}", who) for who in (None, noor))


def _visitors(ada: Person) -> Iterator[Picture]:
    with transaction() as session:
        verify = make_token(session, new_id(), ada.id, TokenPurpose.VERIFY_EMAIL, ada.email)
        join = make_token(session, new_id(), ada.id, TokenPurpose.INVITATION, "new@harbour.example")
    links = (f"email/verify/{verify}", f"join/{join}", "password/reset/any")
    pages = ("sign-in", "register", "mail-sent", "mail-sent?again=password", "forgot", "display", "style-guide")
    yield from (Picture(f"/{page}") for page in (*pages, *links, *STANDING, "demo", "demo/mail"))
    yield from (Picture(f"/{page}", sent=NOTHING) for page in ("sign-in", "register", "forgot", "accessibility"))
    yield Picture("/nope", status=404)
    token = URLSafeSerializer([SECRET], salt="unsubscribe").dumps(f"{ada.id}/pitch")
    yield Picture(f"/u/{token}", prefixed=False)
    token = URLSafeSerializer([SECRET], salt="unsubscribe").dumps(f"{ada.id}/weekly")
    yield Picture(f"/u/{token}", prefixed=False)


def _newcomers() -> Iterator[Picture]:
    waiting = make.person("Wim Waiting", state=PersonState.WAITING)
    suspended = make.person("Sid Suspended", of=make.organisation(), state=PersonState.SUSPENDED)
    new = make.person("Nia New", of=make.organisation(), welcomed_at=None)
    yield from (Picture(path, who) for who in (waiting, suspended, new) for path in ("/", "/me", "/welcome"))


def _administration(organisation: object, person: object) -> list[str]:
    users = ["/admin/users", "/admin/users?q=nobody", f"/admin/users/{person}", f"/stewardship/users/{person}/suspend"]
    pages = ["/admin/organisations", "/admin/organisations/new", "/admin/manager-links"]
    one = f"/admin/organisations/{organisation}"
    return [*users, *pages, one, f"{one}/adoption"]
