""""""

import json

from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading
from tests.support.cards import ASKS_LATER, DECLINES_LATER, NO_FUNDS, OK, processor  # noqa: F401 - a fixture
from tests.support.settling import by_card, hours  # noqa: F401 - a fixture


def decisions(case) -> list[str]:
    with reading() as session:
        rows = session.exec(
            select(AuditRow).where(AuditRow.action == "settle.decide", AuditRow.object_id == case.pitch_id)
        )
        return [json.loads(row.facts)["decision"] for row in rows]
