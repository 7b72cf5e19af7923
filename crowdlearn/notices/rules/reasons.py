"""Every reason for writing to a person, as people choose about it. Pure."""

from crowdlearn.kernel.words import N_

from .channels import DIGESTS, SILENT, Channel, Reason, Section

__all__ = [
    "ALWAYS",
    "ASKS",
    "DIGESTS",
    "KNOWN",
    "REASONS",
    "SILENT",
    "Channel",
    "Reason",
    "Section",
    "may_be_silenced",
    "reason_of",
]


ASKS = "asks"  # the reason whose link in a mail ends all asks

REASONS = (
    Reason(
        "to_decide",
        Section.DECIDING,
        N_("A pitch waits for my decision"),
        ("clearance_asked", "clearance_reminder", "clearance_passed_on", "pitch_substitute_to_clear"),
    ),
    Reason("team", Section.DECIDING, N_("My team pitches what needs no decision"), ("clearance_told",), Channel.DAILY),
    Reason(
        "applied", Section.DECIDING, N_("A learner says what they applied, for me to confirm"), ("checkin_answered",)
    ),
    Reason(
        "line",
        Section.DECIDING,
        N_("Someone names me as manager, or my reporting line changes"),
        ("manager_acting", "manager_confirmed", "manager_declined", "manager_ended", "manager_named"),
    ),
    Reason(
        "pitch",
        Section.MINE,
        N_("A pitch of mine is live, covered, funded, or not"),
        (
            "pitch_live",
            "pitch_locked",
            "pitch_funded",
            "pitch_not_approved",
            "pitch_not_funded",
            "pitch_substitute_decided",
        ),
    ),
    Reason(
        "clearance",
        Section.MINE,
        N_("My pitch is cleared, sent back or declined"),
        (
            "clearance_changes",
            "clearance_declined",
            "clearance_given",
            "clearance_nobody",
            "clearance_step",
            "clearance_withdrawn",
        ),
    ),
    Reason("pledge", Section.MINE, N_("Someone stands behind my pitch"), ("pledge_received",)),
    Reason(
        "question",
        Section.MINE,
        N_("Someone asks about my pitch, or has an idea for me to try"),
        ("question_asked", "idea_given"),
    ),
    Reason("encouragement", Section.MINE, N_("Someone encourages me"), ("encouragement_given",), Channel.DAILY),
    Reason(
        "promise",
        Section.PROMISES,
        N_("A promise of mine begins, is due or late"),
        ("commitments_opened", "commitment_due", "commitment_late", "commitment_broken"),
    ),
    Reason(
        "delivery",
        Section.PROMISES,
        N_("A delivery of mine is confirmed, questioned or settled"),
        (
            "commitment_confirmed",
            "commitment_disputed",
            "commitment_lapsed",
            "commitment_waived",
            "dispute_resolved",
            "replacement_agreed",
            "replacement_refused",
        ),
    ),
    Reason("check_in", Section.PROMISES, N_("It is time to say what I applied"), ("checkin_due", "checkin_reminder")),
    Reason("confirmed", Section.PROMISES, N_("What I applied is confirmed"), ("checkin_confirmed", "checkin_seen")),
    Reason(
        "used",
        Section.PROMISES,
        N_("Someone used what I shared, or taught it on"),
        ("shareback_used", "shareback_taught", "shareback_retold"),
    ),
    Reason(
        "consent",
        Section.PROMISES,
        N_("Someone who appears in what I shared says yes or no"),
        ("consent_given", "consent_refused", "consent_withdrawn"),
    ),
    Reason(
        "appearing",
        Section.TALKS,
        N_("I am asked whether my name, words or picture may be shown"),
        ("consent_asked",),
    ),
    Reason(
        "coauthor",
        Section.PROMISES,
        N_("Someone asks me to write with them, or answers when I ask"),
        ("coauthor_invited", "coauthor_joined", "coauthor_declined", "coauthor_left"),
    ),
    Reason(
        "review",
        Section.PROMISES,
        N_("What I shared is reviewed, or answers a wish"),
        ("review_written", "wish_answered"),
    ),
    Reason(
        "backed",
        Section.BACKED,
        N_("A pitch I back is funded, or not"),
        ("pitch_funded_backer", "pitch_not_approved_backer", "pitch_not_funded_backer"),
    ),
    Reason(
        "ended",
        Section.BACKED,
        N_("A pitch I made or back is cancelled, stopped or settled"),
        ("pitch_cancelled", "pitch_completed", "pitch_frozen"),
    ),
    Reason(
        "asked",
        Section.BACKED,
        N_("Backers are asked to agree to a change"),
        ("replacement_asked", "pitch_substitute_asked"),
    ),
    Reason(
        "kept",
        Section.BACKED,
        N_("A promise to me is kept, moved or missed"),
        ("commitment_delivered", "commitment_moved", "commitment_broken_backer"),
    ),
    Reason(
        "shared",
        Section.BACKED,
        N_("Someone I backed shares what they learned"),
        ("shareback_published", "event_announced"),
    ),
    Reason("wish", Section.BACKED, N_("I am asked whether my wish was met"), ("wish_asked",)),
    Reason("seen", Section.HELP, N_("A colleague asks whether I saw what they applied"), ("checkin_asked",)),
    Reason("thanks", Section.BACKED, N_("Someone thanks me"), ("thank_you", "champion_thanked")),
    Reason("offer", Section.HELP, N_("Someone offers me help, or takes it back"), ("offer_made", "offer_withdrawn")),
    Reason("help_asked", Section.HELP, N_("A pitcher asks for help that I offer freely"), ("offer_asked",)),
    Reason(
        "openings",
        Section.HELP,
        N_("Someone is interested in my opening, or my interest is answered"),
        ("opening_answered", "opening_interest"),
    ),
    Reason(
        "offered",
        Section.HELP,
        N_("Help that I offered is accepted, declined or let go"),
        ("offer_accepted", "offer_declined", "offer_released", "help_stands"),
    ),
    Reason(
        "given",
        Section.HELP,
        N_("Help is scheduled, given or confirmed"),
        ("offer_scheduled", "offer_introduction", "offer_confirmed", "offer_hours", "offer_not_given", "offer_thing"),
    ),
    Reason(
        "seat",
        Section.EVENTS,
        N_("I have a seat, or wait for one"),
        ("seat_taken", "seat_waiting", "seat_freed", "seat_returned"),
    ),
    Reason(
        "event",
        Section.EVENTS,
        N_("An event I go to is soon, changed or cancelled"),
        ("event_soon", "event_near", "event_changed", "event_cancelled"),
    ),
    Reason(
        "after_event",
        Section.EVENTS,
        N_("An event is over, and asks what I take away or who came"),
        ("event_held", "event_over"),
    ),
    Reason("champion", Section.MINE, N_("Someone champions my pitch"), ("champion_new",)),
    Reason(ASKS, Section.TALKS, N_("Someone asks me to look at a pitch"), ("ask_pitch",)),
    Reason("message", Section.TALKS, N_("Someone writes to me"), ("message_received",)),
    Reason(
        "answer",
        Section.TALKS,
        N_("Someone answers my question or my review"),
        ("question_answered", "review_answered"),
    ),
    Reason(
        "topic",
        Section.FOLLOWED,
        N_("There is something new on a topic I follow"),
        ("topic_pitch", "topic_idea", "topic_shareback"),
        Channel.DAILY,
    ),
    Reason(
        "person",
        Section.FOLLOWED,
        N_("A person I follow pitches or shares something"),
        ("person_pitch", "person_idea", "person_shareback"),
        Channel.DAILY,
    ),
    Reason(
        "organisation",
        Section.FOLLOWED,
        N_("There is something new in an organisation I follow"),
        ("organisation_pitch", "organisation_idea", "organisation_shareback"),
        Channel.DAILY,
    ),
    Reason(
        "turning",
        Section.FOLLOWED,
        N_("A pitch I follow is live, funded, shared back or applied"),
        ("followed_pitch", "followed_funded", "followed_shareback", "followed_applied"),
        Channel.DAILY,
    ),
    Reason(
        "closing",
        Section.FOLLOWED,
        N_("A pitch I follow closes in three days"),
        ("followed_closing",),
        Channel.DAILY,
    ),
    Reason(
        "news",
        Section.FOLLOWED,
        N_("There is news of a pitch I back or follow"),
        ("pitch_update", "pitch_withdrawn"),
        Channel.DAILY,
    ),
    Reason(
        "live",
        Section.FOLLOWED,
        N_("The learner of a pitch I back or follow notes something live"),
        ("live_note",),
        Channel.DAILY,
    ),
    Reason(
        "collection",
        Section.COMMUNITY,
        N_("A story is added to a collection I opened, or one I took part in closes"),
        ("collection_story", "collection_closed"),
        Channel.DAILY,
    ),
    Reason(
        "report",
        Section.COMMUNITY,
        N_("Something I wrote or reported was looked at"),
        ("report_appeal_decided", "report_decided", "report_hidden", "report_settled", "report_shown"),
    ),
    Reason(
        "stewards",
        Section.COMMUNITY,
        N_("Something waits for the stewards"),
        ("report_appealed", "report_feedback", "report_made", "report_organisation"),
    ),
)
KNOWN = {reason.key: reason for reason in REASONS}
_REASON_OF = {kind: reason for reason in REASONS for kind in reason.kinds}
ALWAYS = ("account_", "money_")  # kinds that concern a person's account or money


def reason_of(kind: str) -> Reason | None:
    """Return the reason whose switch counts for a kind; None for what is always sent."""
    return _REASON_OF.get(kind)


def may_be_silenced(kind: str) -> bool:
    """Tell whether a person may switch off mail of this kind."""
    return not kind.startswith(ALWAYS)
