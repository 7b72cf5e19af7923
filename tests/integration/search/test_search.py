"""The index answers alike on both databases."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.search import ddl, service
from crowdlearn.search.queries import alike, asking, matching

TEXTS = {
    "letters": ("en", "Plain-language letters that people actually finish", "Health literacy, with a café visit"),
    "meetings": (
        "fr",
        "Animer des réunions bilingues où chacun parle sa langue",
        "Une œuvre collective, données à l’appui",
    ),
    "suppliers": ("en", "Indigenous procurement: learning it from the suppliers", "Policy and planning for AI"),
}


def put(name: str, *, kind: str = "pitch", visible: bool = True, weight: int | None = None) -> UUID:
    """Put one of the texts into the index; returns its id."""
    language, title, text = TEXTS[name]
    object_id = new_id()
    with transaction() as session:
        service.index(
            session, kind, object_id, language=language, title=title, text=text, visible=visible, weight=weight
        )
    return object_id


@pytest.fixture
def names(database: Database) -> dict[UUID, str]:
    return {put(name): name for name in TEXTS}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("letter", ["letters"]),
        ("cafe", ["letters"]),
        ("CAFÉ", ["letters"]),
        ("reunion", ["meetings"]),
        ("oeuvre", ["meetings"]),
        ("œuvres", ["meetings"]),
        ("donnée", ["meetings"]),
        ("policies", ["suppliers"]),
        ("plan", ["suppliers"]),
        ("learned", ["suppliers"]),
        ("learn procurement", ["suppliers"]),
        ("letters procurement", []),
        ("AI", ["suppliers"]),
        ("finish the letters", ["letters"]),
        ("L’œuvre", ["meetings"]),
        ("nothing like it", []),
        ("   ", []),
        ("«»!?", []),
    ],
)
def test_what_is_found(names: dict[UUID, str], query: str, expected: list[str]) -> None:
    assert [names[hit.object_id] for hit in matching(query)] == expected


@pytest.mark.parametrize(
    "query",
    [
        "' OR 1=1 --",
        '" OR "',
        "letter* AND (",
        "NEAR(letters people)",
        "words : letters",
        "letters:*|!people",
        "a\x00b",
        "%_%",
        "\\",
        "'; DROP TABLE searchentry; --",
        "^letters",
        "{letters people}: x",
    ],
)
def test_what_people_type_is_never_a_command(names: dict[UUID, str], query: str) -> None:
    matching(query)
    assert [names[hit.object_id] for hit in matching("letters")] == ["letters"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
def test_any_text_is_a_query(names: dict[UUID, str], query: str) -> None:
    assert len(matching(query)) <= len(names)


def test_every_title_finds_itself(names: dict[UUID, str]) -> None:
    for object_id, name in names.items():
        assert object_id in [hit.object_id for hit in matching(TEXTS[name][1])]


def test_kinds_and_languages_narrow(database: Database) -> None:
    pitch, post = put("letters"), put("letters", kind="shareback")
    assert [hit.object_id for hit in matching("letters", kinds=["shareback"])] == [post]
    assert {hit.object_id for hit in matching("letters", languages=["en"])} == {pitch, post}
    assert matching("letters", languages=["fr"]) == []


@pytest.mark.parametrize("query", ["pitch", "shareback", "\ue000pitch"])
def test_the_word_that_says_the_kind_is_nobodys_to_type(database: Database, query: str) -> None:
    put("letters", kind="shareback")
    assert matching(query) == []


def test_the_sqlite_index_knows_the_kind(database: Database) -> None:
    """What is rare among the frequent is found by the index, not by reading all that matches."""
    put("letters")
    post = put("letters", kind="shareback")
    if database.is_sqlite:
        count = sa.text("SELECT count(*) FROM searchindex WHERE searchindex MATCH :question")
        with reading() as session:
            asked = {"question": asking("letters", ["shareback"])}
            assert session.execute(count, asked).scalar() == 1
            assert session.execute(count, {"question": asking("letters")}).scalar() == 2
    assert [hit.object_id for hit in matching("letters", kinds=["shareback"])] == [post]


def test_an_index_of_an_earlier_make_is_made_anew(names: dict[UUID, str], database: Database) -> None:
    with transaction() as session:
        if database.is_sqlite:
            session.execute(sa.text("DROP TABLE searchindex"))
            session.execute(sa.text("CREATE VIRTUAL TABLE searchindex USING fts5(words, content='', detail=none)"))
        ddl.create(session.connection())
    assert [names[hit.object_id] for hit in matching("letter")] == ["letters"]


def test_the_heavier_comes_first_then_the_newer(database: Database) -> None:
    old, new, heavy = put("letters"), put("letters"), put("letters", weight=3)
    assert [hit.object_id for hit in matching("letters")] == [heavy, new, old]
    with transaction() as session:
        service.weigh(session, "pitch", old, 9)
    assert [hit.object_id for hit in matching("letters")] == [old, heavy, new]
    assert [hit.object_id for hit in matching("letters", limit=1)] == [old]


def test_new_words_replace_the_old(database: Database) -> None:
    object_id = put("letters", weight=4)
    with transaction() as session:
        service.index(session, "pitch", object_id, language="en", title="Maps", text="wildfire", visible=True)
    assert matching("letters") == []
    assert [hit.title for hit in matching("wildfire")] == ["Maps"]


def test_drafts_are_not_found_until_they_are_shown(database: Database) -> None:
    object_id = put("letters", visible=False)
    assert matching("letters") == []
    with transaction() as session:
        service.index(session, "pitch", object_id, language="en", title="Letters", text="", visible=True)
    assert len(matching("letters")) == 1


def test_what_a_steward_suppressed_stays_so_whatever_its_feature_says(database: Database) -> None:
    object_id = put("letters")
    with transaction() as session:
        service.suppress(session, "pitch", object_id, suppressed=True)
        service.index(session, "pitch", object_id, language="en", title="Letters", text="", visible=True)
    assert matching("letters") == []
    with transaction() as session:
        service.suppress(session, "pitch", object_id, suppressed=False)
    assert len(matching("letters")) == 1


def test_what_is_forgotten_is_gone(database: Database) -> None:
    object_id = put("letters")
    with transaction() as session:
        service.forget(session, "pitch", object_id)
        service.forget(session, "pitch", object_id)
    assert matching("letters") == []


def test_a_rebuilt_index_finds_the_same(names: dict[UUID, str]) -> None:
    assert service.rebuild() == len(names)
    assert [names[hit.object_id] for hit in matching("letter")] == ["letters"]


def test_alike_needs_more_than_one_shared_word(names: dict[UUID, str]) -> None:
    with reading() as session:
        hits = alike(session, "Learning about procurement", ["pitch"])  # that it is learned tells nothing
        assert [names[hit.object_id] for hit in hits] == ["suppliers"]
        assert alike(session, "Learning to weave baskets", ["pitch"]) == []
        assert alike(session, "Learning procurement", ["pitch"], but=hits[0].object_id) == []


def test_no_words_make_no_select() -> None:
    assert asking("...") == ""
