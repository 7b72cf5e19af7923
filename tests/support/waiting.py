"""A pitch and the people around it, of whom each has something that waits."""

from datetime import timedelta

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import Applied, CheckInState
from crowdlearn.pages.queries.waiting import waiting_for
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.settlement.models import Settlement
from tests import make


class Scene:
    """A pitcher with their manager, a backer, a helper, two treasurers and a steward."""

    def __init__(self) -> None:
        home = make.organisation()
        self.pitcher, self.manager, self.backer, self.helper, self.treasurer, self.steward = (
            make.person(name, of=home) for name in ("Amira", "Max", "Ben", "Chloé", "Theo", "Stew")
        )
        make.manages(self.manager, self.pitcher)
        make.role(self.treasurer, Role.TREASURER, home)
        make.role(self.steward, Role.STEWARD)

    def pitch(self, **fields: object) -> Pitch:
        return make.money_pitch(self.pitcher, **fields)

    def funded(self) -> Pitch:
        return self.pitch(state=PitchState.FUNDED, locked_at=now())

    def settlement(self, pitch: Pitch) -> None:
        make.kept(
            Settlement(
                pitch_id=pitch.id,
                host_id=pitch.organisation_id,
                provider="offline",
                currency="CAD",
                terms_version=1,
                cost_cents=pitch.cost_cents,
                organisation_cents=pitch.organisation_cents,
                organisation_actual_cents=0,
                base_cents=pitch.base_cents,
                own_share_cents=pitch.own_share_cents,
                peer_goal_cents=pitch.peer_goal_cents,
                pay_until=now(),
                receipts_due_on=make.days(9),
            )
        )

    def commitment(self, state: CommitmentState, due_in: int = 5) -> Commitment:
        pitch = self.funded()
        make.pledge(pitch, self.backer, state=PledgeState.KEPT, wish="Templates")
        make.offer(pitch, self.helper, state=OfferState.CONFIRMED)
        row: Commitment = make.kept(
            Commitment(
                pitch_id=pitch.id,
                owner_id=self.pitcher.id,
                kind=ShareBackKind.BLOG,
                title="The post",
                due_on=make.days(due_in),
                late_from=now() + timedelta(days=due_in + 1),
                time_zone="UTC",
                state=state,
                delivered_at=now(),
            )
        )
        return row

    def check_in(self, state: CheckInState) -> None:
        pitch = self.funded()
        applied = Applied.YES if state is CheckInState.ANSWERED else None
        make.kept(
            CheckIn(
                pitch_id=pitch.id,
                owner_id=self.pitcher.id,
                after_days=30,
                due_on=make.days(0),
                state=state,
                applied=applied,
            )
        )


def tasks_of(person: Person) -> list[Task]:
    return [one.task for one in waiting_for(person.id)]
