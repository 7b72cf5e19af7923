"""After this, do that: which use-cases follow which event, in which order. The only place where features meet.

Every event has its line; () says that nothing follows.
"""

from collections.abc import Mapping, Sequence

from crowdlearn.commitments import rules as commitments
from crowdlearn.db.outbox import Reaction
from crowdlearn.kernel.events import Event
from crowdlearn.outcomes import rules as outcomes
from crowdlearn.people import rules as people
from crowdlearn.pledges import rules as pledges
from crowdlearn.sharebacks import rules as sharebacks

AFTER: Mapping[type[Event], Sequence[Reaction]] = {
    # people
    people.PersonVerified: (),
    people.ManagerNamed: (),
    people.ManagerConfirmed: (),
    people.ManagerLinkEnded: (),
    # pledges
    pledges.PledgePromised: (),
    pledges.PledgeChanged: (),
    pledges.PledgeWithdrawn: (),
    pledges.PledgePromoted: (),
    pledges.PledgeTrimmed: (),
    pledges.PledgeReleased: (),
    pledges.ReconfirmAsked: (),
    pledges.PledgeReconfirmed: (),
    pledges.OfferMade: (),
    pledges.OfferAnswered: (),
    pledges.OfferScheduled: (),
    pledges.OfferWithdrawn: (),
    pledges.HoursSaid: (),
    pledges.OfferConfirmed: (),
    pledges.OfferNotGiven: (),
    pledges.StillStandsAsked: (),
    pledges.OfferReleased: (),
    # commitments
    commitments.CommitmentsOpened: (),
    commitments.CommitmentDueSoon: (),
    commitments.CommitmentMoved: (),
    commitments.ReplacementAsked: (),
    commitments.ReplacementDecided: (),
    commitments.CommitmentDelivered: (),
    commitments.CommitmentConfirmed: (),
    commitments.CommitmentDisputed: (),
    commitments.DisputeResolved: (),
    commitments.CommitmentWaived: (),
    commitments.CommitmentBroken: (),
    # sharebacks
    sharebacks.SharebackPublished: (),
    sharebacks.EventChanged: (),
    sharebacks.EventCancelled: (),
    sharebacks.EventHeld: (),
    sharebacks.SeatTaken: (),
    sharebacks.SeatFreed: (),
    sharebacks.EventSoon: (),
    sharebacks.ReviewWritten: (),
    sharebacks.ReviewAnswered: (),
    sharebacks.WishAnswered: (),
    sharebacks.WishesAsked: (),
    sharebacks.ThankYouSent: (),
    # outcomes
    outcomes.CheckInDue: (),
    outcomes.CheckInAnswered: (),
    outcomes.ApplicationConfirmed: (),
}
