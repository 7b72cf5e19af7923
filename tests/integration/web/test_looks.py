"""Light or dark, and which letters: chosen once, applied by the server, kept in the browser."""


def test_a_visitor_chooses_dark_and_clear_letters_and_takes_it_back(browser):
    page = browser.get("/en/display")
    assert (page.tree.get("data-theme"), page.tree.get("data-font")) == (None, None)
    page = page.submit(theme="dark", font="legible")
    assert (page.tree.get("data-theme"), page.tree.get("data-font")) == ("dark", "legible")
    assert "This browser shows it from now on." in page.text
    chosen = [field.get("value") for field in page.tree.iter("input") if field.get("checked") is not None]
    assert chosen == ["dark", "legible"], "the form shows what is kept"
    page = page.submit(theme="device", font="house")
    assert (page.tree.get("data-theme"), page.tree.get("data-font")) == (None, None)


def test_the_legible_letters_are_the_ones_fetched_first(browser):
    page = browser.get("/fr/display").submit(theme="light", font="legible")
    first = [link.get("href") or "" for link in page.tree.iter("link") if link.get("rel") == "preload"]
    assert len(first) == 1
    assert first[0].endswith("/fonts/atkinson-next.woff2")


def test_nothing_else_than_the_offered_choices_is_kept(browser):
    page = browser.get("/en/display").submit(theme="neon", font="house")
    assert page.title.startswith("Error:")
    assert page.tree.get("data-theme") is None
