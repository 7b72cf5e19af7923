"""Running the checks, keeping what they found, and setting displayed counters right."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.service import recount
from crowdlearn.settlement.models import CheckRun
from crowdlearn.settlement.queries import disagreements, write_finding
from crowdlearn.settlement.rules import Finding


def run_checks(person_id: UUID | None = None) -> list[Finding]:
    """Check everything, store and return what was found, and set miscounted figures right. Runs every ten minutes."""
    found = disagreements()
    miscounted = sorted(finding.pitch_id for finding in found if finding.law == 10 and finding.pitch_id)
    with transaction() as session:
        for pitch_id in miscounted:
            recount(session, lock(session, Pitch, pitch_id))
        session.add(CheckRun(findings=[write_finding(finding) for finding in found], recounted=len(miscounted)))
        if person_id is not None:
            record(session, "reconcile.run", by=person_id, findings=len(found))
    return found
