"""The base of every form. A view has one obvious way:

form = PledgeForm()
if form.submitted():
    with form.showing_refusals():
        pledge_id = service.promise_money(viewer().id, pitch_id, form.amount.data)
        return form.done(url_for("pledges.show", pledge_id=pledge_id), _("Thank you."))
return form.page("pledges/new.html", page=queries.pledge_page(pitch_id))
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug import Response
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, StringField
from wtforms import Form as SubForm
from wtforms.meta import DefaultMeta

from crowdlearn.db.operations import check_not_done
from crowdlearn.kernel.errors import NotAllowed, RuleBroken

from .catalogue import FieldMessages
from .choices import ChoiceField, ManyField, OptionField, RegionField, SkillsField, TopicsField, WordField, WordsField
from .fields import (
    CountField,
    DateField,
    EmailField,
    HoursField,
    LinkField,
    MarkdownField,
    MoneyField,
    OneLine,
    PasswordField,
    PlainTextField,
    TagsField,
    required,
)
from .kept import KEY, NEVER_KEPT, carrying_out, finish, keep, keepable, new_key, operation_of, take_up, where_to_return
from .tokens import Tokens
from .words import friendly

__all__ = [
    "ActionForm",
    "AppForm",
    "BooleanField",
    "ChoiceField",
    "CountField",
    "DateField",
    "EmailField",
    "FileField",
    "FormField",
    "HiddenField",
    "HoursField",
    "LinkField",
    "ListField",
    "ManyField",
    "MarkdownField",
    "MoneyField",
    "OneLine",
    "OptionField",
    "PartForm",
    "PasswordField",
    "PlainTextField",
    "RegionField",
    "SkillsField",
    "TagsField",
    "TopicsField",
    "WordField",
    "WordsField",
    "required",
]
MOST_ROWS = 30
_HIDDEN_MARKS = "\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_NEVER_TYPED = dict.fromkeys([*range(32), *range(127, 160), *map(ord, _HIDDEN_MARKS)]) | {9: " ", 10: "\n"}


def clean(text: str) -> str:
    """Return `text` in Unicode's composed form, without control and direction marks; lines end with a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NEVER_TYPED)
    return unicodedata.normalize("NFC", lines)


class PartForm(SubForm):
    """A form inside a form: a cost line, a need."""

    class Meta(DefaultMeta):
        """What all our forms share."""

        def get_translations(self, _form: Any) -> FieldMessages:
            """Speak the reader's language."""
            return FieldMessages()


class ListField(FieldList):  # type: ignore[type-arg]  # generic for type checkers only
    """A list of PartForms; buttons named "add" and "remove" change it without script. At most `most` rows."""

    def __init__(self, part: type[PartForm], label: Any = None, *, least: int = 1, most: int = 20, **kw: Any) -> None:
        super().__init__(FormField(part), label, min_entries=least, max_entries=min(most, MOST_ROWS), **kw)


class AppForm(FlaskForm):
    """Every form: a token against forgery, a one-time key, and a memory for what was typed."""

    secret_fields: ClassVar[set[str]] = NEVER_KEPT
    begun_by_visitors: ClassVar[bool] = False  # kept before anyone looked at it, so it shows what is wrong by itself
    apart: ClassVar[str] = ""  # before its fields' ids, where another form of the page has fields of the same names

    class Meta(FlaskForm.Meta):
        """Our own words and our own reading of what was posted."""

        csrf_time_limit = None
        csrf_class = Tokens

        def wrap_formdata(self, form: Any, _formdata: Any) -> Any:
            """Return what was typed: posted now, or kept from before."""
            return form.typed()

        def get_translations(self, _form: Any) -> FieldMessages:
            """Speak the reader's language."""
            return FieldMessages()

    key = HiddenField()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, field in vars(cls).items():
            if issubclass(getattr(field, "field_class", StringField), PasswordField | FileField):
                cls.secret_fields.add(name)

    def __init__(self, **values: Any) -> None:
        """Fill the form: from what was posted, else from what was kept, else from `obj` or `data`."""
        self.refused, self.form_errors = False, list[str]()
        wanted = request.args.get("kept", "")
        mine = not self.is_submitted() and wanted.partition(".")[0] == type(self).__name__
        self.kept = self.kept_unread = take_up(wanted) if mine else None
        super().__init__(**values)
        for field in self if self.apart else ():
            field.id = field.label.field_id = f"{self.apart}-{field.id}"
        if self.kept is not None:
            self.key.data = wanted
        elif not KEY.fullmatch(self.key.data or ""):
            self.key.data = "" if self.is_submitted() else new_key(type(self).__name__)

    @property
    def errors(self) -> Any:
        """Return what is wrong, by field; a kept form is looked at only now that its view has offered all choices."""
        kept, self.kept_unread = self.kept_unread, None
        if kept is not None:
            self._show_what_was_wrong(kept.failed or self.begun_by_visitors, kept.refusals)
        return super().errors

    def typed(self) -> Any:
        """Return what was typed into this form, None when nothing was."""
        if self.is_submitted():
            cleaned = MultiDict(self._pairs())
            return CombinedMultiDict((request.files, cleaned)) if request.files else cleaned
        return MultiDict(self.kept.pairs) if self.kept is not None else None

    def is_submitted(self) -> bool:
        """Tell whether this form was posted; of several on a page it is the one whose key was."""
        return request.method == "POST" and request.form.get("key", "").partition(".")[0] in ("", type(self).__name__)

    def submitted(self) -> bool:
        """Tell whether the form was posted and its shape is right."""
        return self.is_submitted() and self.list_change() is None and bool(self.validate())

    def list_change(self) -> tuple[str, str] | None:
        """Return ("add", list) or ("remove", row) when such a button was pressed."""
        return next(((verb, name) for verb in ("add", "remove") if (name := request.form.get(verb))), None)

    @contextmanager
    def showing_refusals(self, to: str | None = None, begun: Sequence[str | None] = ()) -> Iterator[None]:
        """Carry out one use-case, once however often the form arrives; show what a rule refuses beside its field.

        What a view will tell done() it tells here if it knows it: then the use-case's transaction writes all.
        """
        operation = self._operation()
        try:
            with carrying_out(operation, to, {request.args.get("kept"), *begun}):
                yield
        except RuleBroken as broken:
            check_not_done(operation)
            if isinstance(broken, NotAllowed):
                raise  # nothing that this person could fill in would change it
            self.refuse(broken.field, friendly(broken))

    def refuse(self, field: str | None, text: str) -> None:
        """Show `text` beside the field of this name, or above the form."""
        self.refused = True
        found = self._fields.get(field or "")
        if found is None:
            self.form_errors = [*self.form_errors, text]
        else:
            found.errors = [*found.errors, text]

    def done(self, url: str, message: str | Markup | None = None, begun: Sequence[str | None] = ()) -> Response:
        """Send the person on, with words of what was done; who sends the same form again is sent there too.

        What was kept of this form, and of those that it was `begun` in, by their keys, is dropped.
        """
        if message:
            flash(message, "success")
        finish(self._operation(), url, {request.args.get("kept"), *begun})
        return redirect(url, 303)

    def page(self, template: str, **context: Any) -> ResponseReturnValue:
        """Show the form. A failed one is kept, and shown at its GET address with what was typed and what was wrong."""
        if not self.is_submitted():
            return render_template(template, form=self, **context)
        if not self.key.data:
            return render_template(template, form=self, **context), 409 if self.refused else 422
        return self.back()

    def back(self, url: str | None = None, anchor: str = "") -> Response:
        """Keep what was typed and go to the page at `url` that shows this form again, by default its GET address.

        Without a key (a program) there is nothing to keep it under: 409 for a rule, 422 for shape.
        """
        if not self.key.data:
            return self._answer_a_program(url)
        change = self.list_change()
        pairs = self._pairs() if change is None else changed_rows(self._pairs(), *change)
        refusals = [(name, text) for name, texts in self._refusals().items() for text in texts]
        keep(
            self.key.data or new_key(type(self).__name__),
            keepable(MultiDict(pairs)),
            refusals,
            failed=change is None,
            path=url,
        )
        anchor = anchor or ("" if change is None else change[1].rstrip("0123456789").rstrip("-"))
        return redirect(where_to_return(url) + (f"#{anchor}" if anchor else ""), 303)

    def _answer_a_program(self, url: str | None) -> Response:
        wrong = [str(text) for texts in self.errors.values() for text in texts]
        page = render_template("errors/409.html", reason=" ".join(wrong), back=where_to_return(url))
        return make_response(page, 409 if self.refused else 422)

    def hand_on(self, into: type["AppForm"], url: str, values: Mapping[str, object]) -> Response:
        """Go on to the page at `url`, where a form of class `into` holds `values`; nothing was carried out yet.

        Its field `before` holds the key under which this form is kept, for whoever wants to change something.
        """
        before = self.key.data or new_key(type(self).__name__)
        keep(before, keepable(MultiDict(self._pairs())), [], failed=False)
        pairs = [(name, str(value)) for name, value in {**values, "before": before}.items()]
        keep(new_key(into.__name__), pairs, [], failed=False, path=url)
        return redirect(where_to_return(url), 303)

    def _pairs(self) -> list[tuple[str, str]]:
        secret = self.secret_fields
        return [(name, value if name in secret else clean(value)) for name, value in request.form.items(multi=True)]

    def _refusals(self) -> dict[str, list[str]]:
        """Return what rules said; shape is looked at again when the form is shown, but for what is never kept."""
        not_kept = self.secret_fields - {"csrf_token", "key"}
        at_fields = {
            name: [str(text) for text in field.errors]
            for name, field in self._fields.items()
            if field.errors and (self.refused or name in not_kept)
        }
        return at_fields | ({"": [str(text) for text in self.form_errors]} if self.form_errors else {})

    def _show_what_was_wrong(self, failed: bool, refusals: list[tuple[str, str]]) -> None:
        if not failed:
            return
        self.validate()
        for name in ("csrf_token", *self.secret_fields):
            if name in self._fields:
                self._fields[name].errors = []
        for name, text in refusals:
            self.refuse(name, text)
        self.refused = bool(refusals)

    def _operation(self) -> str | None:
        """Return the name of the operation: the one-time key, bound to its person. None for a form without a key."""
        return operation_of(self.key.data) if self.key.data else None


def changed_rows(pairs: list[tuple[str, str]], verb: str, name: str) -> list[tuple[str, str]]:
    """Return what was typed with one row more in the list `name`, or without the row `name`."""
    typed = [(key, value) for key, value in pairs if key not in ("add", "remove")]
    if verb == "remove":
        return [(key, value) for key, value in typed if not key.startswith(f"{name}-")]
    numbers = [
        rest.partition("-")[0] for key, _ in typed if key.startswith(f"{name}-") and (rest := key[len(name) + 1 :])
    ]
    following = max((int(number) for number in numbers if number.isdigit()), default=-1) + 1
    return [*typed, (f"{name}-{following}-new", "1")]


class ActionForm(AppForm):
    """A form of one button: follow, withdraw, confirm. It has no fields of its own."""
