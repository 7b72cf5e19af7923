"""What an author fills in to say something in the other language."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import AppForm, ChoiceField, OneLine

from .rules import MadeBy, Said

BY = ("made_by", "translator")
NOT_WORDS = frozenset({*BY, "key", "csrf_token"})


class OtherLanguageForm(AppForm):
    """The base of such forms: each adds a field for every part, by the name of the part."""

    made_by = ChoiceField(_("Who put it into this language?"), MadeBy)
    translator = OneLine(
        _("Name of the person or the machine"), most=120, needed=False, description=_("Readers see it.")
    )

    @property
    def parts(self) -> list[str]:
        """Return the names of the parts, in their order."""
        return [name for name in self._fields if name not in NOT_WORDS]

    def leave_out(self, original: Mapping[str, str], *always: str) -> None:
        """Take away the fields of parts that the original does not have, but for those that are `always` there."""
        for name in self.parts:
            if name not in always and not original.get(name, "").strip():
                del self._fields[name]

    def said(self) -> Said:
        """Return what was typed."""
        words = {name: self._fields[name].data or "" for name in self.parts}
        return Said(words, self.made_by.data, self.translator.data)


def typed(said: Said | None) -> dict[str, object] | None:
    """Return what was typed before as the values of such a form."""
    return {**said.words, "made_by": said.made_by, "translator": said.translator} if said else None
