"""What people fill in about practices and tools, and what a reader of the library asks for."""

from flask_babel import lazy_gettext as _
from wtforms.widgets import SearchInput

from crowdlearn.kernel.vocabulary import LANGUAGES, TOPICS
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.rules import Content, ToolKind, WorkedBy
from crowdlearn.web.forms import ChoiceField, LinkField, MarkdownField, OneLine, PartForm, WordField

from .writing import WritingForm


class ListFilter(PartForm):
    """What a reader of the library looks for."""

    q = OneLine(_("Your problem, or any words"), most=120, needed=False, widget=SearchInput())
    topic = WordField(_("Topic"), TOPICS, needed=False, blank=_("All topics"))
    kind = ChoiceField(_("Kind"), ShareBackKind, needed=False, drop_down=True, blank=_("All"))
    mode = ChoiceField(_("How it takes place"), ShareBackMode, needed=False, drop_down=True, blank=_("All"))
    language = WordField(_("Language"), LANGUAGES, needed=False, blank=_("All"))


class ForUseForm(WritingForm):
    """What practices and tools have: they name their problem, and are used rather than given again."""

    title = OneLine(_("Title"), most=160)
    problem = OneLine(
        _("The problem it solves"),
        most=300,
        description=_("In the words of someone who has it: “Applicants give up on page two.”"),
    )
    summary = OneLine(_("In one sentence"), most=400, needed=False, description=_("Shown in lists."))
    language = WordField(_("Written in"), LANGUAGES)


class PracticeForm(ForUseForm):
    """How some people do something."""

    body = MarkdownField(
        _("How you do it"), most=50_000, description=_("Step by step, with what it takes. Markdown works.")
    )
    worked_by = ChoiceField(_("Who works this way?"), WorkedBy)
    mode = ChoiceField(_("How does it take place?"), ShareBackMode, default=ShareBackMode.ONGOING)

    def content(self) -> Content:
        """Return what was typed."""
        return Content(
            self.title.data,
            self.language.data,
            self.summary.data,
            self.body.data,
            worked_by=self.worked_by.data,
            mode=self.mode.data,
            **self.shared(),
        )


class ToolForm(ForUseForm):
    """Something to take along: its text, a link to it, or files that are added after saving."""

    tool = ChoiceField(_("What is it?"), ToolKind)
    link = LinkField(_("Where it is"), needed=False, description=_("Files can be added once you have saved."))
    body = MarkdownField(
        _("How to use it"),
        most=50_000,
        description=_("A checklist, a template or a script may stand here in full. Markdown works."),
    )
    mode = ChoiceField(_("Where is it used?"), ShareBackMode, default=ShareBackMode.ONLINE)

    def content(self) -> Content:
        """Return what was typed."""
        return Content(
            self.title.data,
            self.language.data,
            self.summary.data,
            self.body.data,
            link=self.link.data,
            tool=self.tool.data,
            mode=self.mode.data,
            **self.shared(),
        )
