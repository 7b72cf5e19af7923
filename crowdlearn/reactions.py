"""After this, do that: which use-cases follow which event, in which order. The only place where features meet.

Every event has its line; () says that nothing follows.
"""

from collections.abc import Mapping, Sequence

from crowdlearn.approvals import rules as approvals
from crowdlearn.approvals.service import ask_for_clearance, find_approvers
from crowdlearn.commitments import rules as commitments
from crowdlearn.conversations import rules as conversations
from crowdlearn.db.outbox import Reaction
from crowdlearn.kernel.events import Event
from crowdlearn.outcomes import rules as outcomes
from crowdlearn.payments import rules as payments
from crowdlearn.people import rules as people
from crowdlearn.pitches import rules as pitches
from crowdlearn.pledges import rules as pledges
from crowdlearn.pledges.service import (
    ask_whether_help_stands,
    release_help_of_withdrawn,
    release_of_declined,
    release_of_withdrawn,
)
from crowdlearn.settlement import rules as settlement
from crowdlearn.settlement.service import follow_pledge, lose_clearance, weigh
from crowdlearn.sharebacks import rules as sharebacks

AFTER: Mapping[type[Event], Sequence[Reaction]] = {
    # people
    people.SignUpAsked: (),
    people.ResetAsked: (),
    people.PasswordChanged: (),
    people.PersonVerified: (),
    people.ManagerNamed: (),
    people.ManagerConfirmed: (find_approvers,),
    people.ManagerLinkEnded: (find_approvers,),
    # conversations
    conversations.QuestionAsked: (),
    conversations.QuestionAnswered: (),
    conversations.EncouragementChanged: (),
    conversations.MessageSent: (),
    conversations.ContentReported: (),
    conversations.ReportDismissed: (),
    conversations.ContentHidden: (),
    conversations.ContentShown: (),
    # pitches
    pitches.IdeaShared: (),
    pitches.PitchPublished: (ask_for_clearance, weigh),
    pitches.PitchRevised: (ask_for_clearance, weigh),
    pitches.PitchWithdrawn: (release_of_withdrawn, release_help_of_withdrawn),
    pitches.PitchPaused: (),
    pitches.PitchResumed: (weigh,),
    pitches.UpdateWritten: (),
    # approvals
    approvals.ClearanceAsked: (),
    approvals.StepCleared: (),
    approvals.ClearanceGiven: (weigh,),
    approvals.ChangesAsked: (),
    approvals.ClearanceDeclined: (release_of_declined,),
    approvals.ClearanceWithdrawn: (lose_clearance,),
    approvals.ClearanceReminded: (),
    approvals.ClearancePassedOn: (),
    # pledges
    pledges.PledgePromised: (weigh,),
    pledges.PledgeChanged: (weigh,),
    pledges.PledgeWithdrawn: (follow_pledge, weigh),
    pledges.PledgePromoted: (weigh,),
    pledges.PledgeTrimmed: (),
    pledges.PledgeReleased: (follow_pledge, weigh),
    pledges.ReconfirmAsked: (),
    pledges.PledgeReconfirmed: (weigh,),
    pledges.OfferMade: (),
    pledges.OfferAnswered: (),
    pledges.OfferScheduled: (),
    pledges.OfferWithdrawn: (),
    pledges.HoursSaid: (),
    pledges.OfferConfirmed: (),
    pledges.OfferNotGiven: (),
    pledges.StillStandsAsked: (),
    pledges.OfferReleased: (),
    # payments
    payments.PaymentAsked: (),
    payments.PaymentCollected: (),
    payments.PaymentReleased: (),
    # settlement
    settlement.PitchLocked: (),
    settlement.PitchFunded: (),
    settlement.PitchNotFunded: (ask_whether_help_stands,),
    settlement.PitchNotApproved: (ask_whether_help_stands,),
    settlement.PitchCancelled: (release_help_of_withdrawn,),
    settlement.PitchFrozen: (),
    settlement.PitchCompleted: (),
    settlement.TopUpAsked: (),
    settlement.TopUpAdded: (),
    settlement.PledgeDropped: (),
    settlement.MoneyWaits: (),
    settlement.DocumentSubmitted: (),
    settlement.ReceiptVerified: (),
    settlement.PayoutProposed: (),
    settlement.PayoutConfirmed: (),
    settlement.RefundsProposed: (),
    settlement.RefundMade: (),
    settlement.OrganisationMoneyNoted: (),
    settlement.MoneyOwed: (),
    settlement.SubstituteProposed: (),
    settlement.SubstituteDecided: (),
    settlement.ReminderDue: (),
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
