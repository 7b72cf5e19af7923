"""Every column that holds what people typed: the one list of the site's text sinks, and a way to fill them all.

A new text column belongs in one of the lists; tests/architecture/test_sinks.py finds one that was forgotten.
"""

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import AutoString, SQLModel

import crowdlearn.tables  # noqa: F401 - makes every table known
from crowdlearn.db.session import transaction
from crowdlearn.web.markdown import render

PAYLOADS: list[str] = json.loads((Path(__file__).parents[1] / "vendor" / "xss-payloads.json").read_text("utf-8"))
FEW = [payload for payload in PAYLOADS if len(payload) <= 48][::3][:50]  # for every run; `make test-all` takes them all
ROOMIEST = 4000

WORDS = {  # table → columns that are shown as they were typed
    "adoption": ("adopted_by", "authority"),
    "appeal": ("text", "answer"),
    "appearance": ("name", "about"),
    "approvaldecision": ("reason", "conditions"),
    "approvalrequest": ("reason", "conditions"),
    "arrival": ("bank_reference", "ended_reference"),
    "ask": ("note",),
    "award": ("title", "giver"),
    "blockeddomain": ("reason",),
    "champion": ("line",),
    "checkin": ("text", "helped", "hindered", "confirmation"),
    "claim": ("reason",),
    "comment": ("text",),
    "commitment": ("title", "audience"),
    "corroboration": ("words",),
    "costline": ("label",),
    "document": ("label", "reason"),
    "encouragement": ("line",),
    "eventfeedback": ("text",),
    "evidence": ("text", "unit"),
    "expertiseoffer": ("note", "wish", "answer", "scheduled_where"),
    "feedback": ("text",),
    "flag": ("note",),
    "helpask": ("text",),
    "hidden": ("title", "reason"),
    "hoursentry": ("note",),
    "interest": ("text", "answer"),
    "introduction": ("who", "outcome"),
    "journalentry": ("reason",),
    "livenote": ("text", "picture_words"),
    "material": ("title",),
    "medium": ("alt", "caption"),
    "message": ("text",),
    "moneypledge": ("wish",),
    "need": ("title", "detail"),
    "occasion": ("place_name", "event_language", "access_contact"),
    "opening": ("title", "learned", "how"),
    "organisation": ("name_en", "name_fr"),
    "organisationchange": ("reason",),
    "organisationmoney": ("label",),
    "otherlanguage": ("translator",),
    "otherwords": ("text",),
    "payinstruction": ("words_en", "words_fr"),
    "payout": ("method", "reference"),
    "person": ("name", "title", "bio"),
    "pitch": (
        "kind_other",
        "title",
        "summary",
        "story",
        "provider",
        "place_name",
        "audience",
        "improves",
        "benefit_me",
        "benefit_peers",
        "benefit_organisation",
        "application_plan",
        "also_puts_in",
        "closing_words",
    ),
    "pitchupdate": ("text",),
    "plannedshareback": ("title", "audience"),
    "posting": ("note",),
    "presentation": ("body", "response"),
    "refund": ("reference",),
    "repayment": ("bank_reference",),
    "replacement": ("title", "reason"),
    "resource": ("title",),
    "review": ("text", "reply"),
    "seat": ("access_need",),
    "settlement": ("frozen_why",),
    "shareback": ("title", "summary", "problem", "body", "transcript"),
    "sharebackversion": ("title", "summary", "problem"),
    "standingoffer": ("title", "detail"),
    "storedfile": ("name",),
    "storycollection": ("title_en", "title_fr", "question_en", "question_fr"),
    "substitution": ("reason",),
    "thankyou": ("text", "picture_words"),
    "thread": ("title",),
    "used": ("text",),
    "wishanswer": ("note",),
}
MARKDOWN = {  # columns that hold HTML, always made from Markdown by web.markdown.render
    "comment": ("html",),
    "livenote": ("html",),
    "message": ("html",),
    "otherwords": ("html",),
    "pitch": ("story_html",),
    "pitchupdate": ("html",),
    "shareback": ("body_html", "transcript_html"),
    "sharebackversion": ("body_html", "transcript_html"),
}
ADDRESSES = {  # forms take nothing but http and https here; what follows may be anything
    "award": ("link",),
    "evidence": ("link",),
    "material": ("link",),
    "occasion": ("join_link",),
    "pitch": ("link",),
    "resource": ("link",),
    "shareback": ("link",),
    "sharebackversion": ("link",),
}
NOT_WORDS = {  # why a text column is no sink → the columns
    "a key of the vocabulary, a language, a region or a time zone, chosen from a list": (
        "otherlanguage.language ask.language champion.language "
        "opening.language opening.region standingoffer.language standingoffer.skill "
        "checkin.confirmed_as commitment.time_zone comment.language corroboration.given_as "
        "encouragement.language livenote.language need.skill occasion.services occasion.spoken occasion.time_zone "
        "organisation.region person.language person.region person.time_zone personskill.skill pitch.language "
        "pitch.region pitch.time_zone pitch.topics pitchtopic.topic searchentry.language shareback.language "
        "shareback.topics sharebacktopic.topic thread.language follow.target"
    ),
    "a word of the program's own, never typed": (
        "otherlanguage.about_kind otherlanguage.of otherwords.part "
        "commitment.kept_with "
        "appeal.about_kind arrival.currency auditrow.action auditrow.facts checkrun.findings claim.currency "
        "consent.currency consent.version delivery.error delivery.reaction document.currency "
        "draftanswers.step entry.account entry.currency flag.about_kind hidden.about_kind hidden.path "
        "inbox.about inbox.error inbox.name journalentry.facts look.strangers moneypledge.consent_version "
        "moneypledge.currency moneypledge.ended_why notice.kind notice.path noticechoice.reason operation.key "
        "operation.outcome outbox.name outbox.payload payment.currency payment.failure payout.currency "
        "pitch.clearance pitch.currency pitchversion.changes pitchversion.terms posting.cause ratecount.key "
        "refund.failure refundround.currency searchentry.kind settlement.currency settlement.provider "
        "stake.why statement.account statement.currency storedfile.about_kind storedfile.media_type "
        "storedfile.place storedfile.sha256 thread.about_kind thread.path"
    ),
    "a reference, an address or a secret of strict form, checked when it comes in": (
        "appearance.email appearance.token_hash ask.email ask.sealed noasks.sealed "
        "auditlink.hash blockeddomain.domain card.brand card.fingerprint card.last_four card.reference "
        "cardpage.reference cardpage.url customer.provider customer.reference feedback.email inbox.event_id "
        "inbox.sender managerlink.manager_email moneypledge.reference occasion.code onetimetoken.email "
        "onetimetoken.token_hash organisationdomain.domain payment.charge_reference "
        "payment.processor_reference payment.provider person.email person.password_hash "
        "refund.processor_reference signin.browser signin.token_hash"
    ),
    "what was typed and not yet sent; it comes back into the same fields as the columns": (
        "draftanswers.typed keptform.key keptform.owner keptform.pairs keptform.path keptform.refusals"
    ),
    "words of other columns, folded for the index or packed for a letter": (
        "notice.facts searchentry.title searchentry.words"
    ),
}


def text_columns() -> set[str]:
    """Return every column of the models that can hold a text, as "table.column"."""
    return {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.JSON | sa.String | AutoString) and not isinstance(column.type, sa.Enum)
    }


def sinks() -> dict[str, str]:
    """Return every sink as "table.column", with how it is filled: words, markdown or address."""
    lists = {"words": WORDS, "markdown": MARKDOWN, "address": ADDRESSES}
    return {
        f"{table}.{column}": way
        for way, tables in lists.items()
        for table, columns in tables.items()
        for column in columns
    }


class Filling:
    """Fills every sink of every row with payloads, turn after turn, until each sink has held all that fit into it.

    In the first turn every value begins with its sink's mark, so that pages tell what they show.
    """

    def __init__(self, payloads: list[str]) -> None:
        self._payloads = payloads
        self._left: dict[str, deque[str]] = {}
        self._marks = {sink: f"zq{number}z" for number, sink in enumerate(sinks())}

    def turn(self) -> None:
        """Fill the sinks once more."""
        first = not self._left
        with transaction() as session:
            for sink, way in sinks().items():
                name, _dot, called = sink.partition(".")
                table = SQLModel.metadata.tables[name]
                column = table.columns[called]
                keys = sa.select(table.c.id).where(column.is_not(None)).order_by(table.c.id)
                for key in session.execute(keys).scalars().all():
                    value = self._value(sink, way, column, self._marks[sink] if first else "")
                    session.execute(sa.update(table).where(table.c.id == key).values({called: value}))

    def shown_in(self, html: str) -> set[str]:
        """Return the sinks whose marks stand in a page of the first turn."""
        return {sink for sink, mark in self._marks.items() if mark in html}

    @property
    def unfinished(self) -> set[str]:
        """Return the sinks that have not held every payload yet."""
        return {sink for sink, left in self._left.items() if left}

    def _value(self, sink: str, way: str, column: Any, mark: str) -> str:
        most = (getattr(column.type, "length", None) or ROOMIEST) - len(mark) - 1
        if way == "address":
            return f"https://example.org/{mark}" + "".join(self._take(sink, most - 20, ""))
        if way == "markdown":
            return render("\n\n".join([mark, *self._take(sink, ROOMIEST, "\n\n")]))
        return " ".join([*([mark] if mark else []), *self._take(sink, most, " ")])

    def _take(self, sink: str, room: int, between: str) -> Iterator[str]:
        """Give the next payloads that fit together; a sink that had them all begins anew."""
        if sink not in self._left:
            self._left[sink] = self._fitting(room)
        left = self._left[sink] or self._fitting(room)
        while left and len(left[0]) <= room:
            room -= len(left[0]) + len(between)
            yield left.popleft()

    def _fitting(self, room: int) -> deque[str]:
        return deque(payload for payload in self._payloads if len(payload) <= room)
