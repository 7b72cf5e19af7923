"""Header, account menu and footer lead only where there is something, and only whom it concerns."""

import re
from dataclasses import replace

import pytest
from flask import g

from crowdlearn.web.assets import FOLDER
from crowdlearn.web.navigation import ACCOUNT, FOOT, MAIN, Way, links
from tests.support.frame import READER, frame_app


@pytest.fixture
def app():
    app = frame_app()
    app.add_url_rule("/<any(en, fr):lang>/", "pages.home", lambda lang="": lang)
    for endpoint in ("pitches.mine", "books.desk", "books.one"):
        app.add_url_rule(f"/<any(en, fr):lang>/{endpoint.replace('.', '/')}", endpoint, lambda lang="": lang)
    for endpoint in ("pitches.archive", "books.archive"):
        path = f"/<any(en, fr):lang>/pitches/mine/{endpoint.replace('.', '/')}"
        app.add_url_rule(path, endpoint, lambda lang="": lang)
    return app


def test_a_view_that_does_not_exist_has_no_link(app):
    with app.test_request_context("/en/"):
        assert links((Way("nowhere.at_all", "Nowhere"),)) == []


def test_the_link_of_this_page_and_of_pages_below_is_current(app):
    with app.test_request_context("/en/pitches/mine/pitches/archive"):
        g.lang = "en"
        found = links((Way("pages.home", "Home"), Way("pitches.mine", "My pitches"), Way("books.one", "Books")))
    assert {link.href: link.current for link in found} == {
        "/en/": False,
        "/en/pitches/mine": True,
        "/en/books/one": False,
    }


def test_a_page_of_another_feature_below_it_is_not_current(app):
    with app.test_request_context("/en/pitches/mine/books/archive"):
        g.lang = "en"
        assert [link.current for link in links((Way("pitches.mine", "My pitches"),))] == [False]


@pytest.mark.parametrize(("roles", "shown"), [(set(), []), ({"steward"}, []), ({"treasurer"}, ["Books"])])
def test_a_way_for_a_role_is_shown_to_that_role_only(app, roles, shown):
    with app.test_request_context("/en/"):
        g._login_user = replace(READER, roles=frozenset(roles))
        assert [link.label for link in links((Way("books.desk", "Books", roles=frozenset({"treasurer"})),))] == shown


def test_the_next_reader_is_shown_their_own_ways_in_their_own_language(app):
    ways = (Way("pages.home", "Home"), Way("books.desk", "Books", roles=frozenset({"treasurer"})))
    for lang, roles, shown in (
        ("en", {"treasurer"}, ["/en/", "/en/books/desk"]),
        ("en", set(), ["/en/"]),
        ("fr", {"treasurer"}, ["/fr/", "/fr/books/desk"]),
        ("fr", {"steward"}, ["/fr/"]),
    ):
        with app.test_request_context(f"/{lang}/"):
            g.lang, g._login_user = lang, replace(READER, roles=frozenset(roles))
            assert [link.href for link in links(ways)] == shown


def test_every_way_has_an_icon_that_exists():
    sprite = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (FOLDER / "img/icons.svg").read_text("utf-8")))
    assert {way.icon for way in (*MAIN, *ACCOUNT, *FOOT) if way.icon} <= sprite
