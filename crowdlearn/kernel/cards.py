"""What people call a card."""

_BRANDS = {"amex": "American Express", "diners": "Diners Club", "jcb": "JCB", "unionpay": "UnionPay"}


def card_name(brand: str, last_four: str) -> str:
    """Return what people call a card of a brand, as processors write it: "Visa •••• 4242"."""
    return f"{_BRANDS.get(brand, brand.capitalize())} •••• {last_four}"
