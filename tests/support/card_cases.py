"""What was decided about the holds of a pitch, as its audit row says it."""

import json

from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading


def decisions(case) -> list[str]:
    with reading() as session:
        rows = session.exec(
            select(AuditRow).where(AuditRow.action == "settle.decide", AuditRow.object_id == case.pitch_id)
        )
        return [json.loads(row.facts)["decision"] for row in rows]
