"""Whatever people type, on every page that shows it, stays words: no element, no handler, no script address."""

from collections.abc import Iterator
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest

from crowdlearn.conversations import service as conversations
from crowdlearn.conversations.rules import FlagReason
from crowdlearn.db.session import transaction
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import CostLine, OrganisationMoney, Pitch, PitchUpdate, Resource
from crowdlearn.pitches.rules import CostKind, OrganisationMoneyKind, OrganisationMoneyState, ShareBackKind
from crowdlearn.search.service import index
from crowdlearn.web.markdown import render
from tests import make
from tests.support.web import Browser

MARK = "zx9"  # finds the payload again in the page
PAYLOADS = [
    "<script>zx9()</script>",
    "<ScRiPt src=//zx9.example></sCrIpT>",
    "<<script>zx9()//<</script>",
    "<script\x0c>zx9()</script>",
    "</title><script>zx9()</script>",
    "</textarea><script>zx9()</script>",
    "</style><script>zx9()</script>",
    "--><script>zx9()</script>",
    "]]><script>zx9()</script>",
    "<noscript><p title='</noscript><script>zx9()</script>'>",
    "<img src=x onerror=zx9()>",
    "<img src='x' onerror='zx9()'>",
    '<img src="x" onerror="zx9()">',
    "<img/src=x/onerror=zx9()>",
    "<img src=x onerror\n=\nzx9()>",
    "<svg onload=zx9()>",
    "<svg><script>zx9()</script></svg>",
    "<svg><animate onbegin=zx9() attributeName=x>",
    "<svg><use href='data:image/svg+xml,zx9#x'/></svg>",
    "<math><mtext><script>zx9()</script></mtext></math>",
    "<math href='javascript:zx9()'>zx9</math>",
    "<body onload=zx9()>",
    "<iframe src='javascript:zx9()'></iframe>",
    "<iframe srcdoc='<script>zx9()</script>'></iframe>",
    "<object data='javascript:zx9()'></object>",
    "<embed src='javascript:zx9()'>",
    "<base href='//zx9.example/'>",
    "<link rel=stylesheet href=//zx9.example>",
    "<meta http-equiv=refresh content='0;url=//zx9.example'>",
    "<form action=//zx9.example><input name=zx9></form>",
    "<button formaction='javascript:zx9()'>zx9</button>",
    "<input autofocus onfocus=zx9()>",
    "<details open ontoggle=zx9()>zx9</details>",
    "<video><source onerror=zx9()></video>",
    "<audio src=x onerror=zx9()>",
    "<marquee onstart=zx9()>zx9</marquee>",
    "<a href='javascript:zx9()'>zx9</a>",
    "<a href='  javascript:zx9()'>zx9</a>",
    "<a href='java\tscript:zx9()'>zx9</a>",
    "<a href='&#106;avascript:zx9()'>zx9</a>",
    "<a href='data:text/html,zx9'>zx9</a>",
    "<a href='vbscript:zx9'>zx9</a>",
    "[zx9](javascript:zx9())",
    "[zx9](  javascript:zx9())",
    "[zx9](JaVaScRiPt:zx9())",
    "[zx9](java&#10;script:zx9())",
    "[zx9](data:text/html;base64,zx9)",
    "[zx9](vbscript:zx9)",
    "![zx9](javascript:zx9())",
    '![zx9" onerror="zx9()](x)',
    "<javascript:zx9()>",
    "[zx9]: javascript:zx9()\n\n[zx9]",
    '" onmouseover="zx9()',
    "' onmouseover='zx9()",
    "` onmouseover=`zx9()",
    '"><script>zx9()</script>',
    "'><script>zx9()</script>",
    "&lt;script&gt;zx9()&lt;/script&gt;",
    "&#60;script&#62;zx9()&#60;/script&#62;",
    "{{ zx9 }}{{ config }}{% raw %}",
    "%(zx9)s %s %d %%",
    "${zx9}#{zx9}<%= zx9 %>",
    "<zx9 onclick=zx9()>",
    "<p style='background:url(javascript:zx9())'>zx9</p>",
    "<div style=width:expression(zx9())>",
    "<style>@import '//zx9.example';</style>",
    "<template><script>zx9()</script></template>",
    "<xmp><script>zx9()</script></xmp>",
    "<!--><img src=x onerror=zx9()>-->",
    "<?xml version='1.0'?><zx9/>",
    "\u202ezx9<script>\u202czx9()</script>",
    "＜script＞zx9()＜/script＞",
    "<scr\u200bipt>zx9()</scr\u200bipt>",
    "> " * 60 + "<script>zx9()</script>",
    "`<script>zx9()</script>`",
    "    <script>zx9()</script>",
]
GOOD_SCHEMES = ("http://", "https://", "mailto:", "/", "#", "?")


def wrong(tree: Element) -> Iterator[str]:
    """Name what a page must not hold: scripts of ours apart, no script, handler, style or odd address."""
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "script" and not (element.get("src") or "").startswith("/static/"):
            yield "a script"
        if tag in {"iframe", "object", "embed", "base", "math", "style", "template", "marquee", "zx9"}:
            yield f"<{tag}>"
        if tag == "meta" and element.get("http-equiv"):
            yield "a meta refresh"
        for name, value in element.attrib.items():
            local = str(name).rpartition("}")[2].lower()
            if local.startswith("on") or local in {"style", "srcdoc", "formaction"}:
                yield f"{tag} {local}"
            if local in {"href", "src", "action", "data"} and not value.strip().lower().startswith(GOOD_SCHEMES):
                yield f"{tag} {local}={value}"
            if local in {"action", "src"} and "zx9" in value:
                yield f"{tag} {local}={value}"


def everywhere(words: str) -> tuple[Pitch, dict[str, str]]:
    """Return a pitch that says `words` wherever a person can write, and the pages that show it, by their reader."""
    home = make.organisation(name_en=words[:160], name_fr=words[:160], adopted=False)
    adopted = make.adoption(home, adopted_by=words[:160], authority=words[:300])
    assert adopted
    owner, peer, steward = (make.person(words[:120] or "x", of=home, title=words[:160]) for _ in range(3))
    make.role(steward, Role.STEWARD)
    short, line = words[:140], words[:80]
    pitch = make.money_pitch(
        owner,
        title=short,
        summary=words[:280],
        story=words,
        story_html=render(words),
        provider=words[:160],
        place_name=words[:160],
        kind_other=line,
        audience=words[:300],
        improves=words,
        benefit_me=words,
        benefit_peers=words,
        benefit_organisation=words,
        application_plan=words,
        also_puts_in=words[:500],
        closing_words=words[:500],
    )
    make.need(pitch, title=words[:160], detail=words[:500])
    make.planned(pitch, ShareBackKind.BLOG, title=words[:160], audience=words[:160])
    make.kept(Resource(pitch_id=pitch.id, position=1, title=words[:160], link="https://example.org/zx9"))
    make.kept(CostLine(pitch_id=pitch.id, position=2, kind=CostKind.OTHER, label=words[:160], amount_cents=100))
    for state in OrganisationMoneyState:
        make.kept(
            OrganisationMoney(
                pitch_id=pitch.id,
                position=1,
                kind=OrganisationMoneyKind.GRANT,
                label=words[:160],
                amount_cents=100,
                state=state,
            )
        )
    make.kept(PitchUpdate(pitch_id=pitch.id, author_id=owner.id, text=words, html=render(words)))
    make.offer(pitch, peer, state="accepted")
    with transaction() as session:
        index(session, "pitch", pitch.id, language="en", title=short, text=f"{words} needle", visible=True)
        conversations.keep_thread(
            session, "pitch", pitch.id, owner_id=owner.id, title=short, path=f"/pitches/{pitch.id}", language="en"
        )
    question = conversations.ask(peer.id, "pitch", pitch.id, words or "x", "en")
    conversations.answer(owner.id, question, words or "x", "en")
    conversations.encourage(peer.id, "pitch", pitch.id, words[:140], "en")
    talk = conversations.write_to_owner(peer.id, "pitch", pitch.id, words or "x")
    conversations.report(owner.id, "comment", question, FlagReason.OTHER, words[:500])
    conversations.hide(steward.id, "pitch", pitch.id, words[:500])
    conversations.give_feedback(None, words or "x", words[:254])
    return pitch, {
        f"/en/pitches/{pitch.id}": str(owner.id),
        f"/fr/pitches/{pitch.id}": str(steward.id),
        f"/en/comments/{question}/edit": str(peer.id),
        f"/en/talks/{talk}": str(owner.id),
        "/en/stewardship": str(steward.id),
        f"/en/flags/comment/{question}": str(owner.id),
        "/en/search?q=needle": "",
        "/en/pitches": "",
    }


@pytest.mark.parametrize("maker", ["sqlite"], indirect=True)  # what is drawn does not depend on the database
@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_words_stay_words(browser: Browser, payload: str) -> None:
    pitch, pages = everywhere(payload)
    seen = 0
    for address, reader in pages.items():
        if reader:
            browser.sign_in(UUID(reader))
        page = browser.get(address)
        assert page.status == 200, address
        assert list(wrong(page.tree)) == [], address
        seen += MARK in page.response.text
    assert seen >= 5, "the payload was not shown, so nothing was proven"
    assert pitch


def test_what_is_wrong_would_be_seen() -> None:
    for bad in (
        "<script>zx9()</script>",
        "<img src=x onerror=zx9()>",
        "<a href='javascript:zx9()'>x</a>",
        "<p style=x>",
        "<iframe></iframe>",
        "<form action=//zx9.example></form>",
    ):
        tree = html5lib.parse(f"<!doctype html><title>x</title>{bad}", namespaceHTMLElements=False)
        assert list(wrong(tree)), bad
