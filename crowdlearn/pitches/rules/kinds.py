"""The kinds that a pitch is made of."""

from enum import StrEnum


class PitchKind(StrEnum):
    """What the pitcher wants to do; OTHER is said in the pitcher's own words."""

    ATTEND = "attend"
    COURSE = "course"
    TEST_IDEA = "test_idea"
    HOST = "host"
    OTHER = "other"


class Scope(StrEnum):
    """How far the learning reaches."""

    LOCAL = "local"
    NATIONAL = "national"
    GLOBAL = "global"


class Place(StrEnum):
    """Where the learning takes place."""

    ONLINE = "online"
    ONSITE = "onsite"
    HYBRID = "hybrid"


class CostKind(StrEnum):
    """What a cost line pays for."""

    FEE = "fee"
    TRAVEL = "travel"
    ACCOMMODATION = "accommodation"
    MATERIALS = "materials"
    OTHER = "other"


class OrganisationMoneyKind(StrEnum):
    """Where organisation money comes from."""

    EMPLOYER = "employer"
    GRANT = "grant"
    SCHOLARSHIP = "scholarship"
    SPONSOR = "sponsor"
    EQUITY_FUND = "equity_fund"


class OrganisationMoneyState(StrEnum):
    """Only confirmed money counts; pending money counts zero."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class NeedKind(StrEnum):
    """What help is asked for."""

    HOURS = "hours"
    INTRODUCTION = "introduction"
    CASE_STUDY = "case_study"
    MATERIAL = "material"


class ShareBackKind(StrEnum):
    """The forms in which learning comes back."""

    BLOG = "blog"
    WEBINAR = "webinar"
    PODCAST = "podcast"
    LUNCH_AND_LEARN = "lunch_and_learn"
    WORKSHOP = "workshop"
    STORY = "story"
    OTHER = "other"


class ShareBackMode(StrEnum):
    """The three Os."""

    ONLINE = "online"
    ONSITE = "onsite"
    ONGOING = "ongoing"
