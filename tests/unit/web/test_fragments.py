"""Pieces of pages that are kept as drawn."""

from markupsafe import Markup

from crowdlearn.web.fragments import Alike


def test_a_piece_is_drawn_again_when_its_facts_are_others_and_the_oldest_is_forgotten_first() -> None:
    kept, drawings = Alike(most=2), list[str]()

    def get(key: str, facts: object) -> str:
        def draw() -> Markup:
            drawings.append(key)
            return Markup(f"{key}: {facts}")

        return kept.get(key, facts, draw)

    assert [get("a", ["one"]), get("a", ["one"]), get("a", ["two"])] == ["a: ['one']", "a: ['one']", "a: ['two']"]
    assert drawings == ["a", "a"]
    for key in ("b", "c", "c", "b", "a"):
        get(key, ["two"])
    assert drawings == ["a", "a", "b", "c", "a"]
