"""Why something about a share-back is refused."""

from crowdlearn.kernel.errors import N_, RuleBroken


class TextTooShort(RuleBroken):
    """A post says something."""

    msgid = N_("Write at least %(words)s words, so that readers have something to take away.")
    field = "body"


class TranscriptMissing(RuleBroken):
    """A recording counts once everybody can follow it."""

    msgid = N_(
        "Add a transcript of at least %(words)s words, or captions where there are moving pictures: "
        "a recording counts once everybody can follow it."
    )
    field = "transcript"


class LinkMissing(RuleBroken):
    """A recording is somewhere."""

    msgid = N_("Say where the recording can be found, or upload its sound.")
    field = "link"


class TimeMissing(RuleBroken):
    """An event has a time in the future."""

    msgid = N_("Choose a date and time in the future.")
    field = "on"


class HasBegun(RuleBroken):
    """The time of an event that began is history."""

    msgid = N_("This event has begun: its date and time stay as they were.")
    field = "on"


class NotHeldYet(RuleBroken):
    """Attendance is recorded once the event has begun."""

    msgid = N_("You can record attendance once the event has begun.")


class WrongCode(RuleBroken):
    """A code belongs to an event."""

    msgid = N_("No event has this code. Look again at the screen or the sheet in the room.")
    field = "code"


class DoorClosed(RuleBroken):
    """One checks in while the event is on."""

    msgid = N_("Check-in is open from half an hour before it begins until two hours after it ends.")
    field = "code"


class FeedbackGiven(RuleBroken):
    """One answer per person; it is nobody's any more, so it cannot be changed."""

    msgid = N_("You have answered already. Thank you. An answer without a name cannot be changed.")


class FeedbackClosed(RuleBroken):
    """Feedback is given while one remembers."""

    msgid = N_("Feedback can be given from the beginning of the event until thirty days after it.")


class NotToBeRetold(RuleBroken):
    """The author has not allowed it, or it is one's own, or a promise."""

    msgid = N_("This can be given again by others once its author allows it, and it keeps nobody’s promise.")


class NothingThere(RuleBroken):
    """Material is somewhere."""

    msgid = N_("Give a link or choose a file.")
    field = "link"


class NothingCameBack(RuleBroken):
    """A wish is answered after something was shared."""

    msgid = N_("You can answer once something was shared back.")


class ThankedBefore(RuleBroken):
    """One thank-you for each backer."""

    msgid = N_("You have already thanked this backer.")


class TitleMissing(RuleBroken):
    """A share-back has a title."""

    msgid = N_("Give it a title.")
    field = "title"


class OwnShareback(RuleBroken):
    """Authors and their reporting line do not review."""

    msgid = N_("Authors and the people above and below them do not review a share-back.")


class ReviewedBefore(RuleBroken):
    """One review per person."""

    msgid = N_("You have already reviewed this share-back. You can change your review.")


class NothingToReview(RuleBroken):
    """Only what was given can be reviewed."""

    msgid = N_("This can be reviewed once it was published or held.")


class EventClosed(RuleBroken):
    """Seats can be taken until the event begins."""

    msgid = N_("This event has begun or was cancelled.")


class BadCommitment(RuleBroken):
    """The commitment is somebody else's, settled, or promised in another form."""

    msgid = N_("Choose one of your open commitments of this kind.")
    field = "commitment"


class PictureWithoutWords(RuleBroken):
    """A picture has words for who does not see it."""

    msgid = N_("Say what the picture shows, for readers who do not see it.")
    field = "picture_words"


class NotAPicture(RuleBroken):
    """Some other kind of file."""

    msgid = N_("Choose a picture: PNG, JPEG or WebP.")
    field = "file"
