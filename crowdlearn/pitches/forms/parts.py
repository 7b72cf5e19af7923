"""The rows of a pitch that repeat: costs, organisation money, needs, share-backs, resources."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field

from crowdlearn.kernel.money import Money
from crowdlearn.kernel.vocabulary import SKILLS
from crowdlearn.pitches.rules import (
    Cost,
    CostKind,
    Funding,
    NeedKind,
    OrganisationMoneyKind,
    Part,
    Reading,
    Return,
    ShareBackKind,
    ShareBackMode,
    Wanted,
)
from crowdlearn.web.forms import (
    BooleanField,
    DateField,
    HiddenField,
    HoursField,
    LinkField,
    MoneyField,
    OneLine,
    PartForm,
    WordField,
)

from .choices import Circle, PickField


class RowForm(PartForm):
    """A row of a list. A row in which nothing was typed does not count."""

    id = HiddenField()

    @property
    def row_id(self) -> UUID | None:
        """Return the stored row this one stands for, None for a new one."""
        try:
            return UUID(str(self.id.data or ""))
        except ValueError:
            return None

    def is_blank(self) -> bool:
        """Tell whether nothing was typed."""
        raise NotImplementedError

    def lacks(self) -> Iterator[tuple[Field, str]]:
        """Yield the fields that a row which is not blank still needs, each with words for it."""
        yield from ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at each answer, then at the row as a whole."""
        well = bool(super().validate(extra_validators))
        lacking = [] if self.is_blank() else [(field, text) for field, text in self.lacks() if not field.errors]
        for field, text in lacking:
            field.errors = [text]
        return well and not lacking

    def shape(self) -> Part:
        """Return what the row says."""
        raise NotImplementedError


class CostRow(RowForm):
    """One item of the budget."""

    kind = PickField(_("Kind"), CostKind)
    label = OneLine(_("What exactly"), needed=False, most=160)
    amount = MoneyField(_("Amount, tax included"), needed=False)

    def is_blank(self) -> bool:
        return not (self.label.data or self.amount.data)

    def shape(self) -> Cost:
        return Cost(
            id=self.row_id,
            kind=self.kind.data,
            label=self.label.data,
            amount_cents=self.amount.data.cents if self.amount.data else 0,
        )


class FundingRow(RowForm):
    """One source of organisation money."""

    kind = PickField(_("Where from"), OrganisationMoneyKind)
    label = OneLine(_("Name of the fund or budget"), needed=False, most=160)
    amount = MoneyField(_("Amount"), needed=False)
    confirmed = BooleanField(_("Confirmed in writing"))

    def lacks(self) -> Iterator[tuple[Field, str]]:
        """A source without an amount is nothing yet."""
        if self.amount.data is None:
            yield self.amount, gettext("Write an amount such as 12.50.")

    def is_blank(self) -> bool:
        return not (self.label.data or self.amount.data or self.confirmed.data)

    def shape(self) -> Funding:
        amount: Money = self.amount.data
        return Funding(
            id=self.row_id,
            kind=self.kind.data,
            label=self.label.data,
            amount_cents=amount.cents,
            confirmed=self.confirmed.data,
        )


class NeedRow(RowForm):
    """One kind of help."""

    kind = PickField(_("Kind of help"), NeedKind)
    title = OneLine(_("In a few words"), needed=False, most=160)
    skill = WordField(_("Skill"), SKILLS, needed=False)
    hours = HoursField(_("Hours"), needed=False)
    detail = OneLine(_("What they would do"), needed=False, most=500)
    wanted_by = DateField(_("Needed by"), needed=False)

    def lacks(self) -> Iterator[tuple[Field, str]]:
        """Help without a name cannot be offered."""
        if not self.title.data:
            yield self.title, gettext("Say in a few words what help you need.")

    def is_blank(self) -> bool:
        return not (self.title.data or self.skill.data or self.hours.data or self.detail.data)

    def shape(self) -> Wanted:
        hours = self.kind.data is NeedKind.HOURS
        return Wanted(
            id=self.row_id,
            kind=self.kind.data,
            skill=(self.skill.data or "") if hours else "",
            title=self.title.data,
            detail=self.detail.data,
            wanted=(self.hours.data or 60) if hours else 1,
            wanted_by=self.wanted_by.data,
        )


class ReturnRow(RowForm):
    """One promised share-back."""

    kind = PickField(_("Form"), ShareBackKind)
    title = OneLine(_("What you will share"), needed=False, most=160)
    audience = OneLine(_("For whom"), needed=False, most=160)
    circle = PickField(_("Who may come or read"), Circle)
    mode = PickField(_("How"), ShareBackMode)
    due_on = DateField(_("Due on"), needed=False)

    def lacks(self) -> Iterator[tuple[Field, str]]:
        """A promise has a day."""
        if self.due_on.data is None:
            yield self.due_on, gettext("Give every share-back a due date.")

    def is_blank(self) -> bool:
        return not (self.title.data or self.audience.data or self.due_on.data)

    def shape(self) -> Return:
        return Return(
            id=self.row_id,
            kind=self.kind.data,
            title=self.title.data,
            audience=self.audience.data,
            open_to_all=self.circle.data is Circle.ALL,
            mode=self.mode.data,
            due_on=self.due_on.data,
        )


class ReadingRow(RowForm):
    """One thing to read or watch."""

    title = OneLine(_("Title"), needed=False, most=160)
    link = LinkField(_("Link"), needed=False)

    def lacks(self) -> Iterator[tuple[Field, str]]:
        """Something to read has an address."""
        if not self.link.data:
            yield self.link, gettext("Write a full web address that starts with https://.")

    def is_blank(self) -> bool:
        return not (self.title.data or self.link.data)

    def shape(self) -> Reading:
        return Reading(id=self.row_id, title=self.title.data or self.link.data[:160], link=self.link.data)


def values_of_cost(line: Cost) -> dict[str, Any]:
    """Return what the row of a cost line shows."""
    amount = Money(line.amount_cents) if line.amount_cents else None
    return {"id": line.id, "kind": line.kind, "label": line.label, "amount": amount}


def values_of_funding(line: Funding) -> dict[str, Any]:
    """Return what the row of organisation money shows."""
    return {
        "id": line.id,
        "kind": line.kind,
        "label": line.label,
        "amount": Money(line.amount_cents),
        "confirmed": line.confirmed,
    }


def values_of_need(need: Wanted) -> dict[str, Any]:
    """Return what the row of a need shows."""
    return {
        "id": need.id,
        "kind": need.kind,
        "skill": need.skill,
        "title": need.title,
        "detail": need.detail,
        "hours": need.wanted if need.kind is NeedKind.HOURS else None,
        "wanted_by": need.wanted_by,
    }


def values_of_return(planned: Return) -> dict[str, Any]:
    """Return what the row of a share-back shows."""
    return {
        "id": planned.id,
        "kind": planned.kind,
        "title": planned.title,
        "audience": planned.audience,
        "circle": Circle.ALL if planned.open_to_all else Circle.FEW,
        "mode": planned.mode,
        "due_on": planned.due_on,
    }


def values_of_reading(reading: Reading) -> dict[str, Any]:
    """Return what the row of a resource shows."""
    return {"id": reading.id, "title": reading.title, "link": reading.link}
