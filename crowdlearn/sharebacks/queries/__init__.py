"""Reading share-backs."""

from .appearing import Quotation, named_on_list, recording_withheld
from .around import Around, Telling, to_be_drawn_from, to_be_retold
from .authors import Writer, reads_draft
from .collections import (
    CollectionRow,
    CollectionsPage,
    collection_page,
    collections_page,
    collections_to_choose,
    relations_to_collection,
    running_collections,
)
from .consents import (
    Mine,
    PersonIn,
    appearance_relations,
    appearances_by_letter,
    appearances_of,
    file_by_letter,
    file_of_mine,
    has_account_now,
    people_in,
)
from .feedback import Results, results_of
from .figures import Figures, figures_of
from .index import Card, Filter, IndexPage, came_back, kinds_for, listing
from .media import Media, MediumRow
from .mine import (
    ClosingPage,
    DraftRow,
    Owed,
    Thanked,
    WishRow,
    closing_page,
    commitments_to_answer,
    drafts_of,
    thanks_owed,
    thanks_received,
    wishes_of,
)
from .notes import NoteRow, NotesHead, NotesPage, note_page, notes_page, relations_to_note
from .page import ShareBackPage, draft_page, shareback_page, writing_page
from .reviewing import ReviewRow, Reviews
from .reviews import own_review, relations, review_relations, reviewed_page
from .seats import Occasion, OccasionLetter, SeatRow, address_of, attendance, occasion_letter
from .versions import VersionRow, last_writer, versions_of

__all__ = [
    "Around",
    "Card",
    "ClosingPage",
    "CollectionRow",
    "CollectionsPage",
    "DraftRow",
    "Figures",
    "Filter",
    "IndexPage",
    "Media",
    "MediumRow",
    "Mine",
    "NoteRow",
    "NotesHead",
    "NotesPage",
    "Occasion",
    "OccasionLetter",
    "Owed",
    "PersonIn",
    "Quotation",
    "Results",
    "ReviewRow",
    "Reviews",
    "SeatRow",
    "ShareBackPage",
    "Telling",
    "Thanked",
    "VersionRow",
    "WishRow",
    "Writer",
    "address_of",
    "appearance_relations",
    "appearances_by_letter",
    "appearances_of",
    "attendance",
    "came_back",
    "closing_page",
    "collection_page",
    "collections_page",
    "collections_to_choose",
    "commitments_to_answer",
    "draft_page",
    "drafts_of",
    "figures_of",
    "file_by_letter",
    "file_of_mine",
    "has_account_now",
    "kinds_for",
    "last_writer",
    "listing",
    "named_on_list",
    "note_page",
    "notes_page",
    "occasion_letter",
    "own_review",
    "people_in",
    "reads_draft",
    "recording_withheld",
    "relations",
    "relations_to_collection",
    "relations_to_note",
    "results_of",
    "review_relations",
    "reviewed_page",
    "running_collections",
    "shareback_page",
    "thanks_owed",
    "thanks_received",
    "to_be_drawn_from",
    "to_be_retold",
    "versions_of",
    "wishes_of",
    "writing_page",
]
