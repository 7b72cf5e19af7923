"""The code that a backer writes on a payment."""

import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another


def new_reference() -> str:
    """Return a fresh code such as "CL-7K3M-9QXD": 39 bits, and the table refuses a second one."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"CL-{code[:4]}-{code[4:]}"
