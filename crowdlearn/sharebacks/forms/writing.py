"""What people fill in about share-backs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TimeField
from wtforms.validators import InputRequired

from crowdlearn.kernel.vocabulary import LANGUAGES
from crowdlearn.pitches.rules import Place
from crowdlearn.sharebacks.rules import CRITERIA, MOST_TOPICS, Confidence, Content, Met, Readers, Score, Service
from crowdlearn.web.choices import ZoneField
from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    BooleanField,
    ChoiceField,
    CountField,
    DateField,
    FileField,
    HiddenField,
    LinkField,
    ManyField,
    MarkdownField,
    OneLine,
    OptionField,
    PlainTextField,
    TopicsField,
    WordField,
    WordsField,
)
from crowdlearn.web.locale import current_language

ALONE = "none"


class WritingForm(AppForm):
    """What all share-backs have. One that keeps a promise has no `readers`: it is open to all."""

    problem = OneLine(
        _("Which problem does it help with?"),
        most=300,
        needed=False,
        description=_("In the words of someone who has it: the library is searched by it."),
    )
    topics = TopicsField(_("Topics"), most=MOST_TOPICS, description=_("Up to four. Without any, those of its pitch."))
    readers = ChoiceField(_("Who can read it?"), Readers, needed=False, default=Readers.ALL)

    def shared(self) -> dict[str, Any]:
        """Return the part of the content that all share-backs have, as far as this form asks for it."""
        asked = {name: self[name].data for name in ("ongoing", "may_be_retold") if name in self}
        return asked | {
            "problem": self.problem.data,
            "topics": tuple(self.topics.data or ()),
            "open_to_all": "readers" not in self or self.readers.data is not Readers.MEMBERS,
        }


class TellingForm(WritingForm):
    """What tells of learning, and may go on or be given again by others."""

    ongoing = BooleanField(
        _("It goes on"), description=_("One of a series, a group that keeps meeting, a text that keeps growing.")
    )
    may_be_retold = BooleanField(
        _("Others may give this again"),
        description=_("In their own words, at their own place. You are named and told; it keeps no promise of yours."),
    )


class PostForm(TellingForm):
    """A text to read."""

    title = OneLine(_("Title"), most=160)
    summary = OneLine(_("In one sentence"), most=400, needed=False, description=_("Shown in lists."))
    body = MarkdownField(_("Your text"), most=50_000, description=_("Write as to a colleague. Markdown works."))
    language = WordField(_("Written in"), LANGUAGES)
    collection = OptionField(_("In which collection?"))

    def offer_collections(self, found: Sequence[tuple[UUID, str, str]]) -> None:
        """Offer the collections that a story may stand in: id, title in English, title in French; none: no question."""
        if not found:
            del self.collection
            return
        named = [(str(key), french if current_language() == "fr" else english) for key, english, french in found]
        self.collection.offer([(ALONE, gettext("In none: it stands by itself")), *named])

    def collection_id(self) -> UUID | None:
        """Return the collection that was chosen."""
        chosen = self.collection.data if "collection" in self else ALONE
        return None if chosen == ALONE else UUID(chosen)

    def content(self) -> Content:
        """Return what was typed."""
        return Content(
            self.title.data,
            self.language.data,
            self.summary.data,
            self.body.data,
            collection_id=self.collection_id(),
            **self.shared(),
        )


class RecordingForm(TellingForm):
    """Something recorded elsewhere, with a transcript so that everybody can follow it."""

    title = OneLine(_("Title"), most=160)
    summary = OneLine(_("In one sentence"), most=400, needed=False, description=_("Shown in lists."))
    link = LinkField(
        _("Where is the recording?"), needed=False, description=_("Or save first, and upload the sound then.")
    )
    transcript = MarkdownField(
        _("Transcript"),
        most=50_000,
        needed=False,
        description=_("A recording counts once everybody can follow it: by a transcript, or by captions."),
    )
    body = MarkdownField(_("What it is about"), most=10_000, needed=False)
    language = WordField(_("Spoken in"), LANGUAGES)

    def content(self) -> Content:
        """Return what was typed."""
        return Content(
            self.title.data,
            self.language.data,
            self.summary.data,
            self.body.data,
            link=self.link.data,
            transcript=self.transcript.data,
            **self.shared(),
        )


class EventForm(TellingForm):
    """A webinar, lunch and learn or workshop."""

    title = OneLine(_("Title"), most=160)
    summary = OneLine(_("In one sentence"), most=400, needed=False, description=_("Shown in lists."))
    body = MarkdownField(_("What people will take away"), most=20_000)
    on = DateField(_("Day"))
    at = TimeField(_("Begins at"), [InputRequired(_("Write a time such as 12:00."))])
    minutes = CountField(_("How many minutes?"), least=5, most=600, default=45)
    time_zone = ZoneField(_("Time zone"))
    place = ChoiceField(_("Where?"), Place)
    place_name = OneLine(_("Room or address"), most=160, needed=False)
    join_link = LinkField(_("Link to join"), needed=False, description=_("Only people with a seat see it."))
    seats = CountField(
        _("Seats"), least=1, most=5000, needed=False, description=_("Leave empty if everyone is welcome.")
    )
    language = WordField(_("Held in"), LANGUAGES)
    spoken = WordsField(_("Languages one may speak there"), LANGUAGES)
    services = ManyField(_("Offered, so that everybody can follow"))
    event_language = OneLine(_("More about language"), most=60, needed=False)
    access_contact = OneLine(
        _("Whom to ask about accessibility"),
        most=160,
        needed=False,
        description=_("A name with an address or a number."),
    )

    def __init__(self, **values: Any) -> None:
        """Offer the services there are."""
        super().__init__(**values)
        self.services.offer([(one.value, _(one.label)) for one in Service])

    def starts_at(self) -> datetime | None:
        """Return the aware moment that day, time and zone name together."""
        if self.on.data is None or self.at.data is None:
            return None
        return datetime.combine(self.on.data, self.at.data, ZoneInfo(self.time_zone.data))

    def content(self) -> Content:
        """Return what was typed."""
        return Content(
            self.title.data,
            self.language.data,
            self.summary.data,
            self.body.data,
            starts_at=self.starts_at(),
            minutes=self.minutes.data or 45,
            time_zone=self.time_zone.data,
            place=self.place.data.value,
            place_name=self.place_name.data,
            join_link=self.join_link.data,
            seats=self.seats.data,
            event_language=self.event_language.data,
            spoken=tuple(self.spoken.data or ()),
            services=tuple(self.services.data or ()),
            access_contact=self.access_contact.data,
            **self.shared(),
        )


class ReviewForm(AppForm):
    """A peer's view by criteria, and how sure they are of it."""

    clear = ChoiceField(_("Was it clear?"), Score)
    useful = ChoiceField(_("Was it useful?"), Score)
    usable = ChoiceField(_("Can you use it at your work?"), Score)
    confidence = ChoiceField(
        _("How sure are you of your view?"),
        Confidence,
        description=_("Say so when the subject is new to you: it helps people weigh what you say."),
    )
    text = PlainTextField(
        _("What do you take away?"), most=2000, description=_("Also what would have helped you more.")
    )

    def judgement(self) -> dict[str, Any]:
        """Return the criteria, each from 1 to 5, the confidence and the words."""
        scores = {name: int(self[name].data.value) for name in CRITERIA}
        return scores | {"confidence": self.confidence.data, "text": self.text.data}


class ReadFirstForm(ActionForm):
    """ "I only want to read": gives a review of one's own up as a blind one."""


class ReplyForm(AppForm):
    """The author's answer to a review."""

    reply = PlainTextField(_("Your answer"), most=1000)


class LearnedForm(AppForm):
    """ "I learned from this", said or taken back."""

    learned = HiddenField()


class WishForm(AppForm):
    """A backer's answer about one wish."""

    met = ChoiceField(_("Did you get it?"), Met)
    note = OneLine(_("A word about it"), most=500, needed=False)


class ThanksForm(AppForm):
    """Thanks to one backer."""

    text = PlainTextField(_("Your thanks"), most=1000)
    file = FileField(_("Picture"), description=_("PNG, JPEG or WebP, up to 10 MB."))
    picture_words = OneLine(
        _("What does it show?"), most=300, needed=False, description=_("For readers who do not see it.")
    )
