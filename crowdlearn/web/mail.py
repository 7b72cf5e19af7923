"""Mail: a notice rendered in its reader's language, as text and as HTML, and the way out."""

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup

from crowdlearn.db.session import step_outside
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.lines import one_line
from crowdlearn.kernel.post_office import Letter, Line

from . import digest
from .enclosures import Enclosed, enclosures
from .locale import current_language, speaking
from .passages import as_markup, marked, without_marks
from .words import shown

TIMEOUT_SECONDS = 20
_ACTION = re.compile(r"\s*\[\[(?P<label>[^\]|]+)\|(?P<url>[^\]\s]+)\]\]\s*")


class _WholeHeader(UnstructuredHeader, BaseHeader):
    """An address too long to fold: broken or encoded, no mail program could follow it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """A subject that keeps its spaces: Python's folding loses one where a long word with accents begins a line."""

    def fold(self, *, policy: Policy) -> str:
        if self.isascii():
            return super().fold(policy=policy)
        encoded = Header(self, "utf-8", policy.max_line_length, self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("Subject", _Subject)
_HEADERS.map_to_type("List-Unsubscribe", _WholeHeader)
_POLICY = EmailPolicy(header_factory=_HEADERS)


@dataclass(frozen=True)
class Written:
    """A letter as it is read: subject, plain text and HTML, in one language."""

    subject: str
    text: str
    html: str
    language: str


def render(
    kind: str,
    language: str,
    facts: Mapping[str, Any],
    path: str = "",
    *,
    zone: str = "",
    unsubscribe: str = "",
    lines: Sequence[Line] = (),
) -> Written:
    """Return the letter of templates/email/<kind>/ in `language`; `path` (without language) becomes its button.

    body.txt is plain paragraphs; a line "[[label|address]]" becomes the button, and a plain line in the text.
    The paragraphs are set in templates/email/body.html under the subject. Moments are told in the reader's `zone`;
    `unsubscribe` is the address that stops mail of this kind, "" where there is none. A paragraph "[[lines]]" becomes
    the `lines` of a digest, each with its link.
    """
    with speaking(language):
        url = public_url(f"/{language}{path}" if path else "")
        words = _words(facts, zone) | {"url": url, "unsubscribe": unsubscribe}
        subject = _subject(kind, words)
        source = render_template(f"email/{kind}/body.txt", **words).strip()
        told = digest.told(lines, lambda line: _subject(line.kind, _words(line.facts, zone)), public_url)
        text = _as_text(source, render_template("email/foot.txt", **words), told)
        html = _as_html(source, subject, words, told)
    return Written(without_marks(subject), text, html, language)


def headline(kind: str, language: str, facts: Mapping[str, Any], zone: str = "") -> Markup:
    """Return a notice's subject in `language`, as the site lists it: what members wrote keeps its own language."""
    with speaking(language):
        return as_markup(_subject(kind, _words(facts, zone)), language)


def _subject(kind: str, words: Mapping[str, Any]) -> str:
    return one_line(render_template(f"email/{kind}/subject.txt", **words))


def _words(facts: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """Return the facts in words; what people typed cannot become a button, and is marked with its own language."""
    language = current_language()
    written = {name: text.replace("[[", "[\u200b[") for name, text in shown(facts, zone).items()}
    return {**facts, **{name: marked(text, facts[name], language) for name, text in written.items()}}


def public_url(path: str) -> str:
    """Return the address of `path` as people outside reach it."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path


def deliver(letter: Letter) -> None:
    """Write a letter in its reader's language and send it; the carrier behind the post office."""
    unsubscribe = stop_address(letter.unsubscribe)
    written = render(
        letter.kind,
        letter.language,
        letter.facts,
        letter.path,
        zone=letter.time_zone,
        unsubscribe=unsubscribe,
        lines=letter.lines,
    )
    with speaking(letter.language):
        enclosed = enclosures.of(letter)
    send(compose(written, letter.name, letter.email, unsubscribe=unsubscribe, enclosed=enclosed))


def stop_address(what: str) -> str:
    """Return the address that ends such mail with one click; `what` is a path where the address is a secret itself."""
    if not what:
        return ""
    return public_url(what if what.startswith("/") else f"/u/{signed(what)}")


def signed(what: str) -> str:
    """Return a token that is good for switching off one kind of mail of one person, and for nothing else."""
    return str(_signer().dumps(what))


def read_signed(token: str) -> str | None:
    """Return what was signed, None for a token that we did not make."""
    try:
        return str(_signer().loads(token))
    except BadSignature:
        return None


def _signer() -> URLSafeSerializer:
    config = current_app.config
    return URLSafeSerializer([*config.get("SECRET_KEY_FALLBACKS", ()), config["SECRET_KEY"]], salt="unsubscribe")


def _as_text(source: str, foot: str, told: Sequence[digest.Told]) -> str:
    colon = "\u00a0:" if current_language() == "fr" else ":"
    source = source.replace(digest.PLACE, digest.as_text(told))
    body = _ACTION.sub(lambda found: f"\n\n{found['label']}{colon} {found['url']}\n\n", without_marks(source)).strip()
    return f"{body}\n\n-- \n{foot.strip()}\n"


def _as_html(source: str, subject: str, words: Mapping[str, Any], told: Sequence[digest.Told]) -> str:
    spaced = _ACTION.sub(lambda found: f"\n\n{found[0].strip()}\n\n", source)
    body = [_part(part, told) for part in re.split(r"\n\s*\n", spaced) if part]
    heading = as_markup(subject, current_language())
    return render_template(
        "email/body.html", **{**words, "subject": without_marks(subject), "heading": heading, "parts": body}
    )


def _part(part: str, told: Sequence[digest.Told]) -> dict[str, Any]:
    if part.strip() == digest.PLACE:
        return {"sections": digest.by_section(told)}
    return _button(found) if (found := _ACTION.fullmatch(part)) else _paragraph(part)


def _button(found: re.Match[str]) -> dict[str, Any]:
    return {"label": as_markup(found["label"].strip(), current_language()), "href": found["url"]}


def _paragraph(part: str) -> dict[str, Any]:
    language = current_language()
    return {"words": Markup("<br>").join(as_markup(line.strip(), language) for line in part.strip().splitlines())}


def compose(
    letter: Written, to_name: str, to_email: str, *, unsubscribe: str = "", enclosed: Enclosed | None = None
) -> EmailMessage:
    """Return the message with its headers. No name, address or subject can add a header of its own.

    What is `enclosed` is a third way of saying the same, which calendars take up by its method.
    """
    message = EmailMessage(_POLICY)
    sender_name, sender = parseaddr(current_app.config["MAIL_FROM"])
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = Address(_header(to_name), addr_spec=_header(to_email))
    message["Subject"] = _header(letter.subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{new_id().hex}@{sender.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if enclosed is not None:
        named = {"method": enclosed.method, "charset": "utf-8"}
        message.add_alternative(enclosed.contents, maintype="text", subtype="calendar", params=named)
    message["Content-Language"] = letter.language  # last: adding a part takes such headers away
    return message


def _header(text: str) -> str:
    return one_line(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text))


def send(message: EmailMessage) -> None:
    """Hand the message to SMTP_URL, else write it to CROWDLEARN_HOME/mail. Raises OSError or SMTPException."""
    step_outside()
    address = current_app.config["SMTP_URL"]
    if not address:
        _to_file(message, Path(current_app.config["CROWDLEARN_HOME"]) / "mail")
        return
    with _server(address) as server:
        server.send_message(message)


def _to_file(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{new_id()}.eml").write_bytes(message.as_bytes())


def _server(address: str) -> smtplib.SMTP:
    parts = urlsplit(address)
    host, safe = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=safe)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=safe)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server
