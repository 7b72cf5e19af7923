"""Every table, so that the metadata is whole for migrations and tests."""

from crowdlearn.approvals import models as approvals
from crowdlearn.audit import models as audit
from crowdlearn.commitments import models as commitments
from crowdlearn.conversations import models as conversations
from crowdlearn.db import inbox, operations, outbox, travel
from crowdlearn.expertise import models as expertise
from crowdlearn.files import models as files
from crowdlearn.languages import models as languages
from crowdlearn.ledger import models as ledger
from crowdlearn.notices import models as notices
from crowdlearn.outcomes import models as outcomes
from crowdlearn.outreach import models as outreach
from crowdlearn.payments import models as payments
from crowdlearn.people import models as people
from crowdlearn.pitches import models as pitches
from crowdlearn.pledges import models as pledges
from crowdlearn.search import models as search
from crowdlearn.settlement import models as settlement
from crowdlearn.sharebacks import models as sharebacks
from crowdlearn.sharing import models as sharing
from crowdlearn.web import kept, limits

__all__ = [
    "approvals",
    "audit",
    "commitments",
    "conversations",
    "expertise",
    "files",
    "inbox",
    "kept",
    "languages",
    "ledger",
    "limits",
    "notices",
    "operations",
    "outbox",
    "outcomes",
    "outreach",
    "payments",
    "people",
    "pitches",
    "pledges",
    "search",
    "settlement",
    "sharebacks",
    "sharing",
    "travel",
]
