"""Telling who waits to be a member, who is one now, and who is trusted with what."""

from crowdlearn.db.session import transaction
from crowdlearn.kernel.errors import Msgid
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Organisation, Person, RoleGrant, RoleProposal
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import (
    OrganisationConfirmed,
    PersonReinstated,
    PersonSuspended,
    PersonVerified,
    Role,
    RoleEnded,
    RoleGiven,
    RoleOffered,
)


def tell_stewards_of_organisation(event: PersonVerified) -> None:
    """Tell every steward that someone waits until their organisation is confirmed."""
    if event.organisation_known:
        return
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        facts = {"domain": person.email.rpartition("@")[2]}
        path = f"/admin/organisations/{person.organisation_id}" if person.organisation_id else "/admin/organisations"
        for steward_id in holders(session, Role.STEWARD):
            tell(session, steward_id, "report_organisation", event_id=event.id, facts=facts, path=path)


def tell_of_confirmed_organisation(event: OrganisationConfirmed) -> None:
    """Tell everyone who waited that they are members now."""
    with transaction() as session:
        organisation = session.get_one(Organisation, event.organisation_id)
        for person_id in event.welcomed:
            french = session.get_one(Person, person_id).language == "fr"
            facts = {"where": organisation.name_fr if french else organisation.name_en}
            tell(session, person_id, "account_organisation", event_id=event.id, facts=facts, path="/welcome")


def tell_administrators_of_role(event: RoleOffered) -> None:
    """Tell every administrator who may confirm it that a role was proposed."""
    with transaction() as session:
        proposal = session.get_one(RoleProposal, event.proposal_id)
        people = {proposal.proposed_by, proposal.person_id}
        facts = {
            "who": session.get_one(Person, proposal.proposed_by).name,
            "name": session.get_one(Person, proposal.person_id).name,
            "role": Msgid(proposal.role.label),
        }
        path = f"/admin/users/{proposal.person_id}"
        for admin_id in set(holders(session, Role.ADMINISTRATOR, proposal.organisation_id)) - people:
            tell(session, admin_id, "account_role_proposed", event_id=event.id, facts=facts, path=path)


def tell_of_role(event: RoleGiven | RoleEnded) -> None:
    """Tell a person what they are trusted with from now on, or no longer."""
    kind = "account_role" if isinstance(event, RoleGiven) else "account_role_ended"
    with transaction() as session:
        grant = session.get_one(RoleGrant, event.grant_id)
        facts = {"role": Msgid(grant.role.label)}
        tell(session, grant.person_id, kind, event_id=event.id, facts=facts, path="/")


def tell_of_suspension(event: PersonSuspended) -> None:
    """Tell a person that they were suspended, and why."""
    with transaction() as session:
        facts = {"reason": event.reason}
        tell(session, event.person_id, "account_suspended", event_id=event.id, facts=facts, path="/rules")


def tell_of_reinstatement(event: PersonReinstated) -> None:
    """Tell a person that they may act again."""
    with transaction() as session:
        tell(session, event.person_id, "account_reinstated", event_id=event.id, facts={}, path="/")
