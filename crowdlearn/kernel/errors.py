"""Refusals that a rule can utter; the web layer turns them into friendly words."""

from typing import ClassVar


class Msgid(str):
    """Words of the program, which the catalogues know, as opposed to words that a member wrote."""


def N_(msgid: str) -> Msgid:  # noqa: N802 - the name that message extraction knows
    """Mark a message for the catalogues; it is translated when it is shown."""
    return Msgid(msgid)


class RuleBroken(Exception):  # noqa: N818 - it names a refusal, not a malfunction
    """A rule said no. `field` names the form field to blame, if one is; `facts` fill the message."""

    msgid: ClassVar[str] = N_("This is not possible right now.")
    field: str | None = None

    def __init__(self, **facts: object) -> None:
        super().__init__(self.msgid)
        self.facts = facts

    @property
    def code(self) -> str:
        """Return a stable name for logs and tests, such as "SelfBelowHalf"."""
        return type(self).__name__


class NotFound(Exception):  # noqa: N818
    """No such thing, or not yours to see: answered 404."""


class NotAllowed(Exception):  # noqa: N818
    """You may see it, but this is not yours to do: answered 403."""
