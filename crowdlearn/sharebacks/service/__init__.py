"""Use-cases of share-backs."""

from .attending import check_in, close_events, forget_access_needs, hold_event, renew_code
from .chain import present, record_response, tell_of_retelling
from .closing import answer_wish, thank
from .coauthors import (
    invite_author,
    join_authors,
    leave_authors,
    remove_author,
    tell_of_authorship,
    tell_of_invitation,
)
from .collections import (
    change_collection,
    close_collection,
    close_collections,
    open_collection,
    tell_of_closing,
    tell_of_story,
)
from .consents import answer_by_letter, answer_consent, ask_to_appear, meet_appearances, take_out
from .counting import recount_sharebacks
from .events import cancel_event, change_seat, free_seats, give_seat_back, remind_of_events, take_seat
from .feedback import ask_for_feedback, give_feedback, tell_of_over
from .finding import index_all
from .languages import drop_other_language, write_other_language
from .materials import add_material, remove_material
from .media import attach, shade_media, take_away
from .notes import change_note, gather_notes, remove_note, shade_note, tell_of_note, write_note
from .reviews import (
    Judgement,
    answer_review,
    change_review,
    confirm_as_reviewer,
    delete_review,
    read_first,
    review,
    say_learned,
    take_learned_back,
)
from .telling import (
    ask_wishes,
    tell_of_answer,
    tell_of_published,
    tell_of_review,
    tell_of_thanks,
    tell_of_wish,
)
from .telling_consents import ask_for_consent, tell_of_consent
from .telling_events import (
    tell_of_cancelled,
    tell_of_changed,
    tell_of_freed,
    tell_of_returned,
    tell_of_seat,
    tell_of_soon,
)
from .writing import discard, draft, edit, publish, withdraw

__all__ = [
    "Judgement",
    "add_material",
    "answer_by_letter",
    "answer_consent",
    "answer_review",
    "answer_wish",
    "ask_for_consent",
    "ask_for_feedback",
    "ask_to_appear",
    "ask_wishes",
    "attach",
    "cancel_event",
    "change_collection",
    "change_note",
    "change_review",
    "change_seat",
    "check_in",
    "close_collection",
    "close_collections",
    "close_events",
    "confirm_as_reviewer",
    "delete_review",
    "discard",
    "draft",
    "drop_other_language",
    "edit",
    "forget_access_needs",
    "free_seats",
    "gather_notes",
    "give_feedback",
    "give_seat_back",
    "hold_event",
    "index_all",
    "invite_author",
    "join_authors",
    "leave_authors",
    "meet_appearances",
    "open_collection",
    "present",
    "publish",
    "read_first",
    "record_response",
    "recount_sharebacks",
    "remind_of_events",
    "remove_author",
    "remove_material",
    "remove_note",
    "renew_code",
    "review",
    "say_learned",
    "shade_media",
    "shade_note",
    "take_away",
    "take_learned_back",
    "take_out",
    "take_seat",
    "tell_of_answer",
    "tell_of_authorship",
    "tell_of_cancelled",
    "tell_of_changed",
    "tell_of_closing",
    "tell_of_consent",
    "tell_of_freed",
    "tell_of_invitation",
    "tell_of_note",
    "tell_of_over",
    "tell_of_published",
    "tell_of_retelling",
    "tell_of_returned",
    "tell_of_review",
    "tell_of_seat",
    "tell_of_soon",
    "tell_of_story",
    "tell_of_thanks",
    "tell_of_wish",
    "thank",
    "withdraw",
    "write_note",
    "write_other_language",
]
