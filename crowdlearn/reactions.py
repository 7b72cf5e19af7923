"""After this, do that: which use-cases follow which event, in which order. The only place where features meet.

Every event has its line; () says that nothing follows.
"""

from collections.abc import Mapping, Sequence

from crowdlearn.approvals import rules as approvals
from crowdlearn.approvals import service as approvals_service
from crowdlearn.commitments import rules as commitments
from crowdlearn.commitments import service as commitments_service
from crowdlearn.conversations import rules as conversations
from crowdlearn.conversations import service as conversations_service
from crowdlearn.db.outbox import Reaction
from crowdlearn.expertise import rules as expertise
from crowdlearn.expertise import service as expertise_service
from crowdlearn.kernel.events import Event
from crowdlearn.outcomes import rules as outcomes
from crowdlearn.outcomes import service as outcomes_service
from crowdlearn.outreach import rules as outreach
from crowdlearn.outreach import service as outreach_service
from crowdlearn.payments import rules as payments
from crowdlearn.payments.service import close_card_pages
from crowdlearn.people import rules as people
from crowdlearn.people.service import (
    invite_manager,
    write_of_new_address,
    write_of_new_password,
    write_reset,
    write_to_applicant,
)
from crowdlearn.pitches import rules as pitches
from crowdlearn.pitches import service as pitches_service
from crowdlearn.pledges import rules as pledges
from crowdlearn.pledges import service as pledges_service
from crowdlearn.search.service import keep_person_findable
from crowdlearn.settlement import rules as settlement
from crowdlearn.settlement import service as settlement_service
from crowdlearn.settlement.service import follow_hold, follow_pledge, lose_clearance, weigh
from crowdlearn.sharebacks import rules as sharebacks
from crowdlearn.sharebacks import service as sharebacks_service

AFTER: Mapping[type[Event], Sequence[Reaction]] = {
    # people
    people.SignUpAsked: (write_to_applicant,),
    people.ResetAsked: (write_reset,),
    people.EmailChangeAsked: (write_of_new_address,),
    people.PasswordChanged: (write_of_new_password,),
    people.PersonVerified: (
        keep_person_findable,
        outreach_service.meet_asks,
        sharebacks_service.meet_appearances,
        conversations_service.tell_stewards_of_organisation,
    ),
    people.OrganisationConfirmed: (conversations_service.tell_of_confirmed_organisation,),
    people.ProfileChanged: (keep_person_findable,),
    people.RoleOffered: (conversations_service.tell_administrators_of_role,),
    people.RoleGiven: (conversations_service.tell_of_role,),
    people.ActingNamed: (approvals_service.tell_of_acting,),
    people.ManagerNamed: (invite_manager, approvals_service.tell_named_manager),
    people.ManagerConfirmed: (approvals_service.find_approvers, approvals_service.tell_of_confirmed_line),
    people.ManagerDeclined: (approvals_service.tell_of_declined_line,),
    people.ManagerLinkEnded: (approvals_service.find_approvers, approvals_service.tell_of_ended_line),
    people.RoleEnded: (conversations_service.tell_of_role,),
    people.PersonSuspended: (conversations_service.tell_of_suspension, sharebacks_service.free_seats),
    people.PersonReinstated: (conversations_service.tell_of_reinstatement,),
    # conversations
    conversations.QuestionAsked: (conversations_service.tell_of_question,),
    conversations.QuestionAnswered: (conversations_service.tell_of_answer,),
    conversations.EncouragementChanged: (
        pitches_service.count_encouragements,
        conversations_service.tell_of_encouragement,
    ),
    conversations.MessageSent: (conversations_service.tell_of_message,),
    conversations.ContentReported: (conversations_service.tell_stewards_of_report,),
    conversations.ReportDismissed: (conversations_service.tell_reporter,),
    conversations.ContentHidden: (
        sharebacks_service.shade_media,
        sharebacks_service.shade_note,
        conversations_service.tell_author_of_hiding,
        conversations_service.take_back_notices,
        conversations_service.tell_concerned,
    ),
    conversations.ContentShown: (
        sharebacks_service.shade_media,
        sharebacks_service.shade_note,
        conversations_service.tell_author_of_showing,
        conversations_service.tell_concerned,
    ),
    conversations.AppealMade: (conversations_service.tell_of_appeal,),
    conversations.AppealDecided: (conversations_service.tell_of_decided_appeal,),
    conversations.FeedbackGiven: (conversations_service.tell_stewards_of_feedback,),
    # pitches
    pitches.IdeaShared: (pitches_service.tell_of_idea,),
    pitches.PitchPublished: (approvals_service.ask_for_clearance, weigh, pitches_service.tell_of_publication),
    pitches.PitchRevised: (approvals_service.ask_for_clearance, weigh),
    pitches.PitchWithdrawn: (
        pledges_service.release_of_withdrawn,
        pledges_service.release_help_of_withdrawn,
        pitches_service.tell_of_withdrawal,
    ),
    pitches.PitchPaused: (),
    pitches.PitchResumed: (weigh,),
    pitches.UpdateWritten: (pitches_service.tell_of_update,),
    # outreach
    outreach.AskMade: (outreach_service.send_ask,),
    outreach.ChampionCame: (outreach_service.tell_of_champion,),
    outreach.ChampionThanked: (outreach_service.tell_of_thanks,),
    # approvals
    approvals.ClearanceAsked: (approvals_service.tell_of_asking,),
    approvals.StepCleared: (approvals_service.tell_of_step,),
    approvals.ClearanceGiven: (weigh, approvals_service.tell_of_clearance),
    approvals.ChangesAsked: (approvals_service.tell_of_changes,),
    approvals.ClearanceDeclined: (pledges_service.release_of_declined, approvals_service.tell_of_decline),
    approvals.ClearanceWithdrawn: (lose_clearance, approvals_service.tell_of_withdrawal),
    approvals.ClearanceReminded: (approvals_service.remind_of_asking,),
    approvals.ClearancePassedOn: (approvals_service.tell_of_passing_on,),
    # expertise
    expertise.HelpAsked: (expertise_service.tell_of_ask,),
    expertise.InterestSent: (expertise_service.tell_of_interest,),
    expertise.InterestAnswered: (expertise_service.tell_of_answer,),
    expertise.OpeningPublished: (),
    # pledges
    pledges.PledgePromised: (weigh, pledges_service.tell_of_promise),
    pledges.PledgeChanged: (weigh,),
    pledges.PledgeWithdrawn: (
        follow_pledge,
        weigh,
        pledges_service.tell_of_withdrawal,
        pledges_service.forget_unused_card,
        close_card_pages,
    ),
    pledges.PledgeAbandoned: (
        pledges_service.tell_of_abandoned,
        pledges_service.forget_unused_card,
        close_card_pages,
    ),
    pledges.CardShared: (pledges_service.tell_of_shared_card,),
    pledges.PledgePromoted: (weigh, pledges_service.tell_of_promotion),
    pledges.PledgeTrimmed: (pledges_service.tell_of_trimming,),
    pledges.PledgeReleased: (
        follow_pledge,
        weigh,
        pledges_service.tell_of_release,
        pledges_service.forget_unused_card,
        close_card_pages,
    ),
    pledges.ReconfirmAsked: (pledges_service.tell_to_reconfirm,),
    pledges.PledgeReconfirmed: (weigh,),
    pledges.OfferMade: (pledges_service.tell_of_offer,),
    pledges.OfferAnswered: (pledges_service.tell_of_answer,),
    pledges.OfferScheduled: (pledges_service.tell_of_appointment,),
    pledges.OfferWithdrawn: (pledges_service.tell_of_taking_back,),
    pledges.HoursSaid: (pledges_service.tell_to_confirm,),
    pledges.OfferConfirmed: (pledges_service.tell_of_confirmed,),
    pledges.IntroductionMoved: (pledges_service.tell_of_introduction,),
    pledges.OfferNotGiven: (pledges_service.tell_of_missing,),
    pledges.StillStandsAsked: (pledges_service.tell_to_stand_by,),
    pledges.OfferReleased: (pledges_service.tell_of_offer_release,),
    # payments
    payments.PaymentAsked: (settlement_service.tell_to_pay, settlement_service.tell_of_debit),
    payments.PaymentCollected: (weigh, settlement_service.tell_of_arrival, settlement_service.tell_of_charge),
    payments.PaymentHeld: (follow_hold,),
    payments.PaymentFailed: (follow_hold, settlement_service.tell_of_refused_card),
    payments.PaymentNeedsAction: (follow_hold, settlement_service.tell_to_confirm_card),
    payments.PaymentReleased: (follow_hold,),
    payments.PaymentDisputed: (settlement_service.tell_of_dispute,),
    payments.DisputeClosed: (settlement_service.tell_of_decided_dispute,),
    payments.StrangersFound: (settlement_service.tell_of_strangers,),
    payments.RefundReported: (settlement_service.follow_refund,),
    payments.CardSaved: (pledges_service.go_on_with_card,),
    payments.CardPageEnded: (pledges_service.abandon_unsaved,),
    # settlement
    settlement.PitchLocked: (settlement_service.tell_of_lock,),
    settlement.PitchFunded: (
        commitments_service.open_commitments,
        outcomes_service.plan_check_ins,
        settlement_service.tell_of_funding,
    ),
    settlement.PitchNotFunded: (pledges_service.ask_whether_help_stands, settlement_service.tell_of_end),
    settlement.PitchNotApproved: (pledges_service.ask_whether_help_stands, settlement_service.tell_of_end),
    settlement.PitchCancelled: (
        settlement_service.tell_of_cancellation,
        pledges_service.release_help_of_withdrawn,
        commitments_service.waive_of_cancelled,
        outcomes_service.waive_check_ins,
    ),
    settlement.PitchFrozen: (
        settlement_service.tell_of_freeze,
        commitments_service.waive_of_cancelled,
        outcomes_service.waive_check_ins,
    ),
    settlement.PitchCompleted: (settlement_service.tell_of_completion,),
    settlement.TopUpAsked: (settlement_service.tell_of_top_up,),
    settlement.TopUpAdded: (),
    settlement.PledgeDropped: (settlement_service.tell_of_drop, pledges_service.forget_unused_card),
    settlement.MoneyWaits: (settlement_service.tell_of_waiting_money,),
    settlement.DocumentSubmitted: (settlement_service.tell_of_document,),
    settlement.ReceiptVerified: (settlement_service.tell_of_verdict,),
    settlement.PayoutProposed: (settlement_service.tell_of_proposed_payout,),
    settlement.PayoutConfirmed: (settlement_service.tell_of_payout,),
    settlement.RefundsProposed: (settlement_service.tell_of_proposed_refunds,),
    settlement.RefundMade: (settlement_service.tell_of_refund,),
    settlement.RefundFailed: (settlement_service.tell_of_failed_refund,),
    settlement.OrganisationMoneyNoted: (settlement_service.tell_of_organisation_money,),
    settlement.MoneyOwed: (settlement_service.tell_of_claim,),
    settlement.SubstituteProposed: (settlement_service.tell_of_substitute,),
    settlement.SubstituteDecided: (settlement_service.tell_of_substitute_decided,),
    settlement.ReminderDue: (settlement_service.tell_of_reminder,),
    # commitments
    commitments.CommitmentsOpened: (commitments_service.tell_of_opened,),
    commitments.CommitmentDueSoon: (commitments_service.tell_of_due,),
    commitments.CommitmentMoved: (commitments_service.tell_of_moved,),
    commitments.ReplacementAsked: (commitments_service.tell_of_replacement_asked,),
    commitments.ReplacementDecided: (commitments_service.tell_of_replacement_decided,),
    commitments.CommitmentDelivered: (commitments_service.tell_of_delivered, sharebacks_service.ask_wishes),
    commitments.CommitmentConfirmed: (commitments_service.tell_of_confirmed,),
    commitments.CommitmentDisputed: (commitments_service.tell_of_disputed,),
    commitments.DisputeResolved: (commitments_service.tell_of_resolved,),
    commitments.CommitmentWaived: (commitments_service.tell_of_waived,),
    commitments.CommitmentLapsed: (commitments_service.tell_of_lapsed,),
    commitments.CommitmentBroken: (commitments_service.tell_of_broken,),
    # sharebacks
    sharebacks.SharebackPublished: (sharebacks_service.tell_of_published, sharebacks_service.tell_of_story),
    sharebacks.CollectionClosed: (sharebacks_service.tell_of_closing,),
    sharebacks.SharebackRetold: (sharebacks_service.tell_of_retelling,),
    sharebacks.NoteWritten: (sharebacks_service.tell_of_note,),
    sharebacks.AuthorInvited: (sharebacks_service.tell_of_invitation,),
    sharebacks.AuthorAnswered: (sharebacks_service.tell_of_authorship,),
    sharebacks.EventChanged: (sharebacks_service.tell_of_changed,),
    sharebacks.EventCancelled: (sharebacks_service.tell_of_cancelled,),
    sharebacks.EventHeld: (sharebacks_service.ask_for_feedback,),
    sharebacks.AttendanceCorrected: (sharebacks_service.ask_for_feedback,),
    sharebacks.EventOver: (sharebacks_service.ask_for_feedback, sharebacks_service.tell_of_over),
    sharebacks.SeatTaken: (sharebacks_service.tell_of_seat,),
    sharebacks.SeatFreed: (sharebacks_service.tell_of_freed,),
    sharebacks.SeatReturned: (sharebacks_service.tell_of_returned,),
    sharebacks.EventSoon: (sharebacks_service.tell_of_soon,),
    sharebacks.ReviewWritten: (sharebacks_service.tell_of_review,),
    sharebacks.ReviewAnswered: (sharebacks_service.tell_of_answer,),
    sharebacks.WishAnswered: (sharebacks_service.tell_of_wish,),
    sharebacks.ConsentAsked: (sharebacks_service.ask_for_consent,),
    sharebacks.ConsentAnswered: (sharebacks_service.tell_of_consent,),
    sharebacks.ThankYouSent: (sharebacks_service.tell_of_thanks,),
    # outcomes
    outcomes.CheckInDue: (outcomes_service.tell_of_due,),
    outcomes.CheckInAnswered: (outcomes_service.tell_of_answered,),
    outcomes.ApplicationConfirmed: (outcomes_service.tell_of_confirmed,),
    outcomes.CorroborationAsked: (outcomes_service.tell_of_question,),
    outcomes.CorroborationGiven: (outcomes_service.tell_of_corroboration,),
    outcomes.SharebackUsed: (outcomes_service.tell_of_use,),
}
