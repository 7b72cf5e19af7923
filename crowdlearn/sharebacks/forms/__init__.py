"""What people fill in about share-backs."""

from .events import AttendanceForm, CheckInForm, FeedbackForm, SeatForm
from .writing import (
    FORMS,
    CaptionsForm,
    EventForm,
    LearnedForm,
    ListFilter,
    PictureForm,
    PostForm,
    ReadFirstForm,
    RecordingForm,
    ReplyForm,
    ReviewForm,
    SoundForm,
    ThanksForm,
    WishForm,
    WritingForm,
    typed_before,
)

__all__ = [
    "FORMS",
    "AttendanceForm",
    "CaptionsForm",
    "CheckInForm",
    "EventForm",
    "FeedbackForm",
    "LearnedForm",
    "ListFilter",
    "PictureForm",
    "PostForm",
    "ReadFirstForm",
    "RecordingForm",
    "ReplyForm",
    "ReviewForm",
    "SeatForm",
    "SoundForm",
    "ThanksForm",
    "WishForm",
    "WritingForm",
    "typed_before",
]
