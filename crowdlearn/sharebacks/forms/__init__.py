"""What people fill in about share-backs."""

from .authors import AuthorForm
from .consents import AskToAppearForm, ConsentForm
from .events import AttendanceForm, CheckInForm, FeedbackForm, MaterialForm, PresentationForm, ResponseForm, SeatForm
from .media import CaptionsForm, OtherLanguageForm, PictureForm, SoundForm
from .notes import NoteForm, NoteWordsForm, ReactionForm
from .writing import (
    FORMS,
    EventForm,
    LearnedForm,
    ListFilter,
    PostForm,
    ReadFirstForm,
    RecordingForm,
    ReplyForm,
    ReviewForm,
    ThanksForm,
    WishForm,
    WritingForm,
    typed_before,
)

__all__ = [
    "FORMS",
    "AskToAppearForm",
    "AttendanceForm",
    "AuthorForm",
    "CaptionsForm",
    "CheckInForm",
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
    "WishForm",
    "WritingForm",
    "typed_before",
]
