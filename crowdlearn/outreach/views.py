"""Asking people one knows, championing, and the links that count who came."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.lines import one_line
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import private_address
from crowdlearn.web.limits import by_network, count_one_more, writes_limited
from crowdlearn.web.locale import LANGUAGES, current_language
from crowdlearn.web.mail import Written, public_url, render
from crowdlearn.web.viewer import signed_in, viewer

from . import queries, service
from .forms import AskForm, ChampionForm, FindForm, SendForm, StepBackForm, ThankForm
from .queries import Member, Subject
from .rules import MOST_A_DAY, Wanted, seal
from .service.telling import ASK_KIND, ask_facts

blueprint = Blueprint("outreach", __name__)
plain = Blueprint("outreach_plain", __name__)
A_DAY = 86_400  # seconds in which one visitor counts once


@blueprint.route("/pitches/<uuid:pitch_id>/ask", methods=["GET", "POST"])
@access("ask.form", "ask.check")
def ask(pitch_id: UUID) -> ResponseReturnValue:
    """Let a person choose whom to ask; nothing is sent before they have seen the letter."""
    who, pitch = signed_in(), queries.subject(pitch_id)
    words = one_line(request.args.get("q", ""))[:200]
    form = AskForm(data={"language": pitch.language})
    found = _choices(form, who.id, pitch, words)
    if form.submitted():
        with form.showing_refusals():
            wanted = form.wanted()
            service.check_wanted(who.id, pitch_id, wanted)
            return form.hand_on(SendForm, url_for(".send", pitch_id=pitch_id), _typed(wanted))
    return form.page(
        "outreach/ask.html",
        pitch=pitch,
        find=FindForm(request.args),
        words=words,
        found=found,
        outcome=queries.outcome(who.id, pitch_id),
        left=max(0, MOST_A_DAY - queries.asked_today(who.id)),
    )


@blueprint.route("/pitches/<uuid:pitch_id>/ask/send", methods=["GET", "POST"])
@access("ask.review", "ask.send")
def send(pitch_id: UUID) -> ResponseReturnValue:
    """Show how many will be asked and the very letter; send it when confirmed."""
    form, who, pitch = SendForm(), signed_in(), queries.subject(pitch_id)
    back = url_for(".ask", pitch_id=pitch_id)
    if form.submitted():
        with form.showing_refusals(to=back, begun=[form.before.data]):
            service.ask_people(who.id, pitch_id, form.wanted())
            return form.done(back, _("Sent. You see here what comes of it."), begun=[form.before.data])
    wanted = form.wanted()
    if not wanted.number:
        return redirect(back, 303)
    members = queries.members_of(list(wanted.people))
    letters = [_letter(who.name, pitch, wanted.note, language) for language in LANGUAGES]
    return form.page("outreach/send.html", pitch=pitch, wanted=wanted, members=members, letters=letters)


@blueprint.route("/pitches/<uuid:pitch_id>/champion", methods=["GET", "POST"])
@access("champion.form", "champion.come")
@writes_limited("LIMIT_COMMENT")
def champion(pitch_id: UUID) -> ResponseReturnValue:
    """Take one public line for a pitch; show its champion the link and how many came by it."""
    who, pitch = signed_in(), queries.subject(pitch_id)
    own = queries.own_champion(who.id, pitch_id)
    form = ChampionForm(data={"line": own.line if own else ""})
    here = url_for(".champion", pitch_id=pitch_id)
    if form.submitted():
        with form.showing_refusals():
            service.champion(who.id, pitch_id, form.line.data, current_language())
            return form.done(here, _("Your line stands on the pitch. Pass your own link on."))
    link = public_url(url_for(".via", door_id=own.id)) if own else ""
    return form.page("outreach/champion.html", pitch=pitch, own=own, link=link, step_back=StepBackForm())


@blueprint.post("/pitches/<uuid:pitch_id>/champion/stop")
@access("champion.go")
def stop_championing(pitch_id: UUID) -> ResponseReturnValue:
    """Take one's line back."""
    form, here = StepBackForm(), url_for(".champion", pitch_id=pitch_id)
    if form.submitted():
        with form.showing_refusals():
            service.stop_championing(signed_in().id, pitch_id)
            return form.done(here, _("Your line is taken back."))
    return form.back(here)


@blueprint.post("/pitches/<uuid:pitch_id>/champions/<uuid:champion_id>/thank")
@access("champion.thank")
def thank(pitch_id: UUID, champion_id: UUID) -> ResponseReturnValue:
    """Thank a champion of one's pitch."""
    form, here = ThankForm(), url_for("pages.pitch", pitch_id=pitch_id, _anchor="champions")
    if form.submitted():
        with form.showing_refusals():
            service.thank_champion(signed_in().id, pitch_id, champion_id)
            return form.done(here, _("Your thanks are on their way."))
    return form.back(here)


@blueprint.get("/via/<uuid:door_id>")
@access("outreach.via")
def via(door_id: UUID) -> ResponseReturnValue:
    """Lead to the pitch, and count a person who came; what is kept of a visitor is a digest, for a day."""
    door = queries.door(door_id)
    if _is_a_person() and viewer().id != door.owner_id:
        seen = seal.of(f"{door.id}|{by_network()}|{request.user_agent.string}")
        if not door.champion:
            service.note_came(door.id)
        elif count_one_more(f"via/{seen}", A_DAY) == 1:
            service.count_visit(door.id)
    return redirect(url_for("pages.pitch", pitch_id=door.pitch_id), 303)


@plain.route("/asks/stop/<token>", methods=["GET", "POST"])
@access("ask.stop_form", "ask.stop")
def stop(token: str) -> ResponseReturnValue:
    """End all asks to an address without account: one click for mail programs (RFC 8058), a button for people."""
    if len(token) != len(seal.of("")) or not token.isalnum():
        raise NotFound
    if done := (request.method == "POST"):
        service.stop_asks(token)
    page = render_template("outreach/stop.html", action=None if done else ActionForm(), address=request.path)
    return private_address(Response(page))


def _is_a_person() -> bool:
    """Tell whether a browser opens the link for somebody: mail scanners and previews do not say so."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "document"


def _choices(form: AskForm, asker_id: UUID, pitch: Subject, words: str) -> list[Member]:
    """Offer the members found, and those who were chosen already."""
    found = queries.members_to_ask(asker_id, pitch.owner_id, words)
    typed: Any = form.people.data or []
    chosen = [UUID(one) for one in typed if one not in {str(member.id) for member in found} and len(one) == 36]
    form.people.offer([(str(member.id), _named(member)) for member in [*found, *queries.members_of(chosen)]])
    return found


def _named(member: Member) -> str:
    organisation = member.organisation_fr if current_language() == "fr" else member.organisation_en
    return f"{member.name}, {organisation}" if organisation else member.name


def _typed(wanted: Wanted) -> dict[str, object]:
    return {
        "people": " ".join(map(str, wanted.people)),
        "emails": "\n".join(wanted.emails),
        "language": wanted.language,
        "note": wanted.note,
    }


def _letter(asker: str, pitch: Subject, note: str, language: str) -> Written:
    facts = ask_facts(asker, pitch.title, pitch.language, note)
    return render(ASK_KIND, language, facts, f"/via/{pitch.id}", unsubscribe=public_url("/asks/stop/…"))
