"""What peers may pledge, and what becomes of it. Pure; amounts are integer cents, help is minutes."""

from .states import (
    HOLDS_ROOM,
    OFFER,
    PLEDGE,
    OfferState,
    PledgeState,
)

__all__ = ["HOLDS_ROOM", "OFFER", "PLEDGE", "OfferState", "PledgeState"]
