"""What people fill in about a commitment."""

from flask_babel import lazy_gettext as _

from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.web.forms import AppForm, ChoiceField, DateField, HiddenField, OneLine, PartForm, PlainTextField

from .rules import GIVEN, Answer, CommitmentState, Resolution, Standing


class FollowUpFilter(PartForm):
    """What a reader of the follow-up page looks for."""

    scope = HiddenField()
    standing = ChoiceField(_("Standing"), Standing, needed=False, drop_down=True, blank=_("All"))
    kind = ChoiceField(_("Kind"), ShareBackKind, needed=False, drop_down=True, blank=_("All"))

    def offer_strangers(self) -> None:
        """Offer only the standings that those who are not members see."""
        self.standing.offer({standing: _(standing.label) for standing in GIVEN})


class MoveForm(AppForm):
    """A later date, once."""

    due_on = DateField(_("New date"))
    reason = PlainTextField(_("Why does it move?"), most=500, description=_("Your backers read this."))


class ReplaceForm(AppForm):
    """Another kind of share-back instead."""

    kind = ChoiceField(_("What will you give instead?"), ShareBackKind)
    title = OneLine(_("What will it be about?"), most=160)
    due_on = DateField(_("By when?"))
    reason = PlainTextField(_("Why this instead?"), most=500, description=_("Your backers read this and decide."))


class VoteForm(AppForm):
    """A backer's answer to a replacement."""

    agrees = ChoiceField(_("Do you agree?"), Answer)


class ReasonForm(AppForm):
    """A dispute or a waiver says why."""

    reason = PlainTextField(_("Why?"), most=500)


class ResolveForm(AppForm):
    """A steward's decision of a dispute."""

    to = ChoiceField(_("What do you decide?"), Resolution)
    reason = PlainTextField(_("Why?"), most=500)

    @property
    def state(self) -> CommitmentState:
        """Return the state that the decision leads to."""
        return CommitmentState(self.to.data.value)
