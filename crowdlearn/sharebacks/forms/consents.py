"""What an author fills in to ask somebody who appears, and how they answer."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from crowdlearn.sharebacks.queries import MediumRow
from crowdlearn.sharebacks.rules import Asking, Item, items_of
from crowdlearn.sharebacks.rules import Form as FormOf
from crowdlearn.web.forms import ActionForm, AppForm, ManyField, OneLine, PlainTextField

PICTURE = "picture:"


class AskToAppearForm(AppForm):
    """Who appears, and what of them."""

    name = OneLine(_("Name"), most=120, description=_("As it stands in your text."))
    email = OneLine(
        _("E-mail"), most=254, description=_("They are asked there. Nobody learns whether they are a member.")
    )
    items = ManyField(_("What of them is in it?"))
    words = PlainTextField(
        _("The quotation"),
        most=2000,
        needed=False,
        description=_("Word for word. It stands below your text, once they agree."),
    )

    def offer(self, form: FormOf, pictures: list[MediumRow]) -> None:
        """Offer what a share-back can have, its pictures one by one."""
        items = [(item.value, gettext(item.label)) for item in items_of(form)]
        shown = [(f"{PICTURE}{row.id}", gettext("Picture: %(alt)s", alt=row.alt)) for row in pictures]
        self.items.offer([*items, *shown])

    def asking(self) -> Asking:
        """Return what was typed."""
        chosen = list(self.items.data or [])
        pictures = tuple(UUID(one.removeprefix(PICTURE)) for one in chosen if one.startswith(PICTURE))
        items = frozenset(Item(one) for one in chosen if not one.startswith(PICTURE))
        return Asking(self.name.data, self.email.data, items, self.words.data, pictures)


class ConsentForm(ActionForm):
    """Yes or no to one item: its two buttons send the word."""
