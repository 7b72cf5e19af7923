"""From one page of a long list to the next."""

from flask import request, url_for


def following(endpoint: str, after: str | None) -> str:
    """Return the address of the next page of the list at hand, filters kept; "" when this is the last."""
    if not after:
        return ""
    asked = request.args.to_dict() | {"after": after}
    return url_for(endpoint, _anchor=None, _method=None, _scheme=None, _external=None, **asked)
