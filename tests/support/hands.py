"""How a person acts on a page: with a mouse, or with the keyboard alone. The steps of a walk are the same for both.

Words are given as the templates have them, in English, and looked for in the reader's language. Every act is counted,
so that a walk can tell how long a person would need.
"""

from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Locator, Page, expect

from .chromium import go
from .wording import english_left_on, wording

MOST_TABS = 250
# the keystroke-level model: an average typist's key, pointing and pressing, and a page that is read over
SECONDS_PER_KEY, SECONDS_PER_CLICK, SECONDS_PER_PAGE = 0.28, 1.3, 4.0
STOP = """() => {
  const here = document.activeElement
  if (here === document.body) return null
  const drawn = (element, part) => { const style = getComputedStyle(element, part)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 }
  const place = element => element.getBoundingClientRect()
  const box = here.labels?.length && place(here).width < 2 ? place(here.labels[0]) : place(here)
  const inside = here.matches('[type=date], [type=time]')  // the browser marks the part of it that has the focus
  const next = here.nextElementSibling
  const ring = inside || drawn(here) || drawn(here, '::after') || (next && drawn(next))
  const says = here.outerHTML.slice(0, 120)
  if (!ring) return `no focus ring: ${says}`
  if (here.tabIndex > 0) return `jumps the order: ${says}`
  if (box.bottom < 0 || box.top > innerHeight || !box.width) return `out of sight: ${says}`
  return ''
}"""


@dataclass
class Cost:
    """What a walk cost its person."""

    keys: int = 0
    clicks: int = 0
    pages: int = 0

    @property
    def seconds(self) -> float:
        """Return how long an average person would need for it."""
        return self.keys * SECONDS_PER_KEY + self.clicks * SECONDS_PER_CLICK + self.pages * SECONDS_PER_PAGE


@dataclass
class Hands:
    """A person with a mouse at one page; after each arrival a French page is searched for English."""

    page: Page
    language: str = "en"
    cost: Cost = field(default_factory=Cost)

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"/{self.language}{path}")
        self._arrived()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as anybody does."""
        self.open("/sign-in")
        self.fill("Work e-mail", email)
        self.fill("Password", password)
        self.press("Sign in")

    def fill(self, label: str, words: str | date) -> None:
        """Write into the field of this label."""
        self.cost.keys += len(str(words))
        self._write(self._field(label), words)

    def choose(self, label: str, *, whole: bool = False) -> None:
        """Choose the box or the radio button of this label."""
        self._tick(self._field(label, whole=whole))

    def choose_at(self, selector: str) -> None:
        """Choose a box or a radio button by its place, where its label is a bare number."""
        self._tick(self.page.locator(selector))

    def press(self, name: str, *, whole: bool = False) -> None:
        """Press the last button of this name: forms with lists begin with a hidden twin for the Enter key."""
        self._go(self.page.get_by_role("button", name=wording(name, self.language, whole=whole)).last)

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self._go(self.page.get_by_role("link", name=wording(name, self.language)).first)

    def follow_title(self, title: str) -> None:
        """Follow the first link with words that a person wrote."""
        self._go(self.page.get_by_role("link", name=title).first)

    def save_card(self, number: str) -> None:
        """Fill in the processor's page and send it."""
        for label, typed in {"Card number": number, "Month of expiry": "12", "Year of expiry": "2034"}.items():
            self.fill(label, typed)
        self.press("Save this card")

    def sees(self, words: str) -> None:
        """Assert that these words of the interface are on the page."""
        expect(self.page.get_by_text(wording(words, self.language)).first).to_be_visible()

    def reads(self, words: str) -> None:
        """Assert that words which a person wrote are on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def _field(self, label: str, *, whole: bool = False) -> Locator:
        return self.page.get_by_label(wording(label, self.language, whole=whole)).first

    def _write(self, target: Locator, words: str | date) -> None:
        self.cost.clicks += 1
        target.fill(words.isoformat() if isinstance(words, date) else words)

    def _tick(self, target: Locator) -> None:
        self.cost.clicks += 1
        target.check()

    def _go(self, target: Locator) -> None:
        self.cost.clicks += 1
        go(target)
        self._arrived()

    def _arrived(self) -> None:
        self.cost.pages += 1
        if self.language == "fr":
            english = english_left_on(self.page)
            assert not english, f"English on {self.page.url}: {english}"


@dataclass
class Keyboard(Hands):
    """A person who has nothing but Tab, Enter, Space, the arrows and the letters.

    On the first visit of each kind of page Tab is pressed all the way round: every stop is seen, and none is a trap.
    """

    toured: set[str] = field(default_factory=set)

    def _write(self, target: Locator, words: str | date) -> None:
        self._reach(target)
        self.page.keyboard.type(f"{words:%m%d%Y}" if isinstance(words, date) else words)

    def _tick(self, target: Locator) -> None:
        if target.get_attribute("type") == "checkbox":
            self._reach(target)
            self._key("Space")
        else:
            self._choose_among(target)
        expect(target).to_be_checked()

    def _choose_among(self, target: Locator) -> None:
        group = self.page.locator(f"input[type=radio][name='{target.get_attribute('name')}']")
        checked = self.page.locator(f"input[type=radio][name='{target.get_attribute('name')}']:checked")
        self._reach(checked if checked.count() else group.first)
        self._key("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self._key("ArrowDown")

    def _go(self, target: Locator) -> None:
        self._reach(target)
        with self.page.expect_navigation():
            self._key("Enter")
        self._arrived()

    def _arrived(self) -> None:
        super()._arrived()
        if "#" not in self.page.url and self.page.get_by_role("alert").count() == 0:  # else it begins further down
            self._skip_to_the_content()
        kind = self.page.evaluate("document.body.querySelector('h1').textContent.trim()")
        if kind not in self.toured:
            self.toured.add(kind)
            self._go_round()

    def _skip_to_the_content(self) -> None:
        self._key("Tab")
        first = self.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert "skip" in first, f"{self.page.url} begins with {first}"
        self._check_stop()
        self._key("Enter")
        expect(self.page.locator("main")).to_be_focused()

    def _go_round(self) -> None:
        """Press Tab until the skip link comes again; then go back into the content."""
        for _ in range(MOST_TABS):
            self._key("Tab")
            if self.page.evaluate("document.activeElement.matches('a.skip')"):
                self._key("Shift+Tab")
                self._key("Tab")
                self._key("Enter")
                return
            self._check_stop()
        raise AssertionError(f"the keyboard is trapped on {self.page.url}")

    def _reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        element = target.element_handle()
        for tabs in range(MOST_TABS):
            there, wrong = element.evaluate(f"element => [element === document.activeElement, ({STOP})()]")
            assert not (wrong and tabs), f"{self.page.url}: {wrong}"
            if there:
                return
            self._key("Tab")
        raise AssertionError(f"{target} cannot be reached with the keyboard on {self.page.url}")

    def _key(self, name: str) -> None:
        self.cost.keys += 1
        self.page.keyboard.press(name)

    def _check_stop(self) -> None:
        wrong = self.page.evaluate(STOP)
        assert not wrong, f"{self.page.url}: {wrong}"
