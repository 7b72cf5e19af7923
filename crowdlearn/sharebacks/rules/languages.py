"""What of a share-back is said in the other language. Pure."""

from dataclasses import dataclass

from crowdlearn.languages.rules import MadeBy, Said

MARKDOWN = ("body", "transcript")
NEEDED = ("problem", *MARKDOWN)  # where the original has them
PARTS = ("title", "summary", *NEEDED)


@dataclass(frozen=True)
class Version:
    """A share-back in the other language as its author typed it."""

    title: str
    made_by: MadeBy
    summary: str = ""
    body: str = ""
    transcript: str = ""
    translator: str = ""
    problem: str = ""

    @property
    def said(self) -> Said:
        """Return its parts by their names."""
        return Said({part: getattr(self, part) for part in PARTS}, self.made_by, self.translator)
