"""The kinds that a pitch is made of."""

from crowdlearn.kernel.words import N_, Worded


class PitchKind(Worded):
    """What the pitcher wants to do; OTHER is said in the pitcher's own words."""

    ATTEND = "attend", N_("Attend an event")
    COURSE = "course", N_("Take a course")
    TEST_IDEA = "test_idea", N_("Test an idea together")
    HOST = "host", N_("Host a forum or series")
    OTHER = "other", N_("Something else")


class Scope(Worded):
    """How far the learning reaches."""

    LOCAL = "local", N_("Local")
    NATIONAL = "national", N_("National")
    GLOBAL = "global", N_("International")


class Place(Worded):
    """Where the learning takes place."""

    ONLINE = "online", N_("Online")
    ONSITE = "onsite", N_("In person")
    HYBRID = "hybrid", N_("In person and online")


class CostKind(Worded):
    """What a cost line pays for."""

    FEE = "fee", N_("Fee")
    TRAVEL = "travel", N_("Travel")
    ACCOMMODATION = "accommodation", N_("Accommodation")
    MATERIALS = "materials", N_("Materials")
    OTHER = "other", N_("Other cost")


class OrganisationMoneyKind(Worded):
    """Where organisation money comes from."""

    EMPLOYER = "employer", N_("Employer")
    GRANT = "grant", N_("Grant")
    SCHOLARSHIP = "scholarship", N_("Scholarship or bursary")
    SPONSOR = "sponsor", N_("Provider or sponsor")
    EQUITY_FUND = "equity_fund", N_("Equity fund")


class OrganisationMoneyState(Worded):
    """Only confirmed money counts; pending money counts zero."""

    PENDING = "pending", N_("Decision pending")
    CONFIRMED = "confirmed", N_("Confirmed")
    REFUSED = "refused", N_("Refused")


class NeedKind(Worded):
    """What help is asked for."""

    HOURS = "hours", N_("Hours of a skill")
    INTRODUCTION = "introduction", N_("An introduction")
    CASE_STUDY = "case_study", N_("A case study")
    MATERIAL = "material", N_("Material")


class ShareBackKind(Worded):
    """The forms in which learning comes back."""

    BLOG = "blog", N_("Blog post")
    WEBINAR = "webinar", N_("Webinar")
    PODCAST = "podcast", N_("Podcast")
    LUNCH_AND_LEARN = "lunch_and_learn", N_("Lunch and learn")
    WORKSHOP = "workshop", N_("Workshop")
    STORY = "story", N_("Story")
    PRACTICE = "practice", N_("Practice")
    TOOL = "tool", N_("Tool")
    OTHER = "other", N_("Something else")


class ShareBackMode(Worded):
    """The three Os."""

    ONLINE = "online", N_("Online")
    ONSITE = "onsite", N_("In person")
    ONGOING = "ongoing", N_("Ongoing")
