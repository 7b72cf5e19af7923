"""How people hear of something, and what a reason for it is. Pure."""

from dataclasses import dataclass

from crowdlearn.kernel.words import N_, Worded


class Channel(Worded):
    """How a person hears of something. All but NEVER also stand on the site."""

    AT_ONCE = "at_once", N_("By mail, at once")
    DAILY = "daily", N_("In the daily digest")
    WEEKLY = "weekly", N_("In the weekly digest")
    SITE = "site", N_("On the site only")
    NEVER = "never", N_("Never")


DIGESTS = (Channel.DAILY, Channel.WEEKLY)
SILENT = (Channel.SITE, Channel.NEVER)


class Section(Worded):
    """What the reasons are about: the headings of the page and of a digest, in their order."""

    DECIDING = "deciding", N_("Decisions and my team")
    MINE = "mine", N_("My pitches")
    PROMISES = "promises", N_("My promises and what I applied")
    BACKED = "backed", N_("What I back")
    HELP = "help", N_("Help given and taken")
    EVENTS = "events", N_("Events")
    TALKS = "talks", N_("Messages and answers")
    FOLLOWED = "followed", N_("What I follow")
    COMMUNITY = "community", N_("The community")


@dataclass(frozen=True)
class Reason:
    """One switch: `words` end the sentence "Tell me when …"; `kinds` are the notices it stands for."""

    key: str
    section: Section
    words: str
    kinds: tuple[str, ...]
    default: Channel = Channel.AT_ONCE
