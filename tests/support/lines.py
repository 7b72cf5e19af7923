"""A reporting line that was asked for."""

import sqlalchemy as sa

from crowdlearn.db.session import transaction
from crowdlearn.people.models import ManagerLink
from crowdlearn.people.rules import LinkState
from tests import make
from tests.support.access import Cast


def requested(cast: Cast, manager=None) -> ManagerLink:
    """Return a line that the pitcher asked for and the manager has not answered; no other stands."""
    manager, pitcher = manager or cast.manager, cast.pitcher
    with transaction() as session:
        session.execute(sa.delete(ManagerLink).where(ManagerLink.person_id == pitcher.id))
    return make.manages(manager, pitcher, LinkState.REQUESTED)
