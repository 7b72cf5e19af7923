"""The books, their download, the checks, the bank beside them, and how backers are told to pay."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.ledger.queries import BookFilter
from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import BalanceForm, BooksFilter, CheckForm, InstructionForm
from crowdlearn.settlement.rules import LAWS
from crowdlearn.web.access import access
from crowdlearn.web.spreadsheet import csv_answer
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.get("/finance/ledger")
@access("ledger.view")
def books() -> ResponseReturnValue:
    """Show the books, newest first."""
    form = BooksFilter(request.args)
    page = queries.books_page(signed_in().id, chosen(form))
    asked = {name: value for name, value in request.args.items() if name != "before"}
    return render_template("settlement/books.html", page=page, form=form, asked=asked)


def chosen(form: BooksFilter) -> BookFilter:
    """Return the filter that a form and the address name; what cannot be read filters nothing."""
    form.validate()
    pitch, before = (request.args.get(name, type=UUID) for name in ("pitch", "before"))
    since, until = form.since.data, form.until.data
    return BookFilter(
        kind=form.account.data or None,
        pitch_id=pitch,
        since=datetime.combine(since, time(), UTC) if since else None,
        until=datetime.combine(until + timedelta(days=1), time(), UTC) if until else None,
        before=before,
    )


@blueprint.get("/finance/ledger.csv")
@access("ledger.export")
def download() -> ResponseReturnValue:
    """Return the filtered books as a table; the download is audited."""
    page = queries.books_page(signed_in().id, chosen(BooksFilter(request.args)), queries.MOST_ROWS)
    header = [_("Posting"), _("Booked at"), _("Cause"), _("Pitch"), _("Account"), _("Debit"), _("Credit")]
    header += [_("Currency"), _("Booked by"), _("Note")]
    rows = (
        (
            posting.id,
            posting.booked_at,
            posting.cause,
            page.titles.get(posting.pitch_id, ("",))[0] if posting.pitch_id else "",
            line.account,
            _decimal(line.amount_cents),
            _decimal(-line.amount_cents),
            line.currency,
            page.names.get(posting.booked_by, "") if posting.booked_by else "",
            posting.note,
        )
        for posting in page.postings
        for line in posting.lines
    )
    return csv_answer("ledger", header, rows)


def _decimal(cents: int) -> str:
    """Return an amount above zero as 1234.50, nothing for others."""
    return f"{cents // 100}.{cents % 100:02d}" if cents > 0 else ""


@blueprint.route("/finance/reconcile", methods=["GET", "POST"])
@access("reconcile.view", "reconcile.run")
def reconcile() -> ResponseReturnValue:
    """Show whether everything agrees, and check again when asked."""
    form = CheckForm()
    if form.submitted():
        with form.showing_refusals():
            found = service.run_checks(signed_in().id)
            words = _("Everything agrees.") if not found else _("Checked. See below what does not agree.")
            return form.done(url_for("settlement.reconcile"), words)
    return form.page("settlement/reconcile.html", page=queries.reconcile_page(signed_in().id), laws=LAWS)


@blueprint.get("/finance/cards")
@access("cards.health")
def cards() -> ResponseReturnValue:
    """Show whether the card processor and we know the same."""
    return render_template("settlement/cards.html", page=queries.cards_page(signed_in().id))


@blueprint.route("/finance/reconcile/<uuid:organisation_id>", methods=["GET", "POST"])
@access("reconcile.statement_form", "reconcile.statement")
def statement(organisation_id: UUID) -> ResponseReturnValue:
    """Note what the bank says, to be compared with the books."""
    form = BalanceForm()
    if form.submitted():
        with form.showing_refusals():
            service.note_balance(signed_in().id, service.Balance(organisation_id, form.amount.data, form.on))
            return form.done(url_for("settlement.reconcile"), _("Noted. The next check compares it with the books."))
    host, _words = queries.instruction_of(signed_in().id, organisation_id)
    return form.page("settlement/statement.html", of=host)


@blueprint.route("/finance/instructions/<uuid:organisation_id>", methods=["GET", "POST"])
@access("settle.instruction_form", "settle.instruction")
def instruction(organisation_id: UUID) -> ResponseReturnValue:
    """Write how backers pay this organisation."""
    host, words = queries.instruction_of(signed_in().id, organisation_id)
    form = InstructionForm(obj=words)
    if form.submitted():
        with form.showing_refusals():
            service.write_instruction(signed_in().id, organisation_id, form.words_en.data, form.words_fr.data)
            return form.done(url_for("settlement.reconcile"), _("Backers read these words from now on."))
    return form.page("settlement/instruction.html", of=host)
