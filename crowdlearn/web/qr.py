"""QR codes, drawn here."""

import segno
from markupsafe import Markup


def qr_picture(address: str, label: str) -> Markup:
    """Return the QR code of an address as an inline picture, with words for who does not see it."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#16211f", light="#fff", omitsize=True)
    said = Markup.escape(label)
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{said}" ', 1))  # noqa: S704 - drawn here
