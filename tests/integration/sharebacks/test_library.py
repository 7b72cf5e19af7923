"""The library: practices and tools, found by problem, topic, kind, language and mode, each with who used it."""

from urllib.parse import urlencode

import pytest

from crowdlearn.conversations.service import hide
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.languages.rules import MadeBy, VersionMissing
from crowdlearn.outcomes import service as outcomes
from crowdlearn.outcomes.rules import Adopted
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.rules import PitchState, ShareBackKind, ShareBackMode
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.crowd import crowd_of
from crowdlearn.sharebacks.rules import (
    Content,
    Form,
    MaterialKind,
    ProblemMissing,
    SharebackState,
    TextTooShort,
    ToolFileMissing,
    ToolKind,
    ToolLinkMissing,
    Version,
    WorkedBy,
)
from tests import make
from tests.support.uploads import Sent, png

pytestmark = pytest.mark.usefixtures("database", "app")
STEPS = "Read the letter aloud to somebody who never saw it, and stop where they stop. " * 4
GIVE_UP = "Applicants give up on page two"


@pytest.fixture
def author():
    return make.person("Amira Haddad", of=make.organisation())


def practice(**changed):
    said = {"title": "Read it aloud", "language": "en", "body": STEPS, "problem": GIVE_UP, "worked_by": WorkedBy.BRANCH}
    return Content(**(said | changed))


def tool(**changed):
    said = {
        "title": "Letter checklist",
        "language": "en",
        "body": STEPS,
        "problem": GIVE_UP,
        "tool": ToolKind.CHECKLIST,
    }
    return Content(**(said | {"problem": GIVE_UP} | changed))


def written(author, content, **of):
    how = (ShareBackKind.TOOL, Form.TOOL) if content.tool else (ShareBackKind.PRACTICE, Form.PRACTICE)
    return service.draft(author.id, *how, content, **of)


def shared(author, content, **of):
    row = written(author, content, **of)
    service.publish(author.id, row)
    return row


def listed(**wanted):
    return [card.id for card in queries.listing(queries.Filter(upcoming=False, **wanted)).cards]


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        (practice(problem=" "), ProblemMissing),
        (practice(body="Read it."), TextTooShort),
        (tool(problem=""), ProblemMissing),
        (tool(body="Tick."), TextTooShort),
        (tool(tool=ToolKind.LINK), ToolLinkMissing),
        (tool(tool=ToolKind.FILE), ToolFileMissing),
    ],
)
def test_what_is_there_to_be_used_is_whole_before_it_is_public(author, content, missing):
    draft = written(author, content)
    with pytest.raises(missing):
        service.publish(author.id, draft)
    assert listed() == []


def test_a_file_is_added_to_a_tool_and_the_last_one_stays(author):
    draft = written(author, tool(tool=ToolKind.FILE))
    service.add_material(author.id, draft, MaterialKind.OTHER, "The sheet", upload=Sent(png(), "sheet.png"))
    service.publish(author.id, draft)
    (file,) = queries.shareback_page(draft, None).around.materials
    with pytest.raises(ToolFileMissing):
        service.remove_material(author.id, draft, file.id)
    service.add_material(author.id, draft, MaterialKind.OTHER, "A newer sheet", upload=Sent(png(), "sheet2.png"))
    service.remove_material(author.id, draft, file.id)
    assert [row.title for row in queries.shareback_page(draft, None).around.materials] == ["A newer sheet"]


def test_a_draft_goes_with_its_files_and_topics(author):
    draft = written(author, tool(topics=("data", "writing")))
    service.add_material(author.id, draft, MaterialKind.OTHER, "The sheet", upload=Sent(png(), "sheet.png"))
    service.discard(author.id, draft)
    with pytest.raises(NotFound):
        queries.shareback_page(draft, author.id)


def test_it_is_found_by_problem_topic_kind_language_and_mode(author):
    way = shared(author, practice(topics=("writing",), mode=ShareBackMode.ONSITE))
    thing = shared(author, tool(problem="Nobody knows when a letter is done", topics=("data", "writing")))
    french = shared(author, practice(title="À voix haute", language="fr", mode=ShareBackMode.ONGOING))
    post = make.shareback(author)
    assert listed(words="applicant gives up") == [french, way]
    assert listed(words="letter done") == [thing]
    assert listed(topic="writing") == [thing, way]
    assert listed(topic="data") == [thing]
    assert listed(kind=ShareBackKind.PRACTICE) == [french, way]
    assert listed(kind=ShareBackKind.TOOL) == [thing]
    assert listed(language="fr") == [french]
    assert listed(mode=ShareBackMode.ONSITE) == [way]
    assert listed(mode=ShareBackMode.ONLINE) == [post.id, thing]
    assert listed(topic="writing", kind=ShareBackKind.PRACTICE, words="gives up") == [way]
    assert listed(words="?!") == listed(topic="procurement") == []
    assert len(listed()) == 4


def test_members_find_by_every_word_what_strangers_do_not(author):
    among = shared(author, practice(problem="Onboarding takes weeks", open_to_all=False))
    assert listed(words="onboarding weeks") == []
    assert listed(words="onboarding weeks", member=True) == [among]
    service.edit(author.id, among, practice(problem="Onboarding takes weeks"))
    assert listed(words="onboarding weeks") == [among]
    service.edit(author.id, among, practice(problem="Onboarding takes weeks", open_to_all=False))
    assert listed(words="onboarding weeks") == []
    service.withdraw(author.id, among)
    assert listed(words="onboarding weeks", member=True) == []


@pytest.mark.parametrize("many", [1, 25])
def test_the_list_is_one_statement_whatever_is_asked(author, many, assert_queries):
    for number in range(many):
        shared(author, practice(title=f"Way {number}", topics=("writing",)))
    wanted = queries.Filter(
        member=True, kind=ShareBackKind.PRACTICE, mode=ShareBackMode.ONLINE, topic="writing", words="give up"
    )
    with assert_queries(1):
        queries.listing(wanted)


def test_a_search_turns_its_pages(author):
    rows = [shared(author, practice(title=f"Way {number}")) for number in range(23)]
    first = queries.listing(queries.Filter(words="give up"))
    rest = queries.listing(queries.Filter(words="give up", after=first.after or ""))
    assert [card.id for card in (*first.cards, *rest.cards)] == rows[::-1]
    assert rest.after is None


def test_topics_are_those_of_the_pitch_unless_its_author_says_others(author):
    pitch = make.pitch(author, state=PitchState.FUNDED, topics=["policy"])
    row = shared(author, practice(), pitch_id=pitch.id)
    assert queries.shareback_page(row, None).topics == ["policy"]
    service.edit(author.id, row, practice(topics=("data",)))
    assert (listed(topic="policy"), listed(topic="data")) == ([], [row])


def test_who_follows_a_topic_hears_of_a_tool_for_it(author):
    bao = make.person()
    make.kept(Follow(person_id=bao.id, kind=FollowKind.TOPIC, target="writing"))
    row = written(author, tool(topics=("writing",)))
    assert queries.shareback_page(row, author.id).told == 1
    with reading() as session:
        assert crowd_of(session, session.get_one(ShareBack, row)) == {bao.id}


def test_a_tool_comes_out_of_a_share_back_and_each_names_the_other(author, browser):
    pitch = make.pitch(author, state=PitchState.FUNDED)
    source, bao = shared(author, practice(title="Ten letters"), pitch_id=pitch.id), make.person("Bao Chen")
    mine, theirs = (shared(who, tool(title=f"By {who.name}"), drawn_from_id=source) for who in (author, bao))
    assert queries.shareback_page(mine, None).pitch_id == pitch.id
    assert queries.shareback_page(theirs, None).pitch_id is None
    page = browser.get(f"/en/sharebacks/{source}").text
    assert ("By Amira Haddad" in page, "By Bao Chen" in page) == (True, True)
    assert "Ten letters" in browser.get(f"/en/sharebacks/{theirs}").text
    service.edit(bao.id, theirs, tool(title="By Bao Chen", open_to_all=False))
    assert "By Bao Chen" not in browser.get(f"/en/sharebacks/{source}").text
    hide(make.person().id, "shareback", source, "It names a patient.")
    assert "Ten letters" not in browser.get(f"/en/sharebacks/{mine}").text
    for hidden in (source, make.shareback(author, SharebackState.DRAFT).id):
        with pytest.raises(NotFound):
            written(bao, tool(), drawn_from_id=hidden)


def test_the_other_language_names_the_problem_too_and_versions_keep_it(author, browser):
    row = shared(author, practice())
    french = {"title": "À voix haute", "made_by": MadeBy.AUTHOR, "body": "Lisez la lettre."}
    with pytest.raises(VersionMissing):
        service.write_other_language(author.id, row, Version(**french))
    service.write_other_language(author.id, row, Version(**french, problem="On abandonne à la page deux"))
    assert listed(words="abandonner page deux") == [row]
    assert "On abandonne à la page deux" in browser.get(f"/fr/sharebacks/{row}").text
    assert listed(language="fr") == listed(language="en") == [row]
    assert "À voix haute" in browser.get("/fr/sharebacks").text
    assert "À voix haute" not in browser.get("/en/sharebacks").text
    service.edit(author.id, row, practice(problem="People stop on page two"))
    assert [version.problem for version in queries.versions_of(row)] == [GIVE_UP]
    assert GIVE_UP in browser.get(f"/en/sharebacks/{row}/versions").text


def test_a_member_adds_a_tool_and_others_say_that_they_used_it(author, browser):
    browser.sign_in(author.id)
    page = browser.get("/en/sharebacks/new?kind=tool").submit(title="Letter checklist", language="en", body=STEPS)
    assert page.title.startswith("Error:")
    page = page.submit(problem=GIVE_UP, tool="checklist", topics=["writing"], mode="onsite")
    assert page.form(action="/publish").submit().status == 200
    card = queries.listing(queries.Filter()).cards[0]
    assert (card.tool, card.mode, card.problem) == (ToolKind.CHECKLIST, ShareBackMode.ONSITE, GIVE_UP)
    edit = browser.get(f"/en/sharebacks/{card.id}/edit").form()
    assert (edit.values["mode"], edit.values["topics"], edit.values["tool"]) == (["onsite"], ["writing"], ["checklist"])
    home = make.organisation()
    for reader in (make.person(of=home), make.person(of=home), make.person(of=make.organisation())):
        outcomes.say_used(reader.id, card.id, Adopted.USED, "For the renewal letter.")
    asked = urlencode({"q": "give up page two", "topic": "writing", "kind": "tool", "mode": "onsite", "language": "en"})
    found = browser.get(f"/en/sharebacks?{asked}")
    assert "Letter checklist" in found.text
    assert "Used by 3 people in 2 organisations" in found.text
    assert f"/en/sharebacks/{card.id}/uses" in found.response.text
    assert "Used by 3 people in 2 organisations" in browser.get(f"/en/sharebacks/{card.id}").text
    assert home.name_en in browser.get(f"/en/sharebacks/{card.id}/uses").text
    assert "Letter checklist" not in browser.get("/en/sharebacks?kind=practice").text
    assert browser.get(f"/en/sharebacks/new?kind=tool&from={author.id}").status == 404
    assert browser.get("/en/sharebacks/new?kind=tool&from=nonsense").status == 404


def test_a_practice_is_written_out_of_a_share_back(author, browser):
    post = make.shareback(author, title="Ten letters")
    browser.sign_in(make.person("Bao Chen").id)
    start = browser.get(f"/en/sharebacks/write?from={post.id}")
    assert f"/en/sharebacks/new?kind=practice&amp;from={post.id}" in start.response.text
    page = browser.get(f"/en/sharebacks/new?kind=practice&from={post.id}")
    page = page.submit(title="Read it aloud", problem=GIVE_UP, body=STEPS, worked_by="branch", language="en")
    assert "A team or a branch" in page.text
    assert "Ten letters" in page.text
    page.form(action="/publish").submit()
    assert "Read it aloud" in browser.get(f"/en/sharebacks/{post.id}").text
