"""Telling of reporting lines: who was named, who confirmed, and who stands in for whom."""

from crowdlearn.db.session import transaction
from crowdlearn.notices.service import tell
from crowdlearn.people.models import ActingManager, Person
from crowdlearn.people.rules import ActingNamed, ManagerConfirmed, ManagerDeclined, ManagerLinkEnded, ManagerNamed

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


def tell_of_acting(event: ActingNamed) -> None:
    """Tell someone that they decide for a manager, and on which days."""
    with transaction() as session:
        row = session.get_one(ActingManager, event.acting_id)
        if row.ended_at is not None:
            return
        facts = {"manager": session.get_one(Person, row.manager_id).name, "since": row.starts_on, "until": row.ends_on}
        tell(session, row.acting_id, "manager_acting", event_id=event.id, facts=facts, path=TEAM)


def tell_of_declined_line(event: ManagerDeclined) -> None:
    """Tell a member that whom they named does not lead them."""
    with transaction() as session:
        facts = {"manager": session.get_one(Person, event.manager_id).name}
        tell(session, event.person_id, "manager_declined", event_id=event.id, facts=facts, path="/me/manager")


def tell_of_ended_line(event: ManagerLinkEnded) -> None:
    """Tell both sides that a reporting line ended, but for whoever ended it."""
    with transaction() as session:
        sides = {event.person_id: event.manager_id, event.manager_id: event.person_id}
        for person_id, other_id in sides.items():
            if person_id is None or other_id is None or person_id == event.by:
                continue
            facts = {"who": session.get_one(Person, other_id).name}
            tell(session, person_id, "manager_ended", event_id=event.id, facts=facts, path=TEAM)
