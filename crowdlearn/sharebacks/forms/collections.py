"""What an opener of a story collection fills in."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _

from crowdlearn.kernel.errors import N_
from crowdlearn.kernel.words import Worded
from crowdlearn.sharebacks.rules.collections import USUAL_DAYS, Asked
from crowdlearn.web.forms import AppForm, ChoiceField, DateField, OneLine, PlainTextField


class Whose(Worded):
    """Whom a collection asks."""

    EVERYONE = "everyone", N_("Everyone in the public service")
    OWN = "own", N_("My organisation")


class CollectionForm(AppForm):
    """A question, in one language or both, with its days."""

    title_en = OneLine(_("Title in English"), most=120, needed=False)
    question_en = PlainTextField(
        _("Question in English"),
        most=400,
        needed=False,
        description=_("One that anyone can answer from their own week: “When did a form make somebody cry?”"),
    )
    title_fr = OneLine(_("Title in French"), most=120, needed=False)
    question_fr = PlainTextField(_("Question in French"), most=400, needed=False)
    starts_on = DateField(_("First day"))
    ends_on = DateField(_("Last day"))
    whose = ChoiceField(_("Whom do you ask?"), Whose, default=Whose.EVERYONE)

    def asked(self) -> Asked:
        """Return what was typed."""
        own: Any = self.whose.data if "whose" in self else None
        return Asked(
            self.title_en.data.strip(),
            self.title_fr.data.strip(),
            self.question_en.data.strip(),
            self.question_fr.data.strip(),
            self.starts_on.day,
            self.ends_on.day,
            own_organisation=own is Whose.OWN,
        )


def collection_typed(row: Any = None, *, today: date) -> dict[str, Any]:
    """Return what a collection asks as the values of its form; of a new one, a hundred days from today."""
    if row is None:
        return {"starts_on": today, "ends_on": today + timedelta(days=USUAL_DAYS - 1)}
    names = ("title_en", "title_fr", "question_en", "question_fr", "starts_on", "ends_on")
    return {name: getattr(row, name) for name in names}
