"""What people fill in about share-backs."""

from .consents import AskToAppearForm, ConsentForm
from .events import AttendanceForm, CheckInForm, FeedbackForm, MaterialForm, PresentationForm, ResponseForm, SeatForm
from .media import CaptionsForm, OtherLanguageForm, PictureForm, SoundForm
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
    "CaptionsForm",
    "CheckInForm",
    "ConsentForm",
    "EventForm",
    "FeedbackForm",
    "LearnedForm",
    "ListFilter",
    "MaterialForm",
    "OtherLanguageForm",
    "PictureForm",
    "PostForm",
    "PresentationForm",
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
