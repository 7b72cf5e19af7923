"""What people fill in about the use of learning."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import (
    AppForm,
    ChoiceField,
    CountField,
    DateField,
    FileField,
    LinkField,
    OneLine,
    PlainTextField,
)

from .rules import MOST_TAUGHT, Adopted, Applied, Because, EvidenceKind, Shown, Who


class CheckInForm(AppForm):
    """One question, and what belongs to an honest answer."""

    applied = ChoiceField(_("Have you used what you learned at work?"), Applied)
    text = PlainTextField(
        _("What did you use, or why not yet?"),
        most=2000,
        description=_("One sentence is enough. “Not yet, because …” is an honest answer."),
    )
    because = ChoiceField(
        _("Not applied, because"),
        Because,
        needed=False,
        drop_down=True,
        blank=_("It was applied"),
        description=_("What stood in the way most. Reasons are counted, people are not."),
    )
    days_to_first_use = CountField(
        _("How many days until you first used it?"),
        least=0,
        most=1000,
        needed=False,
        description=_("0 for at once."),
    )
    helped = OneLine(_("What helped?"), most=500, needed=False)
    hindered = OneLine(_("What stood in the way?"), most=500, needed=False)


class ConfirmationForm(AppForm):
    """A manager's, backer's or colleague's confirmation."""

    words = PlainTextField(
        _("What did you see?"), most=500, needed=False, description=_("A word about the change in their work.")
    )


class CorroborationForm(AppForm):
    """A colleague's word beside the manager's."""

    seen = PlainTextField(_("What did you see of it?"), most=500, description=_("In a sentence, with your name."))


class AskForm(AppForm):
    """Whom to ask."""

    colleague = OneLine(
        _("Your colleague’s name or work e-mail"),
        most=254,
        description=_("Someone of your organisation who saw it, other than your managers and those you lead."),
        render_kw={"autocomplete": "off"},
    )


class EvidenceForm(AppForm):
    """One piece of evidence of an answer."""

    def shown(self) -> Shown:
        """Return what was filled in."""
        raise NotImplementedError


class TextEvidenceForm(EvidenceForm):
    """What shows it, in words."""

    apart = "text"
    text = PlainTextField(_("What shows it?"), most=1000, description=_("What a reader could check or recognise."))

    def shown(self) -> Shown:
        """Return what was filled in."""
        return Shown(EvidenceKind.TEXT, self.text.data)


class LinkEvidenceForm(EvidenceForm):
    """A page that shows it."""

    apart = "link"
    link = LinkField(_("Address"))
    text = OneLine(_("What is there to see?"), most=300)

    def shown(self) -> Shown:
        """Return what was filled in."""
        return Shown(EvidenceKind.LINK, self.text.data, link=self.link.data)


class FileEvidenceForm(EvidenceForm):
    """A file that shows it."""

    apart = "file"
    file = FileField(_("File"), description=_("PDF, picture, text or office document, up to 10 MB."))
    text = OneLine(_("What does it show?"), most=300)
    who = ChoiceField(_("Who may open it?"), Who, default=Who.MEMBERS)

    def shown(self) -> Shown:
        """Return what was filled in. Without a file, files refuse it."""
        members_only = self.who.data is Who.MEMBERS
        return Shown(EvidenceKind.FILE, self.text.data, file=self.file.data, members_only=members_only)


class FigureEvidenceForm(EvidenceForm):
    """A number that changed."""

    apart = "figure"
    text = OneLine(_("What was counted?"), most=300, description=_("Such as “Calls about the letter in a month”."))
    unit = OneLine(_("Unit"), most=60, description=_("Such as calls, days, percent."))
    before = OneLine(_("Before"), most=20, render_kw={"inputmode": "decimal", "autocomplete": "off"})
    after = OneLine(_("After"), most=20, render_kw={"inputmode": "decimal", "autocomplete": "off"})

    def shown(self) -> Shown:
        """Return what was filled in."""
        before, after = self.before.data, self.after.data
        return Shown(EvidenceKind.FIGURE, self.text.data, unit=self.unit.data, before=before, after=after)


EVIDENCE_FORMS: Mapping[EvidenceKind, type[EvidenceForm]] = {
    EvidenceKind.LINK: LinkEvidenceForm,
    EvidenceKind.FIGURE: FigureEvidenceForm,
    EvidenceKind.FILE: FileEvidenceForm,
    EvidenceKind.TEXT: TextEvidenceForm,
}


class UseForm(AppForm):
    """What someone did with a share-back."""

    how = ChoiceField(_("What did you do?"), Adopted)
    text = PlainTextField(_("What did you do with it, and what came of it?"), most=1000)
    reached = CountField(
        _("How many people did you teach?"),
        least=1,
        most=MOST_TAUGHT,
        needed=False,
        description=_("If you taught it on. A head-count: nobody is named."),
    )


class AwardForm(AppForm):
    """Recognition received elsewhere."""

    title = OneLine(_("What were you recognised for, or with?"), most=160)
    giver = OneLine(_("Who gave it?"), most=160, description=_("Such as an event, a network or an institute."))
    on = DateField(_("When?"))
    link = LinkField(_("Address of a page that shows it"))
