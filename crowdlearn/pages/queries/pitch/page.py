"""The page put together."""

from dataclasses import dataclass
from uuid import UUID

from crowdlearn.approvals.queries import Consent, consent_trail
from crowdlearn.conversations.queries import Conversation, conversation
from crowdlearn.db.session import reading
from crowdlearn.languages.queries import OtherVersion, other_version
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import Backing

from .backing import backing_facts
from .head import Head, Looker, head_of
from .parts import Parts, parts_of
from .supporters import Supporters, supporters_of


@dataclass(frozen=True)
class PitchPage:
    """All that the page of a pitch shows. `backing` is None where the reader's money is no question."""

    head: Head
    parts: Parts
    talk: Conversation
    supporters: Supporters
    trail: tuple[Consent, ...]
    backing: Backing | None
    other: OtherVersion | None


def pitch_page(pitch_id: UUID, looker: Looker) -> PitchPage:
    """Return the page of a pitch as this reader may see it. Raises NotFound."""
    with reading() as session:
        head = head_of(session, pitch_id, looker)
        in_question = (
            head.state is PitchState.OPEN and head.peer_goal_cents > 0 and looker.id not in (None, head.owner_id)
        )
        return PitchPage(
            head=head,
            parts=parts_of(session, pitch_id, head.currency),
            talk=conversation(session, "pitch", pitch_id, looker.id),
            supporters=supporters_of(session, pitch_id),
            trail=consent_trail(session, pitch_id),
            other=other_version(session, "pitch", pitch_id) if head.in_both else None,
            backing=backing_facts(session, head, looker) if in_question else None,
        )
