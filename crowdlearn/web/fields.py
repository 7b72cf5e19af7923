"""The fields of CrowdLearn's forms. Each reads what people really write, and `data` is the value the field means."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import DateField as WtDateField
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms import PasswordField as WtPasswordField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import EmailInput, TextInput

from crowdlearn.kernel.addresses import LONGEST_EMAIL, is_email
from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.lines import one_line
from crowdlearn.kernel.money import Money

from .locale import current_language
from .typed import is_web_address, read_cents, read_minutes
from .words import friendly


def required(message: Any = None) -> list[Any]:
    """Return the validator of a field that must be filled in."""
    return [InputRequired(message or lazy_gettext("Fill this in."))]


@contextmanager
def refusing() -> Iterator[None]:
    """Show what a rule refuses as what is wrong with the field that is being looked at."""
    try:
        yield
    except RuleBroken as broken:
        raise ValidationError(friendly(broken)) from broken


def within(most: int) -> Length:
    """Return the validator of a text that has at most `most` characters."""
    return Length(max=most, message=lazy_gettext("Keep it to %(max)d characters: there are %(length)d now."))


class OneLine(StringField):
    """A line of text of at most `most` characters; `data` is "" when empty."""

    data: str

    def __init__(
        self, label: Any, *, most: int = 160, needed: bool = True, validators: Sequence[Any] = (), **kw: Any
    ) -> None:
        checks = [*(required() if needed else [Optional()]), within(most), *validators]
        super().__init__(label, checks, **kw)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Join what was pasted over several lines."""
        self.data = one_line(valuelist[0]) if valuelist else ""


class EmailField(OneLine):
    """An e-mail address; `data` is "" when empty. `autocomplete` says whose it is, "off" for another person's."""

    widget = EmailInput()

    def __init__(self, label: Any, *, autocomplete: str = "email", needed: bool = True, **kw: Any) -> None:
        super().__init__(label, most=LONGEST_EMAIL, needed=needed, render_kw={"autocomplete": autocomplete}, **kw)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what mail cannot be sent to."""
        if self.data and not is_email(self.data):
            raise ValidationError(gettext("Write an e-mail address such as name@organisation.ca."))


class MarkdownField(TextAreaField):
    """A text in Markdown of at most `most` characters."""

    markdown = True
    data: str

    def __init__(
        self, label: Any, *, most: int = 10_000, needed: bool = True, validators: Sequence[Any] = (), **kw: Any
    ):
        checks = [*(required() if needed else [Optional()]), within(most), *validators]
        super().__init__(label, checks, **kw)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text without white space around it."""
        self.data = valuelist[0].strip() if valuelist else ""


class PlainTextField(MarkdownField):
    """A text of several lines that is shown as it was written."""

    markdown = False


class PasswordField(WtPasswordField):
    """A password; taken as it is, and never shown or kept."""

    data: str

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take it to the letter."""
        self.data = valuelist[0] if valuelist else ""


class _Typed(Field):
    """A field that keeps what was typed when it cannot be read."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.write(self.data) if self.data is not None else ""

    def write(self, value: Any) -> str:
        """Return `value` as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = self.read(text) if text else None

    def read(self, text: str) -> Any:
        """Return what `text` means. Raises ValueError with words for the person."""
        raise NotImplementedError


class CountField(_Typed):
    """A whole number from `least` to `most`; `data` is an int, or None when empty."""

    inputmode = "numeric"

    def __init__(
        self, label: Any, *, least: int, most: int, needed: bool = True, validators: Sequence[Any] = (), **kw: Any
    ) -> None:
        super().__init__(label, [*(required() if needed else [Optional()]), *validators], **kw)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        """Return the number."""
        if not (text.isascii() and text.isdigit()) or not self.least <= int(text[:9]) <= self.most:
            words = gettext("Write a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            raise ValueError(words)
        return int(text)


class MoneyField(_Typed):
    """Reads "12.50", "12,50", "$1,234.50", "1 234,50 $"; `data` is a Money, or None when empty."""

    inputmode = "decimal"

    def __init__(
        self,
        label: Any,
        *,
        least: int = 1,
        most: int = 100_000_00,
        currency: str = "CAD",
        needed: bool = True,
        validators: Sequence[Any] = (),
        **kw: Any,
    ) -> None:
        """Bound the amount by `least` and `most`, in cents."""
        super().__init__(label, [*(required() if needed else [Optional()]), *validators], **kw)
        self.least, self.most, self.currency = Money(least, currency), Money(most, currency), currency

    def write(self, value: Money) -> str:
        """Return the amount as its reader types it, without the currency sign."""
        dollars, cents = divmod(value.cents, 100)
        return f"{dollars}{',' if current_language() == 'fr' else '.'}{cents:02d}" if cents else str(dollars)

    def read(self, text: str) -> Money:
        """Return the amount in cents. Refuses what is not plainly an amount of dollars and cents."""
        cents = read_cents(text)
        if cents is None:
            raise ValueError(gettext("Write an amount such as 12.50."))
        amount = Money(cents, self.currency)
        if not self.least <= amount <= self.most:
            shown = {"least": self.write(self.least), "most": self.write(self.most)}
            raise ValueError(gettext("Write an amount from %(least)s to %(most)s dollars.", **shown))
        return amount


class HoursField(_Typed):
    """Reads "2", "1.5", "1,5 h", "2 h 30", "2:30", "45 min"; `data` is whole minutes, or None when empty."""

    inputmode = "decimal"

    def __init__(
        self,
        label: Any,
        *,
        least: int = 15,
        most: int = 200 * 60,
        needed: bool = True,
        validators: Sequence[Any] = (),
        **kw: Any,
    ) -> None:
        """Bound the duration by `least` and `most`, in minutes."""
        super().__init__(label, [*(required() if needed else [Optional()]), *validators], **kw)
        self.least, self.most = least, most

    def write(self, value: int) -> str:
        """Return the minutes as hours, such as "1.5"."""
        whole, rest = divmod(value, 60)
        sign = "," if current_language() == "fr" else "."
        return f"{whole}{sign}{round(rest * 100 / 60):02d}".rstrip("0") if rest else str(whole)

    def read(self, text: str) -> int:
        """Return whole minutes."""
        minutes = read_minutes(text)
        if minutes is None:
            raise ValueError(gettext("Write hours such as 2 or 1.5."))
        if not self.least <= minutes <= self.most:
            shown = {"least": self.write(self.least), "most": self.write(self.most)}
            raise ValueError(gettext("Write from %(least)s to %(most)s hours.", **shown))
        return minutes


class DateField(WtDateField):
    """A day; `data` is a date, or None when empty."""

    def __init__(self, label: Any, *, needed: bool = True, validators: Sequence[Any] = (), **kw: Any) -> None:
        super().__init__(label, [*(required() if needed else [Optional()]), *validators], **kw)

    @property
    def day(self) -> date:
        """Return the day of a field that had to be filled in and was."""
        assert self.data is not None
        return self.data

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the ISO form that browsers send, and what people type where there is no date picker."""
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(gettext("Write a date such as 2026-11-30.")) from None
        if not 2000 <= day.year <= 2100:
            raise ValueError(gettext("Write a date such as 2026-11-30."))
        self.data = day


class LinkField(OneLine):
    """A web address with http or https; `data` is "" when empty."""

    def __init__(self, label: Any, *, needed: bool = True, most: int = 500, **kw: Any) -> None:
        super().__init__(label, most=most, needed=needed, **kw)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what a browser might run, or what hides where it leads."""
        if self.data and not is_web_address(self.data):
            raise ValidationError(gettext("Write a full web address that starts with https://."))


class TagsField(_Typed):
    """Own words, separated by commas; `data` is a list of at most `most`, each at most 40 characters."""

    def __init__(
        self, label: Any, *, most: int = 8, needed: bool = False, validators: Sequence[Any] = (), **kw: Any
    ) -> None:
        super().__init__(label, [*(required() if needed else [Optional()]), *validators], **kw)
        self.most = most

    def write(self, value: list[str]) -> str:
        """Return the words with commas between them."""
        return ", ".join(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Split at commas, drop empty and repeated words."""
        words = " ".join((valuelist[0] if valuelist else "").split()).split(",")
        self.data = list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def pre_validate(self, _form: Any) -> None:
        """Bound number and length."""
        if len(self.data or ()) > self.most:
            raise ValidationError(gettext("Write at most %(most)s, separated by commas.", most=self.most))
        if any(len(word) > 40 for word in self.data or ()):
            raise ValidationError(gettext("Keep each to 40 characters."))
