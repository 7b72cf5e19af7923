"""What the web layer asks of people: who holds a token, and is this their password."""

from datetime import timedelta
from uuid import UUID

from crowdlearn.kernel.clock import now
from crowdlearn.people import service
from crowdlearn.people.queries import sessions
from crowdlearn.people.rules import PersonState, Role
from crowdlearn.web.viewer import Viewer

WORDS = {Role.ADMINISTRATOR: "admin"}  # as authz.csv says it
LEADS = frozenset({"manager"})  # for the menu; the gate asks anew whom they lead
NOTED_EVERY = timedelta(minutes=1)


class PeopleAccounts:
    """Connects session rows to viewers."""

    def viewer_of(self, token: str) -> Viewer | None:
        """Return who holds this session token, None when it ended; a session in use stays awake."""
        facts = sessions.session_of(token)
        if facts is None:
            return None
        if now() - facts.seen_at > NOTED_EVERY:
            service.touch(facts.session_id)
        return Viewer(
            id=facts.person_id,
            session_id=facts.session_id,
            name=facts.name,
            email=facts.email,
            language=facts.language,
            time_zone=facts.time_zone,
            proved_at=facts.proved_at,
            organisation_id=facts.organisation_id,
            roles=frozenset(WORDS.get(role, role.value) for role in facts.roles) | (LEADS if facts.leads else set()),
            suspended=facts.state is PersonState.SUSPENDED,
            waiting=facts.state is PersonState.WAITING,
        )

    def person_of_ended(self, token: str) -> UUID | None:
        """Return whose session this was, living or ended."""
        return sessions.person_of(token)

    def prove(self, viewer: Viewer, password: str) -> str | None:
        """Return the session's new token, None when the password is wrong."""
        return service.prove_again(viewer.session_id, password)
