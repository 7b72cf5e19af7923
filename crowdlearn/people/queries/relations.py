"""What the viewer is to a person, in the words of authz.csv."""

from uuid import UUID

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import HOME_ZONE, clock

from .lines import approvers_above, leads_anyone


def relations(viewer_id: UUID, person_id: UUID) -> set[str]:
    """Return {"pitcher"} for oneself, {"manager"} above the person, {"other_manager"} for who leads others."""
    if viewer_id == person_id:
        return {"pitcher"}
    with reading() as session:
        above = {approver.person_id for approver in approvers_above(session, person_id, clock.today(HOME_ZONE))}
        if viewer_id in above:
            return {"manager"}
        return {"other_manager"} if leads_anyone(session, viewer_id, clock.today(HOME_ZONE)) else set()


def relations_at_large(viewer_id: UUID, _nothing: UUID) -> set[str]:
    """Return {"manager"} for who leads anyone or acts for someone who does."""
    with reading() as session:
        return {"manager"} if leads_anyone(session, viewer_id, clock.today(HOME_ZONE)) else set()
