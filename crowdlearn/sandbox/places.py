"""Where the hosted pages stand. They are this program's own, so an address without host is right under every name."""


def checkout_at(page_id: str, locale: str) -> str:
    """Return the address of a page that saves a card, in its own language; one without is shown in English."""
    return f"/{_language(locale)}/sandbox/checkout/{page_id}"


def bank_at(intent_id: str, locale: str) -> str:
    """Return the address of the page on which a bank asks its customer."""
    return f"/{_language(locale)}/sandbox/bank/{intent_id}"


def _language(locale: str) -> str:
    return "fr" if locale.startswith("fr") else "en"
