"""Telling of reporting lines: who was named, and who confirmed."""

from crowdlearn.db.session import transaction
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Person
from crowdlearn.people.rules import ManagerConfirmed, ManagerNamed

TEAM = "/me/team"


def tell_named_manager(event: ManagerNamed) -> None:
    """Tell a manager who has an account that somebody names them; the others were invited by mail."""
    if event.manager_id is None:
        return
    with transaction() as session:
        facts = {"who": session.get_one(Person, event.person_id).name}
        tell(session, event.manager_id, "manager_named", event_id=event.id, facts=facts, path=TEAM)


def tell_of_confirmed_line(event: ManagerConfirmed) -> None:
    """Tell a member that their reporting line is confirmed."""
    with transaction() as session:
        facts = {"manager": session.get_one(Person, event.manager_id).name}
        tell(session, event.person_id, "manager_confirmed", event_id=event.id, facts=facts, path=TEAM)
