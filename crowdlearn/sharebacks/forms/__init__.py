"""What people fill in about share-backs."""

from .authors import AuthorForm
from .choosing import FORMS, typed_before
from .collections import CollectionForm, collection_typed
from .consents import AskToAppearForm, ConsentForm
from .events import AttendanceForm, CheckInForm, FeedbackForm, MaterialForm, PresentationForm, ResponseForm, SeatForm
from .library import ListFilter, PracticeForm, ToolForm
from .media import CaptionsForm, OtherLanguageForm, PictureForm, SoundForm
from .notes import NoteForm, NoteWordsForm, ReactionForm
from .writing import (
    ALONE,
    EventForm,
    LearnedForm,
    PostForm,
    ReadFirstForm,
    RecordingForm,
    ReplyForm,
    ReviewForm,
    ThanksForm,
    WishForm,
    WritingForm,
)

__all__ = [
    "ALONE",
    "FORMS",
    "AskToAppearForm",
    "AttendanceForm",
    "AuthorForm",
    "CaptionsForm",
    "CheckInForm",
    "CollectionForm",
    "ConsentForm",
    "EventForm",
    "FeedbackForm",
    "LearnedForm",
    "ListFilter",
    "MaterialForm",
    "NoteForm",
    "NoteWordsForm",
    "OtherLanguageForm",
    "PictureForm",
    "PostForm",
    "PracticeForm",
    "PresentationForm",
    "ReactionForm",
    "ReadFirstForm",
    "RecordingForm",
    "ReplyForm",
    "ResponseForm",
    "ReviewForm",
    "SeatForm",
    "SoundForm",
    "ThanksForm",
    "ToolForm",
    "WishForm",
    "WritingForm",
    "collection_typed",
    "typed_before",
]
