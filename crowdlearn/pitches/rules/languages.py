"""What of a pitch is said in the other language. Pure."""

TRANSLATED = (
    "title",
    "summary",
    "story",
    "benefit_me",
    "benefit_peers",
    "benefit_organisation",
    "improves",
    "application_plan",
    "audience",
)
